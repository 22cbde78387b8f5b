"""Everything a report is made of, as values: gathered once, frozen, then composed into a document tree.

Figures are looked up by citation key and period; composition can neither compute nor round.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol, TypeVar

from fuwubao.domain.figures import Dimension, Figure
from fuwubao.domain.periods import Period
from fuwubao.domain.terms import Bound, ClockTarget, MeasureTarget
from fuwubao.reports.improvement_material import Improving
from fuwubao.reports.practice_material import Practice


def citation_key(figure: Figure) -> str:
    """Return the name under which prose cites a figure: ``K03``, ``K03:service=ERP``, ``K04:clock=response;…``.

    The period is not part of it: a citation means the report's own period unless it says ``@2026Q2``.
    """
    scope, variant = figure.scope, figure.variant
    parts = [f"{scope.dimension.value}={scope.key}"] if scope.dimension else []
    parts += [f"{name}={value}" for name, value in variant.to_json().items()]
    return figure.measure + (":" + ";".join(parts) if parts else "")


def key_of(measure: str, *, dimension: Dimension | None = None, value: str = "", **variant: str) -> str:
    """Return the citation key of a measure's number for one slice and variant."""
    parts = [f"{dimension.value}={value}"] if dimension else []
    parts += [f"{name}={variant[name]}" for name in ("clock", "statistic", "bucket") if name in variant]
    return measure + (":" + ";".join(parts) if parts else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """What a report's citation keys must say beside measure and slice, so that no two figures share one.

    ``members`` are the customers of a report on several, code → name, empty for one customer: a member's own figure
    says ``customer=``, the roll-up of all says nothing. ``shared`` are target ids that several agreements of the
    report use: they say ``agreement=`` too.
    """

    members: Mapping[str, str] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()

    def key(self, figure: Figure) -> str:
        """Return the name under which this report's prose cites a figure."""
        scope, plain = figure.scope, citation_key(figure)
        if scope.dimension is Dimension.TARGET:
            said = f"agreement={scope.agreement}" if scope.key in self.shared else ""
        else:
            said = f"customer={scope.customer}" if scope.customer in self.members else ""
        return _beside(plain, said)

    def key_of(self, measure: str, *, dimension: Dimension, value: str, customer: str = "", agreement: str = "") -> str:
        """Return the key of a slice that ``key`` gives to its figure."""
        plain = key_of(measure, dimension=dimension, value=value)
        if dimension is Dimension.TARGET:
            return _beside(plain, f"agreement={agreement}" if value in self.shared else "")
        return _beside(plain, f"customer={customer}" if customer in self.members else "")


def _beside(plain: str, said: str) -> str:
    """Put a further part in front of a key's parts: ``K03:class=incident`` → ``K03:customer=HD;class=incident``."""
    if not said:
        return plain
    measure, _, parts = plain.partition(":")
    return f"{measure}:{said}" + (f";{parts}" if parts else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetLine:
    """One agreed target with the words that tables and cards use; ``key`` cites its figure.

    ``service_name`` names the customer too in a report on several.
    """

    agreement: str
    service: str
    service_name: str
    id: str
    title: str
    short: str
    within: str
    bound: Bound | None
    key: str
    clock: str = ""
    priority: str = ""
    ticket_class: str = ""
    minimum_sample: int | None = None

    @property
    def full_title(self) -> str:
        """Name the target with its service, and its customer in a report on several; no service is named twice."""
        if self.clock:
            return f"{self.service_name} {self.title}"
        owner, dot, _ = self.service_name.rpartition(" · ")
        return f"{owner}{dot}{self.title}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Cause, measure, owner and date for one breach or one missed target."""

    subject: str
    cause: str = ""
    measure: str = ""
    owner: str = ""
    due_on: date | None = None
    outcome: str = "open"
    outcome_note: str = ""

    @property
    def complete(self) -> bool:
        """A missed target is explained by cause, measure, owner and date together (S1.33)."""
        return bool(self.cause and self.measure and self.owner and self.due_on)


class Promised(Protocol):
    """What was promised against a breach or a miss, as a value of a report or as the stored note itself."""

    @property
    def measure(self) -> str: ...
    @property
    def owner(self) -> str: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def outcome(self) -> str: ...


Promise = TypeVar("Promise", bound=Promised)


def grouped_measures(notes: Iterable[Promise]) -> list[tuple[Promise, int]]:
    """Return each promised measure once, by its words, owner and date, with the number of subjects it serves.

    Of several outcomes the one that is least done stands for all.
    """
    groups: dict[tuple[str, str, date | None], list[Promise]] = {}
    for note in notes:
        if note.measure:
            groups.setdefault((note.measure, note.owner, note.due_on), []).append(note)
    return [(min(group, key=lambda note: LEAST_DONE.index(note.outcome)), len(group)) for group in groups.values()]


LEAST_DONE = ("ineffective", "overdue", "open", "done", "effective")


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachFact:
    """One clock that went past its target in the period; seconds are net of allowed waiting."""

    ticket: str
    clock: str
    title: str
    service: str
    priority: str
    ticket_class: str
    target_row: str
    elapsed_seconds: int
    target_seconds: int | None
    due_at: datetime | None
    decided_at: datetime

    @property
    def subject(self) -> str:
        """The name under which its cause is noted."""
        return f"{self.ticket} {self.clock}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RestatedFact:
    """A clock whose verdict is another than the published ``report`` told; that report stays as it is (M6)."""

    ticket: str
    clock: str
    report: str
    was: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageFact:
    """One outage that touches the period; ``seconds`` is its own length cut to the period."""

    service: str
    starts_at: datetime
    ends_at: datetime | None
    seconds: int
    cause: str
    planned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFact:
    """One significant event: from the records, or noted by the author."""

    kind: str
    at: datetime
    title: str
    detail: str = ""
    record_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the recipient is asked to decide."""

    text: str
    decider: str
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A signature line: role, name and, once signed, when; ``for_whom`` where a delegate signs."""

    role: str
    name: str = ""
    on: str = ""
    for_whom: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """One line of the version record (S2.17)."""

    version: str
    on: str
    change: str
    author: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead:
    """What identifies the report on its cover (S1.1)."""

    number: str
    row_number: str
    version: str
    title: str
    template: str
    issuer: str
    customer: str
    classification: str
    frequency: str
    approved: bool
    drafted_at: str
    people: tuple[Person, ...]
    recipients: tuple[tuple[str, str], ...]
    versions: tuple[VersionLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All facts of one report; ``figures`` by (citation key, period label), ``months`` oldest first.

    ``owners`` names the customer of each service (code → name) in a report on several customers, else it is empty.
    """

    masthead: Masthead
    period: Period
    previous: Period
    year_ago: Period
    months: tuple[Period, ...]
    as_of: datetime
    snapshot: str
    figures: Mapping[tuple[str, str], Figure]
    targets: tuple[TargetLine, ...]
    services: Mapping[str, str]
    owners: Mapping[str, str] = field(default_factory=dict)
    breaches: tuple[BreachFact, ...] = ()
    exclusions: tuple[tuple[str, int], ...] = ()
    restated: tuple[RestatedFact, ...] = ()
    told_late: tuple[str, ...] = ()
    outages: tuple[OutageFact, ...] = ()
    events: tuple[EventFact, ...] = ()
    changes: tuple[tuple[str, int], ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    statements: frozenset[tuple[str, str]] = frozenset()
    nothing: frozenset[str] = frozenset()
    notes: Mapping[str, Note] = field(default_factory=dict)
    previous_notes: tuple[Note, ...] = ()
    decisions: tuple[Decision, ...] = ()
    problems: tuple[str, ...] = ()
    practice: Practice = field(default_factory=Practice)
    improving: Improving = field(default_factory=Improving)
    naming: Naming = field(default_factory=Naming)

    def key(self, figure: Figure) -> str:
        """Return the citation key of a figure of this report."""
        return self.naming.key(figure)

    def of_member(self, code: str, measure: str, *, dimension: Dimension, value: str) -> Figure | None:
        """Return a member's own figure of the period in a report on several customers."""
        return self.figure(self.naming.key_of(measure, dimension=dimension, value=value, customer=code))

    def figure(self, key: str, period: Period | None = None) -> Figure | None:
        """Return the figure cited by ``key`` in a period, by default the report's own; None when not frozen."""
        return self.figures.get((key, (period or self.period).label))


CLASS_WORDS = {"incident": "事件", "request": "服务请求", "enquiry": "咨询"}
CLOCK_WORDS = {"response": "响应及时率", "resolution": "解决及时率"}


def target_title(target: ClockTarget) -> str:
    """Name a clock target as people do: ``P2 事件解决及时率``, further conditions in brackets."""
    applies = dict(target.applies)
    ticket_class = CLASS_WORDS.get(applies.pop("class", ""), "工单")
    priority = applies.pop("priority", "")
    rest = "、".join(applies.values())
    name = f"{priority + ' ' if priority else ''}{ticket_class}{CLOCK_WORDS[target.clock.value]}"
    return f"{name}（{rest}）" if rest else name


def target_short(target: ClockTarget) -> str:
    """Name a clock target in the fewest words that tell it from its neighbours: ``P2 解决``."""
    applies = dict(target.applies)
    ticket_class = applies.pop("class", "")
    words = list(applies.values()) or [CLASS_WORDS.get(ticket_class, "工单")]
    if ticket_class not in ("", "incident") and applies:
        words.insert(0, CLASS_WORDS[ticket_class])
    return f"{' '.join(words)} {'响应' if target.clock.value == 'response' else '解决'}"


MEASURE_WORDS = {"K09": "可用性", "K17": "客户满意度", "K22": "投诉按期结案率"}


def measure_title(target: MeasureTarget, service_name: str) -> str:
    """Name a measure target: the service with what is measured."""
    return f"{service_name}{MEASURE_WORDS.get(target.measure, target.id)}"
