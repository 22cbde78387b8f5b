"""The end of a report's life by command: withdraw, follow-up, archive.

Django and what needs it are imported inside the commands, after the workspace is open.
"""

from __future__ import annotations

import click

from fuwubao.cli.acting import as_option
from fuwubao.cli.report_acts import NUMBER, REASON, acting
from fuwubao.cli.words import say


@click.command(help=say("撤回已发布的报告", "Withdraw a published report"))
@NUMBER
@REASON
@as_option
def withdraw(number: str, reason: str, login: str | None) -> None:
    """Mark a published report as withdrawn; its recipients are told why."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.publishing import withdraw_report

        withdraw_report(number=number, reason=reason, actor=actor, now=now)
    click.echo(say(f"{number} 已撤回", f"{number} withdrawn"))


@click.command("follow-up", help=say("确认收到的意见和建议都已落实", "Confirm that suggestions were followed up"))
@NUMBER
@as_option
def follow_up(number: str, login: str | None) -> None:
    """Confirm that what readers said is answered and decided."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.closing import follow_up_report

        follow_up_report(number=number, actor=actor, now=now)
    click.echo(say(f"{number} 建议已落实", f"{number} followed up"))


@click.command(help=say("归档", "Archive a report"))
@NUMBER
@as_option
def archive(number: str, login: str | None) -> None:
    """Close the file of a report that was followed up."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.closing import archive_report

        archive_report(number=number, actor=actor, now=now)
    click.echo(say(f"{number} 已归档", f"{number} archived"))


ENDINGS: tuple[click.Command, ...] = (withdraw, follow_up, archive)
