"""The lists of the room as typed pages: lines with the filters that stand above them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from fuwubao.accounts import permissions
from fuwubao.accounts.models import User
from fuwubao.improvement.queries.actions import ActionLine, Filters, action_lines, suggestion_lines, visible_actions
from fuwubao.improvement.queries.nonconformities import NonconformityLine, nonconformity_lines
from fuwubao.improvement.rules import BASES, SOURCES


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value that a filter can take, with its words."""

    value: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionsPage:
    """The list of actions with what can be chosen above it; ``total`` counts without filters."""

    lines: tuple[ActionLine, ...]
    total: int
    overdue: int
    filters: Filters
    owners: tuple[Choice, ...]
    customers: tuple[Choice, ...]
    sources: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionsPage:
    """Suggestions that wait and those that were decided."""

    waiting: tuple[ActionLine, ...]
    decided: tuple[ActionLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NonconformitiesPage:
    """The list of nonconformities; ``bases`` tells how many were found against each, also none."""

    lines: tuple[NonconformityLine, ...]
    state: str
    basis: str
    bases: tuple[Choice, ...]


def actions_page(*, reader: User, now: datetime, filters: Filters) -> ActionsPage:
    """Return the list of actions under filters."""
    everything = action_lines(reader=reader, now=now)
    owners = {line.owner_login: line.owner for line in everything if line.owner}
    kinds = {line.source_kind for line in everything}
    return ActionsPage(
        lines=tuple(action_lines(reader=reader, now=now, filters=filters)),
        total=len(everything),
        overdue=sum(line.flag == "overdue" for line in everything),
        filters=filters,
        owners=tuple(Choice(value=login, words=name) for login, name in sorted(owners.items())),
        customers=tuple(
            Choice(value=code, words=code) for code in sorted({line.customer for line in everything if line.customer})
        ),
        sources=tuple(Choice(value=code, words=_(words)) for code, words in SOURCES.items() if code in kinds),
    )


def suggestions_page(*, reader: User, now: datetime) -> SuggestionsPage:
    """Return the inbox of suggestions."""
    lines = suggestion_lines(reader=reader, now=now)
    return SuggestionsPage(
        waiting=tuple(line for line in lines if line.state == "proposed"),
        decided=tuple(line for line in lines if line.state != "proposed"),
    )


def nonconformities_page(*, reader: User, now: datetime, state: str = "", basis: str = "") -> NonconformitiesPage:
    """Return the list of nonconformities with the number found against each basis."""
    counted = Counter(line.basis for line in nonconformity_lines(reader=reader, now=now))
    return NonconformitiesPage(
        lines=tuple(nonconformity_lines(reader=reader, now=now, state=state, basis=basis)),
        state=state,
        basis=basis,
        bases=tuple(Choice(value=code, words=f"{_(words)} {counted[code]}") for code, words in BASES.items()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWork:
    """What improvement asks of one person: actions she owns, suggestions to decide, effects to verify, replies."""

    owned: tuple[ActionLine, ...]
    to_decide: tuple[ActionLine, ...]
    to_verify: tuple[ActionLine, ...]
    to_reply: tuple[NonconformityLine, ...]


def own_work(*, reader: User, now: datetime) -> OwnWork:
    """Return what waits for a person, for her first page; nothing for who may not read the room."""
    if not permissions.may(reader, "improvement.read", now=now):
        return OwnWork(owned=(), to_decide=(), to_verify=(), to_reply=())
    mine = action_lines(reader=reader, now=now, filters=Filters(state="open", owner=reader.login))
    verifies = permissions.may(reader, "improvement.verify", now=now)
    done = action_lines(reader=reader, now=now, filters=Filters(state="done")) if verifies else []
    addressed = visible_actions(reader).filter(state="proposed", addressed_to=reader).values_list("number", flat=True)
    decides = set(addressed)
    replies = nonconformity_lines(reader=reader, now=now, state="notified")
    return OwnWork(
        owned=tuple(line for line in mine if line.state != "done"),
        to_decide=tuple(
            line for line in suggestion_lines(reader=reader, now=now, undecided=True) if line.number in decides
        ),
        to_verify=tuple(line for line in done if line.owner_login != reader.login),
        to_reply=tuple(line for line in replies if line.responsible_login == reader.login),
    )
