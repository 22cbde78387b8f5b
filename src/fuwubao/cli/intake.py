"""``fuwubao intake``: 预检, load, undo, list, suggest a mapping (design section 7).

Django is imported inside the commands, after ``open_workspace()``: settings read the workspace, and a dry run
and a suggestion need neither.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click

from fuwubao.cli.acting import acting_user, as_option
from fuwubao.cli.words import counted, say, terminal_language
from fuwubao.cli.workspace import open_workspace
from fuwubao.domain.errors import BadInput
from fuwubao.domain.words import Words
from fuwubao.records.checks.outcome import Outcome, RowProblem, RowWarning
from fuwubao.records.errors import FileRefused
from fuwubao.records.examination import Examined, examine
from fuwubao.records.mapping import Mapping, kind_called, read_mapping
from fuwubao.records.progress import Tell, silent
from fuwubao.records.reading.choices import Reading, reading_of

_LINES_SHOWN = 20
_BAR_WIDTH = 24


class MomentUnreadable(BadInput):
    """``--now`` is no instant."""

    code = "cli.moment_unreadable"
    zh = "--now {value} 不是带时差的 ISO 时刻"
    en = "--now {value} is no ISO instant with an offset"
    hint_zh = "例如 2026-10-08T09:00:00+08:00"
    hint_en = "For example 2026-10-08T09:00:00+08:00"


@click.group(help=say("数据采集：预检、导入、撤销", "Intake: dry run, load, undo"))
def intake() -> None:
    """Group of the intake commands."""


def moment(text: str | None) -> datetime:
    """Return the instant that ``--now`` names, else the clock's. Raises: MomentUnreadable."""
    if not text:
        return datetime.now(UTC)
    try:
        at = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise MomentUnreadable(value=text, where="--now", why=text) from wrong
    if at.tzinfo is None:
        raise MomentUnreadable(value=text, where="--now", why=text)
    return at.astimezone(UTC)


@intake.command(help=say("检查并导入一个文件", "Check and load one file"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", default=None, help=say("数据种类，如 ticket", "Record kind, such as ticket"))
@click.option(
    "--mapping",
    "mapping_file",
    type=click.Path(path_type=Path),
    help=say("对应关系文件（YAML）", "Mapping file (YAML)"),
)
@click.option("--source", default="", help=say("来源名称", "Name of the source"))
@click.option("--timezone", default="", help=say("文件中时间的时区", "Zone of the times in the file"))
@click.option("--encoding", default="", help=say("文字编码，如 gb18030；默认自动识别", "Encoding, such as gb18030"))
@click.option("--delimiter", default="", help=say("分隔符，如 ; 或 tab；默认自动识别", "Delimiter, such as ; or tab"))
@click.option("--header-row", type=int, default=0, help=say("表头所在行；默认自动识别", "Row of the header"))
@click.option("--sheet", default="", help=say("工作表名称；默认自动识别", "Name of the sheet"))
@click.option("--now", "now_text", default=None, help=say("导入时刻（测试用）", "Moment of import (for tests)"))
@click.option("--dry-run", is_flag=True, help=say("只预检，不写入", "Check only, write nothing"))
@click.option("--json", "as_json", is_flag=True, help=say("以 JSON 输出", "Print JSON"))
@as_option
@click.pass_context
def load(
    context: click.Context,
    file: Path,
    kind: str | None,
    mapping_file: Path | None,
    source: str,
    timezone: str,
    encoding: str,
    delimiter: str,
    header_row: int,
    sheet: str,
    now_text: str | None,
    dry_run: bool,
    as_json: bool,
    login: str | None,
) -> None:
    """Print what was accepted and what was not; a log with one row a change also loads its events."""
    said = {"encoding": encoding, "delimiter": delimiter, "header_row": header_row, "sheet": sheet}
    reading = reading_of(said)
    mapping = _mapping(mapping_file, kind or "ticket")
    code = kind_called(kind or (mapping.kind if mapping else "ticket")).code
    now = moment(now_text)
    tell = silent if as_json or not sys.stderr.isatty() else _bar
    try:
        if dry_run:
            zone = timezone or (mapping.timezone if mapping else "") or _workspace_zone()
            done = examine(
                file, code, now=now, timezone=zone, mapping=mapping, source=source, reading=reading, tell=tell
            )
            batch = None
        else:
            done, batch = _loaded(
                file, code, now=now, timezone=timezone, mapping=mapping, source=source, login=login,
                reading=reading, tell=tell,
            )  # fmt: skip
    except FileRefused as refusal:
        if as_json:
            click.echo(json.dumps(_refused(file, code, refusal), ensure_ascii=False))
        language = terminal_language()
        click.echo(f"{refusal.letter}: {refusal.message(language)}\n→ {refusal.hint(language)}", err=True)
        context.exit(1)
    finally:
        tell(100, Words("", ""))
    if as_json:
        click.echo(json.dumps(_report(file, done, batch), ensure_ascii=False))
    else:
        _show(done, batch)


def _bar(percent: int, words: Words) -> None:
    """Draw how far the load is over the last line of the terminal; the end wipes it away."""
    if not words.zh:
        click.echo("\r\x1b[K", err=True, nl=False)
        return
    full = percent * _BAR_WIDTH // 100
    drawn = "█" * full + "░" * (_BAR_WIDTH - full)
    click.echo(f"\r\x1b[K{drawn} {percent:3d}%  {words.say(terminal_language())}", err=True, nl=False)


def _workspace_zone() -> str:
    from fuwubao.accounts.workspace import time_zone

    return time_zone()


def _mapping(path: Path | None, kind: str) -> Mapping | None:
    if path is None:
        return None
    from fuwubao.records.errors import FileMissing, MappingUnreadable

    if not path.is_file():
        raise FileMissing(file=str(path), what=str(path))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as damage:
        why = Words("不是 UTF-8 文本", "not text in UTF-8")
        raise MappingUnreadable(where=path.name, why=why) from damage
    return read_mapping(text, file=path.name, kind=kind)


def _loaded(
    file: Path,
    kind: str,
    *,
    now: datetime,
    timezone: str,
    mapping: Mapping | None,
    source: str,
    login: str | None,
    reading: Reading,
    tell: Tell,
) -> tuple[Examined, str]:
    open_workspace()
    from fuwubao.accounts import audit
    from fuwubao.records import actions

    with audit.through("cli"):
        loaded = actions.load_file(
            path=file,
            kind=kind,
            mapping=mapping,
            source=source,
            timezone=timezone,
            actor=acting_user(login, now=now),
            now=now,
            reading=reading,
            tell=tell,
        )
    return loaded.examined, loaded.batch.number


def _refused(file: Path, kind: str, refusal: FileRefused) -> dict[str, object]:
    from fuwubao.records.reading.content import sha256_of

    return {
        "file": file.name, "sha256": sha256_of(file), "kind": kind, "rows": 0, "accepted": 0, "refused": refusal.letter,
        "message": refusal.message(terminal_language()), "rejected": [], "warnings": [], "encoding": None,
        "delimiter": None, "header_row": None, "batch": None, **_offer(refusal),
    }  # fmt: skip


def _offer(refusal: FileRefused) -> dict[str, object]:
    return {"offers": refusal.facts["offers"]} if "offers" in refusal.facts else {}


def _report(file: Path, done: Examined, batch: str | None) -> dict[str, object]:
    outcome = done.outcome
    report: dict[str, object] = {
        "file": file.name, "sha256": outcome.facts.sha256, "kind": outcome.kind, "source": done.source,
        **_counts(outcome), "refused": None, "rejected": _problems(outcome.problems),
        "warnings": _warnings(outcome.warnings), "encoding": outcome.facts.encoding,
        "delimiter": outcome.facts.delimiter, "header_row": outcome.facts.header_row, "batch": batch,
    }  # fmt: skip
    if done.events is not None:
        report["events"] = {
            "kind": done.events.kind, **_counts(done.events), "rejected": _problems(done.events.problems),
            "warnings": _warnings(done.events.warnings),
        }  # fmt: skip
    return report


def _counts(outcome: Outcome) -> dict[str, object]:
    return {"rows": outcome.rows, "accepted": outcome.accepted.num_rows}


def _problems(problems: Iterable[RowProblem]) -> list[dict[str, object]]:
    language = terminal_language()
    return [
        {
            "row": problem.row, "field": problem.field, "code": problem.code, "message": problem.message.say(language),
            "value": problem.value,
        }
        for problem in problems
    ]  # fmt: skip


def _warnings(warnings: Iterable[RowWarning]) -> list[dict[str, object]]:
    language = terminal_language()
    return [
        {"row": warning.row, "code": warning.code, "message": warning.message.say(language)} for warning in warnings
    ]


def _show(done: Examined, batch: str | None) -> None:
    for outcome in (done.outcome, *((done.events,) if done.events else ())):
        click.echo(
            say(
                f"{outcome.kind}：{outcome.rows} 行，接收 {outcome.accepted.num_rows}，拒收 {len(outcome.problems)}",
                f"{outcome.kind}: {counted(outcome.rows, 'row')}, {outcome.accepted.num_rows} accepted, "
                f"{len(outcome.problems)} rejected",
            )
        )
        lines = [(p.row, p.code, p.message) for p in outcome.problems] + [
            (w.row, w.code, w.message) for w in outcome.warnings
        ]
        for row, code, message in lines[:_LINES_SHOWN]:
            place = say("文件", "file") if row == 0 else say(f"第 {row} 行", f"row {row}")
            click.echo(f"  {place}  {code}  {message.say(terminal_language())}")
        left = len(lines) - _LINES_SHOWN
        if left > 0:
            click.echo(
                say(
                    f"  … 另有 {len(lines) - _LINES_SHOWN} 条，用 --json 查看全部",
                    f"  … {len(lines) - _LINES_SHOWN} more, all with --json",
                )
            )
    if batch:
        click.echo(say(f"批次 {batch} 已入库", f"batch {batch} is in the store"))
    else:
        click.echo(say("预检完成，未写入任何数据", "dry run: nothing was written"))


@intake.command(help=say("撤销一个批次", "Undo a batch"))
@click.argument("batch")
@click.option("--reason", default="", help=say("原因", "Reason"))
@click.option("--now", "now_text", default=None)
@click.option("--json", "as_json", is_flag=True)
@as_option
def undo(batch: str, reason: str, now_text: str | None, as_json: bool, login: str | None) -> None:
    """Undo by one more batch: the rows stay in history and count no more."""
    open_workspace()
    from fuwubao.accounts import audit
    from fuwubao.records import actions

    now = moment(now_text)
    with audit.through("cli"):
        actor = acting_user(login, now=now)
        undone = actions.undo_batch(number=batch, reason=reason, actor=actor, now=now)
    if as_json:
        click.echo(json.dumps({"batch": undone.number, "undone_at": str(undone.undone_at), "rows": undone.accepted}))
    else:
        click.echo(say(f"批次 {undone.number} 已撤销", f"batch {undone.number} is undone"))


@intake.command(name="list", help=say("列出批次", "List the batches"))
@click.option("--json", "as_json", is_flag=True)
def list_batches(as_json: bool) -> None:
    """Print all batches, newest first."""
    open_workspace()
    from fuwubao.records import queries

    rows = queries.batches()
    if as_json:
        keys = ("number", "kind", "source", "file", "sha256", "rows", "accepted", "rejected", "quarantined")
        shown = [
            {key: getattr(row, key) for key in keys}
            | {
                "loaded_at": row.loaded_at.isoformat(),
                "undone_at": row.undone_at.isoformat() if row.undone_at else None,
            }
            for row in rows
        ]
        click.echo(json.dumps(shown, ensure_ascii=False))
        return
    for row in rows:
        state = say("已撤销", "undone") if row.undone_at else ""
        click.echo(f"{row.number}  {row.kind}  {row.source}  {row.file}  {row.accepted}/{row.rows}  {state}")


@intake.group(help=say("对应关系", "Mappings"))
def mapping() -> None:
    """Group of the mapping commands."""


@mapping.command(help=say("为一个文件建议对应关系", "Suggest a mapping for a file"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", default="ticket")
@click.option("--json", "as_json", is_flag=True)
def suggest(file: Path, kind: str, as_json: bool) -> None:
    """Print a mapping as YAML (or JSON), to be saved, corrected and given to ``load``."""
    from fuwubao.records.suggestion import suggest_mapping, yaml_of

    suggested = suggest_mapping(file, kind_called(kind))
    click.echo(
        json.dumps(suggested.tree, ensure_ascii=False) if as_json else yaml_of(suggested, language=terminal_language()),
        nl=as_json,
    )
