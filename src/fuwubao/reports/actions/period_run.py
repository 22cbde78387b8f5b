"""本期批次: build every draft whose data is complete, submit, approve or publish what was selected.

Each report is an action call of its own with its own transaction, audit entry, checks and hashes; one that is refused
or fails is named with its reason and never stops the others.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from fuwubao.accounts import permissions
from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.errors import FuwubaoError
from fuwubao.domain.periods import parse_period
from fuwubao.reports.actions.carrying import carry_words
from fuwubao.reports.actions.drafting import draft_report, row_and_period
from fuwubao.reports.actions.publishing import publish_report
from fuwubao.reports.actions.review import approve_report, submit_report
from fuwubao.reports.actions.summary_opening import refuse_unopened
from fuwubao.reports.models import Report
from fuwubao.reports.period_errors import DataIncomplete, NothingSelected, NothingToCarry
from fuwubao.reports.queries.data_complete import DataLook
from fuwubao.reports.queries.period_run import due_for
from fuwubao.reports.queries.reports import report_numbered

logger = logging.getLogger("fuwubao.faults")
Tell = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one report or row of a run: done, or refused with the reason in both languages."""

    number: str
    done: bool
    zh: str
    en: str
    code: str = ""

    def to_json(self) -> dict[str, object]:
        """Return it as jobs keep it and ``--json`` prints it."""
        return {"number": self.number, "done": self.done, "code": self.code, "zh": self.zh, "en": self.en}


def told_to_nobody(done: int, total: int, words: str) -> None:
    """Progress that nobody watches."""


def build_due(
    *, period_label: str, carry: bool, actor: User, now: datetime, tell: Tell = told_to_nobody
) -> tuple[Outcome, ...]:
    """Draft every due row of a period that has no report yet and whose data is complete.

    ``carry`` takes the last period's words into each new draft's empty chapters.
    Source: S1.37, S6.1. Raises: PeriodUnreadable, NotAllowed where words may not be carried; what one row refuses is
    in its outcome.
    """
    if carry:
        permissions.refuse_unless_may(actor, "reports.write", now=now)
    period = parse_period(period_label, time_zone())
    waiting = [duty for duty in due_for(period, reader=actor) if not duty.reports.all()]
    data = DataLook(now=now)

    def build(number: str) -> Report:
        duty = next(one for one in waiting if one.row.number == number)
        row, own = row_and_period(number, duty.period_label)
        state = data.state(row, own)
        if not state.complete:
            raise DataIncomplete(number=number, period=own.label, missing="；".join(state.missing))
        report = draft_report(row_number=number, period_label=own.label, actor=actor, now=now)
        if carry:
            _carry_if_there(report, actor=actor, now=now)
        return report

    return _each([duty.row.number for duty in waiting], build, tell, zh="已生成", en="built")


def _carry_if_there(report: Report, *, actor: User, now: datetime) -> None:
    try:
        carry_words(number=report.number, block="", actor=actor, now=now)
    except NothingToCarry:
        return  # the first report of a row has nothing before it


def submit_selected(
    *, numbers: Sequence[str], actor: User, now: datetime, tell: Tell = told_to_nobody
) -> tuple[Outcome, ...]:
    """Submit each of the reports. Raises: NothingSelected; what one report refuses is in its outcome."""

    def submit(number: str) -> Report:
        return submit_report(number=number, actor=actor, now=now)

    return _each(_selected(numbers), submit, tell, zh="已提交", en="submitted")


def approve_selected(
    *, numbers: Sequence[str], actor: User, now: datetime, tell: Tell = told_to_nobody
) -> tuple[Outcome, ...]:
    """Approve each of the reports whose summary the actor has opened; the others are refused by name (S1.5).

    Raises: NothingSelected; what one report refuses is in its outcome.
    """

    def approve(number: str) -> Report:
        refuse_unopened(report_numbered(number, reader=actor), actor)
        return approve_report(number=number, remark="", actor=actor, now=now)

    return _each(_selected(numbers), approve, tell, zh="已批准", en="approved")


def publish_selected(
    *, numbers: Sequence[str], actor: User, now: datetime, tell: Tell = told_to_nobody
) -> tuple[Outcome, ...]:
    """Publish each of the reports. Raises: NothingSelected; what one report refuses is in its outcome."""

    def publish(number: str) -> Report:
        return publish_report(number=number, actor=actor, now=now)

    return _each(_selected(numbers), publish, tell, zh="已发布", en="published")


ACTS = {"submit": submit_selected, "approve": approve_selected, "publish": publish_selected}


def _selected(numbers: Iterable[str]) -> list[str]:
    found = list(dict.fromkeys(number.strip() for number in numbers if number.strip()))
    if not found:
        raise NothingSelected(where="", why="")
    return found


def _each(numbers: Sequence[str], act: Callable[[str], Report], tell: Tell, *, zh: str, en: str) -> tuple[Outcome, ...]:
    """Do the act to one after the other; whatever one raises becomes its outcome."""
    outcomes = []
    for done, number in enumerate(numbers):
        tell(done, len(numbers), number)
        outcomes.append(_tried(number, act, zh=zh, en=en))
    tell(len(numbers), len(numbers), "")
    return tuple(outcomes)


def _tried(number: str, act: Callable[[str], Report], *, zh: str, en: str) -> Outcome:
    try:
        report = act(number)
    except FuwubaoError as refusal:
        told = (f"{refusal.message(language)} {refusal.hint(language)}".strip() for language in ("zh", "en"))
        return Outcome(number=number, done=False, code=refusal.code, zh=next(told), en=next(told))
    except Exception:  # a fault of ours at one report is numbered and logged; the others go on
        fault = secrets.token_hex(4)
        logger.exception("fault %s at %s in a period run", fault, number)
        words = (f"内部错误，编号 {fault}；请将编号告知管理员", f"internal fault {fault}; tell the administrator")
        return Outcome(number=number, done=False, code="fault", zh=words[0], en=words[1])
    return Outcome(number=report.number, done=True, zh=zh, en=en)
