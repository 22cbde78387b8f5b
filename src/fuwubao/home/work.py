"""What waits for one person, and for whom her reports wait: from the states of reports, duties and register rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from fuwubao.accounts import permissions
from fuwubao.accounts.models import User
from fuwubao.domain.lifecycles import REPORT
from fuwubao.reports.duty_kinds import REPORT as REPORT_OWED
from fuwubao.reports.models import Delivery, RegisterRow, Report
from fuwubao.reports.queries.duties import DueFlag, DutyLine
from fuwubao.reports.queries.reports import PUBLISHED, visible_reports
from fuwubao.ui.language import said
from fuwubao.ui.templatetags.ui import days_words

AHEAD = timedelta(days=14)  # a duty that is due later than this is not yet anybody's task
MayDo = Callable[[str, str], bool]
Words = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do, or to wait for: what, of which report, how it stands, by when, and where it is done."""

    what: str
    about: str
    kind: str
    shape: str
    state: str
    due_on: date | None
    left: str
    is_late: bool
    url: str
    verb: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A person's tasks, most urgent first, and what waits for others."""

    tasks: tuple[Task, ...]
    waiting: tuple[Task, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Whose turn a report is: the act, whether its author does it (None: anybody with the role), and the words."""

    act: str
    by_author: bool | None
    what: Words
    kind: Words
    verb: Words
    waits_for: Words


HANDS: dict[str, Hand] = {
    "draft": Hand(
        act="reports.write",
        by_author=True,
        what=gettext_lazy("编写《%(name)s》"),
        kind=gettext_lazy("报告编制"),
        verb=gettext_lazy("继续"),
        waits_for=gettext_lazy("等编制人%(person)s"),
    ),
    "returned": Hand(
        act="reports.write",
        by_author=True,
        what=gettext_lazy("按退回意见修改《%(name)s》"),
        kind=gettext_lazy("报告编制"),
        verb=gettext_lazy("修改"),
        waits_for=gettext_lazy("等编制人%(person)s"),
    ),
    "in_review": Hand(
        act="reports.review",
        by_author=False,
        what=gettext_lazy("评审《%(name)s》"),
        kind=gettext_lazy("评审"),
        verb=gettext_lazy("评审"),
        waits_for=gettext_lazy("等审核人%(person)s"),
    ),
    "reviewed": Hand(
        act="reports.approve",
        by_author=False,
        what=gettext_lazy("批准《%(name)s》"),
        kind=gettext_lazy("批准"),
        verb=gettext_lazy("批准"),
        waits_for=gettext_lazy("等服务报告流程经理批准"),
    ),
    "escalated": Hand(
        act="reports.approve_abnormal",
        by_author=False,
        what=gettext_lazy("批准异常报告《%(name)s》"),
        kind=gettext_lazy("批准"),
        verb=gettext_lazy("批准"),
        waits_for=gettext_lazy("等管理体系负责人批准"),
    ),
    "approved": Hand(
        act="reports.publish",
        by_author=None,
        what=gettext_lazy("发布《%(name)s》"),
        kind=gettext_lazy("发布"),
        verb=gettext_lazy("发布"),
        waits_for=gettext_lazy("等服务报告流程经理发布"),
    ),
}


def work_of(reader: User, *, duties: list[DutyLine], now: datetime, more: Iterable[Task] = ()) -> Work:
    """Return what waits for the reader and for others; ``duties`` are the open ones, ``more`` other rooms' tasks."""
    may_do = _remembered(reader, now)
    owed = [duty for duty in duties if duty.kind == REPORT_OWED]
    lines = {duty.report_id: duty for duty in owed if duty.report_id is not None}
    tasks, waiting = _of_reports(reader, lines, may_do)
    tasks += [
        *_of_duties(reader, [duty for duty in owed if duty.report_id is None], may_do, now),
        *_of_other_duties([duty for duty in duties if duty.kind != REPORT_OWED], now),
        *_of_deliveries(reader, may_do),
        *_of_rows(may_do),
        *more,
    ]
    tasks.sort(key=lambda task: (not task.is_late, task.due_on or date.max))
    return Work(tasks=tuple(tasks), waiting=tuple(waiting))


def _remembered(reader: User, now: datetime) -> MayDo:
    """A question about an act for a customer that asks the table once a page."""
    known: dict[tuple[str, str], bool] = {}

    def may_do(act: str, customer_code: str) -> bool:
        asked = (act, customer_code)
        if asked not in known:
            known[asked] = permissions.may(reader, act, customer_code=customer_code, now=now)
        return known[asked]

    return may_do


def _of_reports(reader: User, lines: dict[int, DutyLine], may_do: MayDo) -> tuple[list[Task], list[Task]]:
    """Split the reports under way into the reader's and other people's."""
    tasks, waiting = [], []
    wrote = Count("texts", filter=Q(texts__written_by=reader))
    found = visible_reports(reader).filter(state__in=("draft", "returned", "in_review", "escalated", "approved"))
    for report in found.annotate(words_of_reader=wrote).select_related("row__reviewer").order_by("created_at", "pk"):
        hand = HANDS["reviewed" if report.state == "in_review" and report.reviewed_by_id else report.state]
        own = report.author_id == reader.pk
        not_hers = not own if hand.by_author else hand.by_author is False and (own or report.words_of_reader > 0)
        line = lines.get(report.pk)
        if may_do(hand.act, report.row.customer_code) and not not_hers:
            tasks.append(_task(report, hand, line))
        elif own or may_do("reports.publish", report.row.customer_code):
            waiting.append(_waiting(report, hand, line))
    return tasks, [*waiting, *_unacknowledged(reader, may_do)]


def _task(report: Report, hand: Hand, line: DutyLine | None) -> Task:
    return Task(
        what=str(hand.what) % {"name": report.row.name},
        about=_about(report),
        kind=str(hand.kind),
        shape="bad" if _is_late(line) else "run",
        state=_("逾期") if _is_late(line) else said(REPORT.states[report.state]),
        due_on=line.due_on if line else None,
        left=_left(line),
        is_late=_is_late(line),
        url=reverse("reports:report", args=[report.pk]),
        verb=str(hand.verb),
    )


def _waiting(report: Report, hand: Hand, line: DutyLine | None) -> Task:
    person = {"in_review": report.row.reviewer.name if report.row.reviewer else ""}.get(
        report.state, report.author.name
    )
    return Task(
        what=report.row.name,
        about=f"{_about(report)} · {str(hand.waits_for) % {'person': person}}",
        kind=str(hand.kind),
        shape="bad" if _is_late(line) else "run",
        state=_("逾期") if _is_late(line) else said(REPORT.states[report.state]),
        due_on=line.due_on if line else None,
        left=_left(line),
        is_late=_is_late(line),
        url=reverse("reports:report", args=[report.pk]),
        verb="",
    )


def _unacknowledged(reader: User, may_do: MayDo) -> list[Task]:
    """Published reports that a recipient has not confirmed yet, with how many have."""
    people = ~Q(deliveries__channel="bulletin")
    sent = Count("deliveries__recipient", distinct=True, filter=people)
    answered = Q(deliveries__acknowledged_at__isnull=False) | Q(deliveries__default_acknowledged_at__isnull=False)
    confirmed = Count("deliveries__recipient", distinct=True, filter=people & answered)
    found = visible_reports(reader).filter(state="published").annotate(sent=sent, confirmed=confirmed)
    return [
        Task(
            what=report.row.name,
            about=f"{_about(report)} · "
            + _("已确认 %(confirmed)s / %(sent)s 人") % {"confirmed": report.confirmed, "sent": report.sent},
            kind=_("确认"),
            shape="open",
            state=_("待确认"),
            due_on=None,
            left="—",
            is_late=False,
            url=reverse("reports:report", args=[report.pk]),
            verb="",
        )
        for report in found.order_by("published_at", "pk")
        if report.confirmed < report.sent
        and (report.author_id == reader.pk or may_do("reports.publish", report.row.customer_code))
    ]


def _of_duties(reader: User, duties: list[DutyLine], may_do: MayDo, now: datetime) -> list[Task]:
    """Duties that are due soon and for which nothing has been drafted yet."""
    rows = {row.number: row for row in RegisterRow.objects.filter(number__in={duty.row_number for duty in duties})}
    return [
        _duty_task(
            duty,
            what=_("编制《%(name)s》") % {"name": duty.row_name},
            kind=_("报告编制"),
            url=f"{reverse('reports:row', args=[duty.row_number])}?{urlencode({'period': duty.period_label})}",
            verb=_("开始"),
        )
        for duty in duties
        if duty.due_at <= now + AHEAD
        and may_do("reports.draft", rows[duty.row_number].customer_code)
        and (rows[duty.row_number].author_id in (None, reader.pk) or may_do("reports.publish", ""))
    ]


def _of_other_duties(duties: list[DutyLine], now: datetime) -> list[Task]:
    """The reader's own duties that are no reports: reviews, replies, meetings, data to be complete."""
    return [
        _duty_task(
            duty,
            what=f"{duty.kind_words}：{duty.row_name}",
            kind=duty.kind_words,
            url=reverse("reports:duty", args=[duty.key]),
            verb=_("办理"),
        )
        for duty in duties
        if duty.due_at <= now + AHEAD
    ]


def _duty_task(duty: DutyLine, *, what: str, kind: str, url: str, verb: str) -> Task:
    return Task(
        what=what,
        about=f"{duty.row_number} · {duty.period_label} · {duty.customer}",
        kind=kind,
        shape="bad" if _is_late(duty) else "open",
        state=_("逾期") if _is_late(duty) else _("未开始"),
        due_on=duty.due_on,
        left=_left(duty),
        is_late=_is_late(duty),
        url=url,
        verb=verb,
    )


def _of_deliveries(reader: User, may_do: MayDo) -> list[Task]:
    """Reports that were handed to the reader and not confirmed."""
    waiting = Delivery.objects.filter(user=reader, acknowledged_at=None, report__state__in=PUBLISHED)
    waiting = waiting.exclude(report__state__in=("superseded", "withdrawn")).select_related("report__row")
    # one task a report, by however many ways it was sent
    first = {delivery.report_id: delivery for delivery in waiting.order_by("-planned_at", "-pk")}
    return [
        Task(
            what=_("确认收到《%(name)s》") % {"name": delivery.report.row.name},
            about=_about(delivery.report),
            kind=_("确认"),
            shape="open",
            state=_("待确认"),
            due_on=None,
            left="—",
            is_late=False,
            url=reverse("portal:report", args=[delivery.report_id]),
            verb=_("确认"),
        )
        for delivery in sorted(first.values(), key=lambda one: (one.planned_at, one.pk))
        if may_do("reports.acknowledge", delivery.report.row.customer_code)
    ]


def _of_rows(may_do: MayDo) -> list[Task]:
    """Register rows that lack the recipient's agreement, or are agreed and not in force."""
    counts = dict(RegisterRow.objects.values_list("state").annotate(n=Count("pk")).order_by("state"))
    steps = (
        ("draft", "reports.agree_row", _("登记与接收方的约定"), pgettext("verb", "登记")),
        ("agreed", "reports.activate_row", _("启用已约定的报告条目"), _("启用")),
    )
    return [
        Task(
            what=what,
            about=_("%(count)s 个报告条目") % {"count": counts[state]},
            kind=_("服务报告列表"),
            shape="open",
            state=_("待约定") if state == "draft" else _("已约定"),
            due_on=None,
            left="—",
            is_late=False,
            url=f"{reverse('reports:register')}?state={state}",
            verb=verb,
        )
        for state, act, what, verb in steps
        if counts.get(state) and may_do(act, "")
    ]


def _about(report: Report) -> str:
    return f"{report.number} · {report.row.customer_name or _('内部')}"


def _is_late(line: DutyLine | None) -> bool:
    return line is not None and line.flag is DueFlag.OVERDUE


def _left(line: DutyLine | None) -> str:
    """How many working days are left, or over."""
    if line is None:
        return "—"
    return days_words(-line.days if _is_late(line) else line.days)
