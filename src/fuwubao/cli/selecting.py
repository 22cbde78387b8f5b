"""``--selected FILE`` instead of one NUMBER: the same act on many reports, each on its own, with what became of each.

Django and what needs it are imported inside the functions, after the workspace is open.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TextIO

import click

from fuwubao.cli.text_files import TEXT
from fuwubao.cli.words import say

if TYPE_CHECKING:
    from fuwubao.accounts.models import User
    from fuwubao.reports.actions.period_run import Outcome

NUMBER_IF_ONE = click.argument("number", required=False)
SELECTED = click.option(
    "--selected",
    type=TEXT,
    help=say(
        "所选报告的文件：每行一个编号，或本期批次页导出的 CSV、JSON",
        "File of selected reports: one number a line, or the CSV or JSON of the period run's page",
    ),
)


def the_number(number: str | None, selected: TextIO | None) -> str:
    """Return the one report's number, empty where a file selects. Raises: UsageError without either or with both."""
    if (number is None) == (selected is None):
        words = say("写一个报告编号，或用 --selected 给出文件", "give one number, or a file with --selected")
        raise click.UsageError(words)
    return number or ""


def act_on_file(act: str, file: TextIO, *, as_json: bool, actor: User, now: datetime) -> None:
    """Submit, approve or publish what a file selects; print each outcome; exit 1 where one was refused."""
    from fuwubao.reports.actions.period_run import ACTS
    from fuwubao.reports.selections import read_selection

    numbers = read_selection(file.read(), file=file.name)
    tell_outcomes(ACTS[act](numbers=numbers, actor=actor, now=now), as_json=as_json)


def tell_outcomes(outcomes: Sequence[Outcome], *, as_json: bool) -> None:
    """Print what became of each report, done or refused and why; exit 1 where one was refused."""
    done = sum(one.done for one in outcomes)
    refused = len(outcomes) - done
    if as_json:
        told = {"done": done, "refused": refused, "results": [one.to_json() for one in outcomes]}
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        for one in outcomes:
            mark = "●" if one.done else "■"
            click.echo(f"{mark} {one.number}  {say(one.zh, one.en)}")
        click.echo(say(f"已办 {done}，未办成 {refused}", f"{done} done, {refused} refused"))
    if refused:
        raise click.exceptions.Exit(1)
