"""What a report promises, and what became of it in the room of improvement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from fuwubao.accounts import permissions
from fuwubao.accounts.models import User
from fuwubao.domain.errors import NotFound, Refused
from fuwubao.improvement.models import Action
from fuwubao.improvement.queries.actions import ActionLine, actions_of_report, open_actions
from fuwubao.improvement.queries.pages import improvers
from fuwubao.reports.models import Report
from fuwubao.reports.queries.reports import report_with_id


class NoteUnknown(NotFound):
    """The report promises no such measure."""

    code = "reports.measure_unknown"
    zh = "{number} 没有这项措施"
    en = "{number} promises no such measure"
    hint_zh = "先在“未达标与超时的说明”中写明措施"
    hint_en = "First note the measure where misses are explained"
    source = "S6.13"


class MeasureRaised(Refused):
    """The measure has become an action already."""

    code = "reports.measure_raised"
    zh = "{number} 的这项措施已转为 {action}"
    en = "This measure of {number} is action {action} already"
    hint_zh = "打开该措施跟踪；同一措施不重复登记"
    hint_en = "Follow that action; the same measure is not raised twice"
    source = "S6.13"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One measure that the report promises, how many subjects it serves, and its action once it is one."""

    note_id: int
    measure: str
    cause: str
    owner: str
    due_on: date | None
    count: int
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovingPage:
    """What is still open of the customer apart from this report, what it promises, what was raised in it."""

    report: Report
    previous: tuple[ActionLine, ...]
    promises: tuple[Promise, ...]
    raised: tuple[ActionLine, ...]
    people: tuple[User, ...]
    may_raise: bool
    may_suggest: bool


def improving_page(report_id: int, *, reader: User, now: datetime) -> ImprovingPage:
    """Return what a report has to do with improvement. Raises: ReportNotFound, NotAllowed."""
    report = report_with_id(report_id, reader=reader)
    code = report.row.customer_code
    permissions.refuse_unless_may(reader, "improvement.read", customer_code=code, now=now)
    earlier = open_actions(customer_code=code, reader=reader, now=now)
    return ImprovingPage(
        report=report,
        previous=tuple(line for line in earlier if line.source_number != report.number),
        promises=tuple(promises_of(report)),
        raised=tuple(actions_of_report(report.number, reader=reader, now=now)),
        people=tuple(improvers(now=now)),
        may_raise=permissions.may(reader, "improvement.raise", customer_code=code, now=now),
        may_suggest=permissions.may(reader, "improvement.suggest", customer_code=code, now=now),
    )


def promises_of(report: Report) -> list[Promise]:
    """Return the measures of a report, each once, in the order in which they are due."""
    found: dict[tuple[str, str, date | None], Promise] = {}
    for note in report.breach_notes.exclude(measure="").order_by("due_on", "subject"):
        key = (note.measure, note.owner, note.due_on)
        known = found.get(key)
        action = known.action if known else _number(action_of_measure(report, note.measure))
        found[key] = Promise(
            note_id=known.note_id if known else note.pk,
            measure=note.measure,
            cause=note.cause,
            owner=note.owner,
            due_on=note.due_on,
            count=known.count + 1 if known else 1,
            action=action,
        )
    return list(found.values())


def action_of_measure(report: Report, measure: str) -> Action | None:
    """Return the action that a measure of the report became, None while it is words alone."""
    raised = Action.objects.filter(source_kind="report", source_number=report.number, measure=measure)
    return raised.exclude(state="cancelled").order_by("pk").first()


def _number(action: Action | None) -> str:
    return action.number if action else ""
