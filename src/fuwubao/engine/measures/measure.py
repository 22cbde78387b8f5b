"""The shape of a measure: a rule for a number, written as data (design section 4, domain part (c)).

A changed rule is a new ``version``; wording may change freely. Expressions count rows of one frame
(``frames.py``), whose columns they name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

import narwhals as nw

from fuwubao.domain.figures import Better, Unit, Variant
from fuwubao.domain.words import Words


class Frame(StrEnum):
    """The cohorts of rows that measures count, each already cut to the periods asked for (M2)."""

    DECISIONS = "decisions"  # decided_in: one row a ticket and clock
    STOPS = "stops"  # responded_in, resolved_in: one row a ticket and clock that is stopped as of the cut-off
    RESOLUTIONS = "resolutions"  # resolved_in, any resolution: one row a ticket
    FIRST_LINE = "first_line"  # resolved_in, the resolution that holds: one row a ticket with a support line
    BACKLOG = "backlog"  # open_at_end: one row a ticket
    OPENINGS = "openings"  # opened_in: one row a ticket
    SERVICE_TIME = "service_time"  # one row a service and agreement revision
    ANSWERS = "answers"  # answered_in: one row an answer
    CONTACTS = "contacts"  # opened_in or received_in: tickets and complaints
    COMPLAINTS = "complaints"  # decided_in: complaints closed, or whose due date has passed
    PROBLEMS = "problems"  # open at some time in the period: one row a problem
    INCIDENTS = "incidents"  # opened_in: incidents that are no duplicates, tests or cancelled
    CHANGES = "changes"  # implemented_in: changes completed
    RELEASES = "releases"  # implemented_in: one row a release, by its last change


class Kind(StrEnum):
    """How sums become a value."""

    RATIO = "ratio"  # Σ numerator ÷ Σ denominator
    COUNT = "count"  # Σ numerator; the denominator is the sum over all parts
    QUANTILE = "quantile"  # smallest numerator with at least p·n of the denominator's rows at or below it
    SCALED = "scaled"  # Σ numerator ÷ the frame's common scale, where there is a denominator
    LIMIT = "limit"  # Σ numerator ÷ what the agreement allows in the period


@dataclass(frozen=True, kw_only=True, eq=False)
class Part:
    """One number of a measure. Expressions give per row an integer or a truth value.

    ``better`` replaces the measure's own where a variant goes the other way (MTRS against MTBF).
    """

    numerator: nw.Expr
    denominator: nw.Expr
    variant: Variant = field(default_factory=Variant)
    kind: Kind = Kind.RATIO
    quantile: Fraction | None = None
    better: Better | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Measure:
    """One measure; equal only to itself, since expressions overload ``==``. Key it by ``(id, version)``.

    ``sources`` are the record kinds without which there is no number (M4). ``judged_by_rows`` takes the target
    from the rows' own agreement row; else it is the service's target for this measure. ``empty`` is printed where
    there is nothing to count.
    """

    id: str
    version: int
    words: Words
    definition: Words
    unit: Unit
    better: Better
    frame: Frame
    parts: tuple[Part, ...]
    source: str
    digits: int = 2
    minimum_sample: int = 5
    sources: tuple[str, ...] = ("ticket",)
    by_service_only: bool = False
    judged_by_rows: bool = False
    empty: str = "不适用 (n=0)"

    @property
    def key(self) -> tuple[str, int]:
        """Identity: the number and version of the rule."""
        return (self.id, self.version)

    def better_of(self, part: Part) -> Better:
        """Return which way is good for one of its parts."""
        return part.better or self.better
