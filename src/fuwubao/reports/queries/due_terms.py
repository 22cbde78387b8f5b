"""From which promise a row's duties take their due rule, calendar, zone and stages (S1.28, S1.29)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from fuwubao.accounts.workspace import time_zone
from fuwubao.agreements import queries as agreements
from fuwubao.domain.calendars import WorkCalendar
from fuwubao.domain.stages import StageDays, stage_days
from fuwubao.domain.terms import AgreementTerms, DueRule
from fuwubao.reports.models import RegisterRow


@dataclass(frozen=True, slots=True, kw_only=True)
class DueTerms:
    """What dates one row's duty: the rule, the calendar it counts on, the zone of its days, its stages."""

    rule: DueRule
    calendar: WorkCalendar
    timezone: str
    stages: StageDays


class Promises:
    """All agreements, read once for a page or an act; asked row by row."""

    def __init__(self) -> None:
        """Read every revision of every agreement."""
        self._revisions: dict[str, list[AgreementTerms]] = {}
        for terms in agreements.terms_of_all():
            self._revisions.setdefault(terms.code, []).append(terms)
        self._national: dict[str, WorkCalendar] = {}

    def of(self, row: RegisterRow, day: date) -> DueTerms:
        """Return the due terms that hold for a period with this last day: the agreement's, else the row's own."""
        rule, own = DueRule(**row.due), stages_of(row)
        timezone = time_zone()
        held = list(self._held(row, day))
        if held:
            timezone = max(held, key=lambda terms: terms.valid_to).timezone
        for terms in held:
            for duty in terms.reports:
                if duty.number == row.number:
                    rule, own = duty.due, duty.stages or own
        return DueTerms(
            rule=rule,
            calendar=self._calendar(row, held, rule, timezone),
            timezone=timezone,
            stages=stage_days(row.frequency, own),
        )

    def national(self, timezone: str) -> WorkCalendar:
        """Return the working days of the national calendar in a zone."""
        if timezone not in self._national:
            self._national[timezone] = agreements.national_calendar().working_days(timezone)
        return self._national[timezone]

    def _held(self, row: RegisterRow, day: date) -> Iterator[AgreementTerms]:
        """The revision of each of the row's agreements in force on the day, else its first."""
        for code in sorted(link.agreement_code for link in row.agreements.all()):
            known = self._revisions.get(code, [])
            begun = [terms for terms in known if terms.holds_from <= day]
            if known:
                yield begun[-1] if begun else known[0]

    def _calendar(self, row: RegisterRow, held: list[AgreementTerms], rule: DueRule, timezone: str) -> WorkCalendar:
        """The calendar that the rule names: one of an agreement (the customer's), else the national one (ours)."""
        later = [
            terms for link in row.agreements.all() for terms in reversed(self._revisions.get(link.agreement_code, []))
        ]
        for terms in (*held, *later):
            if rule.calendar in terms.calendars:
                return terms.calendars[rule.calendar]
        return self.national(timezone)


def stages_of(row: RegisterRow) -> StageDays:
    """Return the stage days that were set for a row; none when it follows the defaults."""
    plan = getattr(row, "stage_plan", None)
    return tuple(sorted((stage, int(days)) for stage, days in plan.days.items())) if plan else ()


def zone_and_end(row: RegisterRow) -> tuple[str, date]:
    """Return the zone in which the row's periods are cut and the last day on which it is owed."""
    latest: AgreementTerms | None = None
    for link in row.agreements.order_by("agreement_code"):
        for terms in agreements.terms_of_agreement(link.agreement_code):
            if latest is None or terms.valid_to > latest.valid_to:
                latest = terms
    return (latest.timezone, latest.valid_to) if latest else (time_zone(), date.max)
