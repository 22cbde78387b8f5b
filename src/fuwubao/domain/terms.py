"""What an agreement promises, as values: the one shape that intake of YAML, clocks and measures share.

An :class:`AgreementTerms` is one revision of one agreement. Names of the YAML keys are the field names
(design section 8). All durations are whole seconds, all bounds exact fractions, all dates local to
``timezone``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from fuwubao.domain.calendars import WorkCalendar


class ClockKind(StrEnum):
    """The two clocks of a ticket."""

    RESPONSE = "response"
    RESOLUTION = "resolution"


class Reopen(StrEnum):
    """What a reopening does to the resolution clock (M6)."""

    TOTAL = "total"
    FIRST = "first"
    LAST = "last"


class Operator(StrEnum):
    """How a value is held against its target (M16)."""

    AT_LEAST = ">="
    AT_MOST = "<="


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A target value with its operator: ``>= 98 %`` is AT_LEAST 49/50."""

    operator: Operator
    value: Fraction

    def holds(self, value: Fraction) -> bool:
        """Compare exact values, never rounded ones (M12)."""
        return value >= self.value if self.operator is Operator.AT_LEAST else value <= self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyWindow:
    """An agreed maintenance window: seconds from local midnight of ``weekday`` (0 = Monday).

    ``ends`` is greater than 86 400 when the window runs past midnight.
    """

    weekday: int
    starts: int
    ends: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockTarget:
    """One promise about one clock; ``within_seconds`` or ``within_days`` (working days), never both.

    ``applies`` holds (ticket key, value) pairs that must all be equal; the row with most pairs wins.
    """

    id: str
    clock: ClockKind
    applies: tuple[tuple[str, str], ...]
    calendar: str
    within_seconds: int | None = None
    within_days: int | None = None
    attainment: Bound | None = None
    minimum_sample: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureTarget:
    """One promise about a measure of a service: availability (K09), satisfaction (K17) …"""

    id: str
    measure: str
    value: Bound
    calendar: str | None = None
    maintenance: tuple[WeeklyWindow, ...] = ()
    minimum_sample: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkloadLimit:
    """The agreed ceiling of a workload measure (K28)."""

    measure: str
    per: str
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceTerms:
    """One service of an agreement with its targets."""

    code: str
    name: str
    targets: tuple[ClockTarget, ...] = ()
    measure_targets: tuple[MeasureTarget, ...] = ()
    workload_limits: tuple[WorkloadLimit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRule:
    """When a duty is due, as data: exactly one of ``working_days``, ``days``, or ``day`` (with ``month``).

    ``after`` is ``period_end``; ``time`` is local (``24:00`` = end of day); ``calendar`` names a national or
    agreement calendar; ``on_rest_day`` is keep, before or after (S1.29, M13).
    """

    after: str = "period_end"
    working_days: int | None = None
    days: int | None = None
    day: int | None = None
    month: int | None = None
    time: str = "24:00"
    calendar: str = "china"
    on_rest_day: str = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyTerms:
    """One reporting duty: a row of 《服务报告列表》 (F01).

    ``stages`` are (stage, working days before the due day) where the agreement names them (``domain.stages``).
    """

    number: str
    name: str
    template: str
    kind: str = "reactive"
    initiation: str = "主动"
    audience: str = "customer"
    recipients: tuple[str, ...] = ()
    frequency: str = "monthly"
    due: DueRule = field(default_factory=lambda: DueRule(working_days=5))
    delivery: tuple[str, ...] = ("portal",)
    purpose: str = ""
    contents: tuple[str, ...] = ()
    agreed_by: str = ""
    agreed_on: date | None = None
    agreed_evidence: str = ""
    stages: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementTerms:
    """One revision of an agreement; valid on local dates ``valid_from`` … ``valid_to``, both included.

    ``revision_from`` is None for the first revision; a later one holds from that local date on.
    """

    code: str
    kind: str
    customer_code: str
    customer_name: str
    valid_from: date
    valid_to: date
    timezone: str
    calendars: Mapping[str, WorkCalendar]
    services: tuple[ServiceTerms, ...]
    revision_from: date | None = None
    revision_reason: str = ""
    pending_reasons: frozenset[str] = frozenset()
    pause_response: bool = False
    pause_days: bool = False
    reopen: Reopen = Reopen.TOTAL
    attainment_cohort: str = "decided_in"
    reports: tuple[DutyTerms, ...] = ()

    @property
    def binds_supplier(self) -> bool:
        """Whether a supplier promises it to us (an underpinning contract); all others we promise to a customer."""
        return self.kind == "uc"

    @property
    def holds_from(self) -> date:
        """First local date on which this revision is in force."""
        return max(self.valid_from, self.revision_from) if self.revision_from else self.valid_from
