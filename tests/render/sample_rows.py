"""A short way to write rows in tests."""

from __future__ import annotations

from decimal import Decimal

from fuwubao.render.tree import Cell, Row, RowKind, Runs


def plain(*cells: str | Runs | Cell, kind: RowKind = RowKind.PLAIN) -> Row:
    """A row from words, runs and cells."""
    made = (
        cell if isinstance(cell, Cell) else Cell(text=cell) if isinstance(cell, str) else Cell(runs=cell)
        for cell in cells
    )
    return Row(cells=tuple(made), kind=kind)


def number(text: str, value: int | str | None = None) -> Cell:
    """A numeric cell."""
    return Cell(text=text, value=Decimal(value if value is not None else text))


def on(day: str) -> Cell:
    """A date cell."""
    return Cell(text=day, instant=day)
