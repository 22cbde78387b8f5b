"""What the pages of warnings, requests and major incidents show, within the reader's reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

import pyarrow.compute as pc
from django.db.models import QuerySet

from fuwubao.accounts import permissions
from fuwubao.accounts.models import User
from fuwubao.domain.figures import Better, Unit, displayed
from fuwubao.domain.words import Words
from fuwubao.records import queries as records
from fuwubao.reports.models import EarlyWarning, Obligation, Report, ReportRequest
from fuwubao.reports.queries.major_incidents import days_of, row_for
from fuwubao.reports.warning_errors import WarningNotFound
from fuwubao.reports.warning_rules import REQUEST_STATES, STATES, rule_called, share_text

OPEN = ("raised", "assigned", "acting")
SHAPES = {"raised": "open", "assigned": "open", "acting": "run", "averted": "ok", "breached": "bad", "closed": "na"}
REQUEST_SHAPES = {"received": "open", "accepted": "run", "declined": "na", "answered": "ok"}
INCIDENTS_SINCE = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningLine:
    """One warning as its list and its page show it."""

    number: str
    rule: Words
    why: Words
    title: str
    customer: str
    used: str
    expected_at: datetime | None
    raised_at: datetime
    owner: str
    action: str
    due_on: date | None
    state: str
    shape: str
    state_words: Words
    outcome: str
    closed_remark: str
    settled_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Avoidance:
    """预警避免率 = averted ÷ warnings with an outcome; ``open`` ones are told beside it, never counted in."""

    averted: int
    settled: int
    open: int

    @property
    def display(self) -> str:
        """The rate, cut toward the worse side; 不适用 without an outcome (M3, M12)."""
        if not self.settled:
            return "—"
        value = Fraction(self.averted, self.settled)
        return displayed(value, unit=Unit.RATIO, better=Better.HIGHER, digits=2)


def warning_lines(*, reader: User, state: str = "") -> list[WarningLine]:
    """Return warnings, the open ones first, then the latest; ``state``: open, averted, breached, closed or all."""
    found = _mine(EarlyWarning.objects.select_related("owner"), reader)
    if state == "open":
        found = found.filter(state__in=OPEN)
    elif state in ("averted", "breached"):
        found = found.filter(averted=state == "averted")
    elif state:
        found = found.filter(state=state)
    lines = [_line(one) for one in found.order_by("-raised_at", "-pk")]
    return sorted(lines, key=lambda line: line.state not in OPEN)


def warning_line(number: str, *, reader: User) -> WarningLine:
    """Return one warning. Raises: WarningNotFound."""
    found = _mine(EarlyWarning.objects.select_related("owner"), reader).filter(number=number).first()
    if found is None:
        raise WarningNotFound(number=number)
    return _line(found)


def avoidance(*, reader: User) -> Avoidance:
    """Return how many of the warnings that came out were averted."""
    states = list(_mine(EarlyWarning.objects.all(), reader).values_list("state", "averted"))
    return Avoidance(
        averted=sum(averted is True for _, averted in states),
        settled=sum(averted is not None for _, averted in states),
        open=sum(state in OPEN for state, _ in states),
    )


def _mine(found: QuerySet[EarlyWarning], reader: User) -> QuerySet[EarlyWarning]:
    return found.filter(customer_code=reader.customer_code) if reader.customer_code else found


def _line(one: EarlyWarning) -> WarningLine:
    rule = rule_called(one.rule)
    return WarningLine(
        number=one.number,
        rule=rule.name,
        why=rule.why,
        title=one.title,
        customer=one.customer_code,
        used=share_text(one.used_numerator, one.used_denominator) if one.rule != "backlog" else "",
        expected_at=one.expected_at,
        raised_at=one.raised_at,
        owner=one.owner.name if one.owner else "",
        action=one.action,
        due_on=one.due_on,
        state=one.state,
        shape=SHAPES[one.state],
        state_words=STATES[one.state],
        outcome=one.outcome,
        closed_remark=one.closed_remark,
        settled_at=one.settled_at,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    """One request for a report; ``late`` when it was needed before today and has no answer."""

    number: str
    requester: str
    customer: str
    topic: str
    purpose: str
    period: str
    needed_by: date
    late: bool
    state: str
    shape: str
    state_words: Words
    answer: str
    answered_by: str
    answered_at: datetime | None
    report_id: int | None
    report: str


def request_lines(*, reader: User, today: date) -> list[RequestLine]:
    """Return requests, those without an answer first, the earliest needed at the top."""
    found = ReportRequest.objects.select_related("answered_by", "report")
    if reader.customer_code:
        found = found.filter(customer_code=reader.customer_code)
    lines = [_request(one, today) for one in found.order_by("needed_by", "pk")]
    return sorted(lines, key=lambda line: line.state not in ("received", "accepted"))


def _request(one: ReportRequest, today: date) -> RequestLine:
    waits = one.state in ("received", "accepted")
    return RequestLine(
        number=one.number,
        requester=one.requester,
        customer=one.customer_code,
        topic=one.topic,
        purpose=one.purpose,
        period=one.period_label,
        needed_by=one.needed_by,
        late=waits and one.needed_by < today,
        state=one.state,
        shape=REQUEST_SHAPES[one.state],
        state_words=REQUEST_STATES[one.state],
        answer=one.answer,
        answered_by=one.answered_by.name if one.answered_by else "",
        answered_at=one.answered_at,
        report_id=one.report_id,
        report=one.report.number if one.report else "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLine:
    """One major incident with what is known of its report; ``obstacle`` says why none can be opened."""

    ticket: str
    title: str
    customer: str
    service: str
    opened_at: datetime
    recovered_at: datetime | None
    row: str
    due_at: datetime | None
    report_id: int | None
    report: str
    may_open: bool
    obstacle: Words | None


NO_ROW = Words("没有生效的 R07 条目", "no R07 row in force")
GOES_ON = Words("尚未恢复", "not recovered")


def incident_lines(*, reader: User, now: datetime) -> list[IncidentLine]:
    """Return the major incidents of the last year, the latest first, each with its report."""
    table = records.current_rows("ticket")
    table = table.filter(pc.fill_null(table["major"], False))
    rows = [row for row in table.to_pylist() if row["opened_at"] and row["opened_at"] >= now - INCIDENTS_SINCE]
    rows = [row for row in rows if not reader.customer_code or row["customer"] == reader.customer_code]
    rows.sort(key=lambda row: (row["opened_at"], row["id"]), reverse=True)
    return [_incident(row, reader=reader, now=now) for row in rows]


def _incident(row: dict[str, object], *, reader: User, now: datetime) -> IncidentLine:
    customer = str(row["customer"] or "")
    register_row = row_for(customer)
    recovered = row["resolved_at"] or row["closed_at"]
    duty: Obligation | None = None
    if register_row is not None and recovered is not None:
        label = days_of(row, register_row).label
        duty = Obligation.objects.filter(row=register_row, period_label=label).first()
    report = Report.objects.filter(obligation=duty).order_by("-pk").first() if duty is not None else None
    obstacle = NO_ROW if register_row is None else GOES_ON if recovered is None else None
    able = permissions.may(reader, "reports.open_incident_report", customer_code=customer, now=now)
    return IncidentLine(
        ticket=str(row["id"]),
        title=str(row["title"]),
        customer=customer,
        service=str(row["service"] or ""),
        opened_at=_at(row["opened_at"]) or now,
        recovered_at=_at(recovered),
        row=register_row.number if register_row is not None else "",
        due_at=duty.due_at if duty is not None else None,
        report_id=report.pk if report is not None else None,
        report=report.number if report is not None else "",
        may_open=able and obstacle is None and duty is None,
        obstacle=None if duty is not None else obstacle,
    )


def _at(value: object) -> datetime | None:
    assert value is None or isinstance(value, datetime)
    return value
