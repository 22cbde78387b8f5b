"""What the reports of single practices tell beside figures: problems, changes, plans, major incidents, warnings.

Taken once with the draft and kept as JSON (``practice_facts``); instants are aware, durations whole seconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemFact:
    """One problem of the period; ``before`` and ``after`` count its incidents before and after its solution."""

    id: str
    title: str
    service: str
    category: str
    origin: str
    state: str
    opened_at: datetime
    found_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    root_cause: str
    workaround: str
    owner: str
    change_id: str
    before: int
    after: int
    again: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFact:
    """One change completed in the period; ``caused`` is None where nobody recorded it."""

    id: str
    title: str
    service: str
    type: str
    risk: str
    result: str
    release: str
    owner: str
    done_at: datetime
    succeeded: bool
    caused: int | None
    unauthorised: bool
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFact:
    """One planned activity of the period; ``outage_seconds`` is the time for which a service is meant to be down."""

    kind: str
    id: str
    title: str
    service: str
    starts_at: datetime
    ends_at: datetime | None
    outage_seconds: int
    owner: str
    clashes: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnavailabilityFact:
    """One outage or maintenance that touches the period; ``weight`` in hundredths, ``seconds`` cut to the period."""

    id: str
    service: str
    component: str
    cause: str
    planned: bool
    weight: int
    starts_at: datetime
    ends_at: datetime | None
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFact:
    """One moment of a major incident: what happened and by whom."""

    at: datetime
    what: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorFact:
    """One major incident of the period with its time line; ``recovered_at`` is empty while it goes on."""

    ticket: str
    title: str
    service: str
    priority: str
    category: str
    team: str
    opened_at: datetime
    responded_at: datetime | None
    recovered_at: datetime | None
    down_seconds: int
    problem_id: str
    change_id: str
    impact: str
    continuity: bool
    steps: Sequence[StepFact]


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningFact:
    """One warning raised in the period, as it stood at the cut-off."""

    number: str
    rule: str
    subject: str
    title: str
    used: str
    expected_at: datetime | None
    raised_at: datetime
    reason: str
    owner: str
    action: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierFact:
    """One supplier as the report on suppliers tells it; the lists hold the JSON that was kept (``supplier_facts``)."""

    code: str
    name: str
    kind: str
    lead: str
    below: list[str]
    score: str
    evaluated: bool
    conclusion: str
    deductions: list[dict[str, Any]]
    parts: list[dict[str, Any]]
    targets: list[dict[str, Any]]
    reports: list[dict[str, Any]]
    disputes: list[dict[str, Any]]
    risks: list[dict[str, Any]]
    earlier: list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """All of them; empty where not asked for; ``year`` and ``plan`` as ``annual_facts`` kept them."""

    problems: Sequence[ProblemFact] = ()
    changes: Sequence[ChangeFact] = ()
    planned: Sequence[PlannedFact] = ()
    majors: Sequence[MajorFact] = ()
    warnings: Sequence[WarningFact] = ()
    outages: Sequence[UnavailabilityFact] = ()
    suppliers: Sequence[SupplierFact] = ()
    year: Mapping[str, Any] | None = None
    plan: Mapping[str, Any] | None = None


def practice_of(facts: Mapping[str, Any]) -> Practice:
    """Read what was kept with a draft."""
    kept = facts.get("practice", {})
    return Practice(
        problems=tuple(_read(ProblemFact, row) for row in kept.get("problems", ())),
        changes=tuple(_read(ChangeFact, row) for row in kept.get("changes", ())),
        planned=tuple(_read(PlannedFact, row) for row in kept.get("planned", ())),
        majors=tuple(
            _read(MajorFact, row | {"steps": tuple(_read(StepFact, step) for step in row["steps"])})
            for row in kept.get("majors", ())
        ),
        warnings=tuple(_read(WarningFact, row) for row in kept.get("warnings", ())),
        outages=tuple(_read(UnavailabilityFact, row) for row in kept.get("outages", ())),
        suppliers=tuple(_read(SupplierFact, row) for row in kept.get("suppliers", ())),
        year=next(iter(kept.get("year", ())), None),
        plan=next(iter(kept.get("plan", ())), None),
    )


def _read(kind: type[T], row: Mapping[str, Any]) -> T:
    """Make one fact of its JSON: what is named ``at`` or ``…_at`` is an instant."""
    values = {name: _instant(value) if name == "at" or name.endswith("_at") else value for name, value in row.items()}
    return kind(**values)


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
