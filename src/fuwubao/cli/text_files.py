"""A text file as an argument: read whole before the command begins, and refused in words where it cannot be."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import click

from fuwubao.cli.words import say
from fuwubao.domain.foreign_words import system_words


class TextRead(io.StringIO):
    """The text of a file, with the name that it was asked for by."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.name = name


class TextFile(click.ParamType[TextRead]):
    """A path to a text in UTF-8, with or without a byte order mark; ``-`` is standard input."""

    name = "file"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """How help writes it."""
        return "FILE"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> TextRead:
        """Return the text. Raises: click.BadParameter where it is absent, a folder, closed to us or no text."""
        if isinstance(value, TextRead):
            return value
        path = str(value)
        try:
            content = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        except OSError as refused:
            why = system_words(refused)
            self.fail(say(f"{path}：{why.zh}", f"{path}: {why.en}"), param, ctx)
        try:
            return TextRead(content.decode("utf-8-sig"), path)
        except UnicodeDecodeError:
            self.fail(say(f"{path}：不是 UTF-8 文本", f"{path}: not text in UTF-8"), param, ctx)


TEXT = TextFile()
