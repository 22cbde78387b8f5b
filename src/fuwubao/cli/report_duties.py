"""``report waive`` and ``report postpone``: a date owed to a customer goes or moves only with her consent.

Django and what needs it are imported inside the commands, after the workspace is open.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from fuwubao.cli.acting import as_option
from fuwubao.cli.days import DAY
from fuwubao.cli.report_acts import acting
from fuwubao.cli.words import say

if TYPE_CHECKING:
    from fuwubao.reports.actions.duty_dates import Agreed

KEY = click.argument("key")
REASON = click.option("--reason", required=True, help=say("原因", "Reason"))
BY = click.option("--consented-by", default="", help=say("同意人（客户）", "Who consented (customer)"))
ON = click.option("--consented-on", type=DAY, help=say("同意日期", "Day of the consent"))
FILE = click.option(
    "--evidence",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=say("同意凭据（文件，存其散列值）", "File that shows the consent (kept by its hash)"),
)


@click.command(help=say("免报：应办事项 KEY 见 report due --json", "Waive a duty; KEY is told by report due --json"))
@KEY
@REASON
@BY
@ON
@FILE
@as_option
def waive(
    key: str, reason: str, consented_by: str, consented_on: datetime | None, evidence: Path | None, login: str | None
) -> None:
    """Free one occurrence."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.duty_dates import waive_duty

        waive_duty(key=key, reason=reason, consent=_consent(consented_by, consented_on, evidence), actor=actor, now=now)
    click.echo(say(f"{key} 已登记免报", f"{key} waived"))


@click.command(help=say("延期：应办事项 KEY 改到某日 24:00", "Postpone a duty to the end of a day"))
@KEY
@click.option("--to", "day", type=DAY, required=True, help=say("新的期限（日期）", "New due day"))
@REASON
@BY
@ON
@FILE
@as_option
def postpone(
    key: str,
    day: datetime,
    reason: str,
    consented_by: str,
    consented_on: datetime | None,
    evidence: Path | None,
    login: str | None,
) -> None:
    """Move one date later; the trail keeps the old one."""
    with acting(login) as (actor, now):
        from fuwubao.accounts.workspace import time_zone
        from fuwubao.reports.actions.duty_dates import postpone_duty

        postpone_duty(
            key=key,
            new_due_at=datetime.combine(day.date() + timedelta(days=1), time(), ZoneInfo(time_zone())),
            reason=reason,
            consent=_consent(consented_by, consented_on, evidence),
            actor=actor,
            now=now,
        )
    click.echo(say(f"{key} 已延期至 {day:%Y-%m-%d}", f"{key} postponed to {day:%Y-%m-%d}"))


def _consent(by: str, on: datetime | None, evidence: Path | None) -> Agreed | None:
    """A consent that is whole, else none: what lacks a part is no consent."""
    from fuwubao.reports.actions.duty_dates import Agreed

    if not by or on is None or evidence is None:
        return None
    return Agreed(by=by, on=on.date(), file_name=evidence.name, content=evidence.read_bytes())


DUTY_ACTS = (waive, postpone)
