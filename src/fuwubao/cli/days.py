"""A day as an option takes it; one that no month has is refused in words that say so."""

from __future__ import annotations

from datetime import datetime

import click

from fuwubao.cli.words import say
from fuwubao.domain.periods import day_problem


class Day(click.ParamType[datetime]):
    """``2026-09-15`` as the local midnight that begins it."""

    name = "date"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """How help writes it."""
        return "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the day. Raises: click.BadParameter with what is wrong."""
        if isinstance(value, datetime):
            return value
        text = str(value).strip()
        wrong = day_problem(text)
        if wrong is not None:
            self.fail(say(wrong.zh, wrong.en), param, ctx)
        return datetime.fromisoformat(text)


DAY = Day()
