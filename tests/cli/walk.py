"""Faulty calls of every command: what a stranger's slips look like, made from the commands' own tables.

Run as ``python -m tests.cli.walk FOLDER``: it prints one JSON line a call (words, exit code, what was said).
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import click

from fuwubao.cli.main import cli, main

PLAUSIBLE = {"period": "2026-09", "customer": "HD", "measure": "K03", "format": "json", "due": "2026-12-01"}
FREE = {
    "name", "reason", "remark", "title", "problem", "cause", "result", "description", "opinion", "evidence", "email",
    "login", "by", "holder", "department", "person", "correction", "clause", "reference", "consented_by", "signed_by",
    "code",
}  # fmt: skip
NEVER_RUN = {"serve", "worker", "demo", "doctor"}  # only misused here: run rightly, they would stay or work long
PERIODS = ("2026-13", "2026Q5", "2026-02-30/2026-03-01", "2026-10-01/2026-09-01", "soon")
Words = tuple[str, ...]


def commands(group: click.Group, words: Words = ()) -> Iterator[tuple[Words, click.Command]]:
    """Yield every command with the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*words, name))
        if command is not None and (not isinstance(command, click.Group) or command.invoke_without_command):
            yield (*words, name), command


def faulty_calls(folder: Path) -> Iterator[Words]:
    """Yield calls that no command can take."""
    yield ("nonsense",)
    for words, command in commands(cli):
        yield (*words, "--nonsense")
        context = click.Context(command)
        required = [p for p in command.get_params(context) if p.required]
        if required:
            yield words
        if words[0] in NEVER_RUN:
            continue
        for parameter in command.get_params(context):
            if isinstance(parameter, click.Option) and parameter.is_flag:
                continue
            others = [part for other in required if other is not parameter for part in _given(other, folder)]
            for wrong in _wrong(parameter, folder):
                yield (*words, *others, *_written(parameter, wrong))


def _given(parameter: click.Parameter, folder: Path) -> Words:
    name = str(parameter.name)
    if isinstance(parameter.type, click.Choice):
        value = str(parameter.type.choices[0])
    elif isinstance(parameter.type, click.Path | click.File):
        value = str(folder / ("out" if "output" in parameter.opts[0] else "text.txt"))
    elif parameter.type.name in ("integer", "integer range"):
        value = "1"
    else:
        value = PLAUSIBLE.get(parameter.opts[0].lstrip("-"), "2026-09-01" if parameter.type.name == "date" else name)
    if isinstance(parameter, click.Option) and parameter.is_flag:
        return (parameter.opts[0],)
    return _written(parameter, value)


def _written(parameter: click.Parameter, value: str) -> Words:
    return (parameter.opts[0], value) if isinstance(parameter, click.Option) else (value,)


def _wrong(parameter: click.Parameter, folder: Path) -> Words:
    option = parameter.opts[0].lstrip("-")
    if option == "period" or option == "baseline":
        return PERIODS
    if isinstance(parameter.type, click.Path | click.File):
        if "output" in option:
            return (str(folder / "text.txt" / "below" / "x.zip"),)
        return tuple(str(folder / name) for name in ("absent.yaml", "a-folder", "empty.yaml", "binary.bin", "bad.yaml"))
    if isinstance(parameter.type, click.Choice) or parameter.type.name in ("integer", "integer range", "datetime"):
        return ("nope",)
    if parameter.type.name == "date":
        return ("2026-02-30", "nope")
    return () if option.replace("-", "_") in FREE else ("NOPE-不存在",)


def call(words: Words) -> tuple[int, str]:
    """Run one call here; return its exit code and all that it said."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        try:
            main(list(words))
        except SystemExit as stop:
            return int(stop.code or 0), said.getvalue()
    return 0, said.getvalue()


def walk(folder: Path) -> None:
    """Print every faulty call with what became of it."""
    (folder / "a-folder").mkdir(exist_ok=True)
    (folder / "empty.yaml").write_bytes(b"")
    (folder / "binary.bin").write_bytes(bytes(range(256)) * 4)
    (folder / "bad.yaml").write_text("a: b: c\n", encoding="utf-8")
    (folder / "text.txt").write_text("text\n", encoding="utf-8")
    for words in faulty_calls(folder):
        code, said = call(words)
        print(json.dumps({"words": words, "code": code, "said": said}, ensure_ascii=False))


if __name__ == "__main__":
    walk(Path(sys.argv[1]))
