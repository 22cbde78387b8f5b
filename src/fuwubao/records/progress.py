"""How far the taking-in of a file is: a share of 100 and what is being done, told to whoever waits."""

from __future__ import annotations

from collections.abc import Callable

from fuwubao.domain.words import Words

Tell = Callable[[int, Words], None]
READ, CHECKED, WRITTEN = 35, 80, 100  # what is done after each step, by the time that a million rows take


def silent(percent: int, words: Words) -> None:
    """Tell nobody."""


def reading() -> Words:
    """The file is being read."""
    return Words("读取文件", "reading the file")


def checking(rows: int) -> Words:
    """Its rows are being checked."""
    return Words(f"检查 {rows:,} 行", f"checking {rows:,} rows")


def writing(rows: int) -> Words:
    """The accepted rows are being written."""
    return Words(f"写入 {rows:,} 行", f"writing {rows:,} rows")


def written(rows: int) -> Words:
    """All is written."""
    return Words(f"已写入 {rows:,} 行", f"{rows:,} rows written")
