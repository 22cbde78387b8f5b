"""What a report tells from the room of improvement: followed actions (F08) and nonconformities by basis (F09)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedAction:
    """One improvement action as it stood when the report was told; effect texts are displays of frozen figures.

    ``state`` is a code of ``lifecycles.ACTION``; ``verdict`` of the effect is ok, bad, open, or empty without a figure.
    """

    number: str
    title: str
    measure: str
    source: str
    owner: str
    due_on: date | None
    state: str
    overdue: bool = False
    outcome: str = ""
    effect_of: str = ""
    baseline: str = ""
    target: str = ""
    actual: str = ""
    verdict: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundNonconformity:
    """One nonconformity found in the period, with its corrective actions; ``basis`` is a code of ``rules.BASES``."""

    number: str
    basis: str
    clause: str
    description: str
    severity: str
    found_on: date
    responsible: str
    reply_due_on: date | None
    state: str
    overdue: bool
    correction: str
    cause: str
    actions: tuple[FollowedAction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Improving:
    """Actions from before, those that this report raised, and what was found in its period."""

    followed: tuple[FollowedAction, ...] = ()
    raised: tuple[FollowedAction, ...] = ()
    found: tuple[FoundNonconformity, ...] = ()

    @property
    def measures(self) -> frozenset[str]:
        """The measures that are followed as actions, so that a promise in words is not told a second time."""
        return frozenset(action.measure for action in (*self.followed, *self.raised) if action.measure)


def improving_from(kept: Mapping[str, Any]) -> Improving:
    """Read what a submitted report keeps in its facts; nothing for reports made before actions were told."""
    return Improving(
        followed=tuple(_action(row) for row in kept.get("followed", ())),
        raised=tuple(_action(row) for row in kept.get("raised", ())),
        found=tuple(_found(row) for row in kept.get("found", ())),
    )


def _action(row: Mapping[str, Any]) -> FollowedAction:
    return FollowedAction(**{**row, "due_on": _day(row["due_on"])})


def _found(row: Mapping[str, Any]) -> FoundNonconformity:
    days = {"found_on": date.fromisoformat(row["found_on"]), "reply_due_on": _day(row["reply_due_on"])}
    return FoundNonconformity(**{**row, **days, "actions": tuple(_action(one) for one in row["actions"])})


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
