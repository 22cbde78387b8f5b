"""Agreements compiled for tables: target rows as columns, and which of them covers what (semantics 3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from fuwubao.domain.calendars import ALWAYS, WorkCalendar
from fuwubao.domain.coverage import TwoAgreements, TwoRows
from fuwubao.domain.terms import AgreementTerms, ClockKind, ClockTarget, Reopen
from fuwubao.domain.tickets import UnknownTicketKey
from fuwubao.domain.zones import instant_of
from fuwubao.engine.calendars import CalendarTables
from fuwubao.engine.columns import Codes, Ints, Texts, Truths

TICKET_KEYS = ("class", "priority", "service", "category", "channel", "team", "supplier", "line", "major", "customer")
NO_ROW = -1
NO_TARGET = np.int64(2**62)  # more seconds than any clock counts: the target of a row in working days
REOPENS = tuple(Reopen)
LARGEST_TABLE = 1 << 22  # combinations of codes that are looked up in a table rather than by sorting
EARLIEST, LATEST = -(2**62), 2**62
TWICE = -2  # in place of an agreement's number: two agreements hold
NEVER_HELD = (np.array([EARLIEST]), np.array([-1]))


@dataclass(frozen=True, eq=False)
class Rows:
    """All target rows of all agreements, one entry each in every array, and last the one of NO_ROW: nothing promised.

    ``seconds`` is NO_TARGET for a target in working days, ``days`` 0 for one in seconds. ``waits`` says whether
    allowed waiting stops the clock, ``agreement`` is the number of the agreement revision.
    """

    ids: tuple[str, ...]
    agreement: Codes
    calendar: Ints
    seconds: Ints
    days: Ints
    reopen: Codes
    pause_days: Truths
    waits: Truths


@dataclass(frozen=True, eq=False)
class Promises:
    """Agreements ready for the kernel; make one for a run and use it for every batch."""

    agreements: tuple[AgreementTerms, ...]
    rows: Rows
    tables: CalendarTables
    keys: tuple[str, ...]
    _numbers: Mapping[tuple[int, str, str], int]
    _spells: Mapping[tuple[str, str], tuple[Ints, Ints]]
    _found: dict[tuple[ClockKind, int, tuple[str, ...]], int] = field(default_factory=dict)

    @property
    def pauses_response(self) -> bool:
        """Whether any agreement lets waiting stop the response clock."""
        return any(terms.pause_response for terms in self.agreements)

    def rows_in_force(self, facts: Mapping[str, Texts], at: Ints) -> Mapping[ClockKind, Codes]:
        """Return by clock the number of the row in force, NO_ROW where nothing is promised.

        ``facts`` holds the customer and every one of ``keys``; ``at`` is the ticket's first instant.
        Raises: TwoAgreements, TwoRows.
        """
        told = [facts[key] for key in ("customer", *self.keys)]
        numbers, kinds = distinct([(text.codes, len(text.words)) for text in told])
        named = [tuple(text.words[code] for text, code in zip(told, kind, strict=True)) for kind in kinds]
        return self.rows_of_kinds(numbers, named, at)

    def rows_of_kinds(
        self, kind: NDArray[np.integer], kinds: Sequence[tuple[str, ...]], at: Ints
    ) -> Mapping[ClockKind, Codes]:
        """The same for tickets that are told by the number of their kind: values of customer and ``keys``."""
        since, until = (int(at.min()), int(at.max())) if len(at) else (0, 0)
        table = np.full((len(ClockKind), len(kinds) + 1), NO_ROW, dtype=np.int32)
        changing = []
        for number, (customer, *values) in enumerate(kinds):
            starts, held = self._spells.get((customer, values[0]), NEVER_HELD)
            early, late = np.searchsorted(starts, (since, until), side="right") - 1
            if early != late:
                changing.append(number)
                continue
            self._refuse_two(int(held[early]), (customer, *values), since)
            for line, clock in enumerate(ClockKind):
                table[line, number] = self._row(clock, int(held[early]), tuple(values))
        found = {clock: table[line][kind] for line, clock in enumerate(ClockKind)}
        for number in changing:
            self._look_up_each(found, np.flatnonzero(kind == number), kinds[number], at)
        return found

    def _look_up_each(self, found: Mapping[ClockKind, Codes], places: Ints, kind: tuple[str, ...], at: Ints) -> None:
        """Fill in the rows of one kind in whose time the agreement changes."""
        starts, held = self._spells[kind[0], kind[1]]
        agreements = held[np.searchsorted(starts, at[places], side="right") - 1]
        for agreement in np.unique(agreements):
            self._refuse_two(int(agreement), kind, int(at[places].min()))
            for clock, rows in found.items():
                rows[places[agreements == agreement]] = self._row(clock, int(agreement), kind[1:])

    def _refuse_two(self, agreement: int, kind: tuple[str, ...], at: int) -> None:
        if agreement == TWICE:
            codes = sorted({terms.code for terms in self.agreements if terms.customer_code == kind[0]})
            day = instant_of(at).date().isoformat()
            raise TwoAgreements(customer=kind[0], service=kind[1], day=day, agreements=", ".join(codes))

    def allowed(self, reasons: Sequence[str]) -> Truths:
        """Return a table [row, reason] of whether waiting for the reason stops the row's clock."""
        by_agreement = np.array(
            [[word in terms.pending_reasons for word in reasons] for terms in self.agreements], dtype=np.bool_
        ).reshape(len(self.agreements), len(reasons))
        nothing = np.zeros((1, len(reasons)), dtype=np.bool_)
        table: Truths = np.vstack([by_agreement[self.rows.agreement[:-1]] & self.rows.waits[:-1, None], nothing])
        return table

    def _row(self, clock: ClockKind, agreement: int, values: tuple[str, ...]) -> int:
        if agreement < 0:
            return NO_ROW
        asked = (clock, agreement, values)
        if asked not in self._found:
            self._found[asked] = self._find(clock, agreement, dict(zip(self.keys, values, strict=True)))
        return self._found[asked]

    def _find(self, clock: ClockKind, agreement: int, facts: Mapping[str, str]) -> int:
        terms = self.agreements[agreement]
        service = next((one for one in terms.services if one.code == facts["service"]), None)
        fitting = [
            target
            for target in (service.targets if service else ())
            if target.clock is clock and all(facts[key] == value for key, value in target.applies)
        ]
        if service is None or not fitting:
            return NO_ROW
        most = max(len(target.applies) for target in fitting)
        best = [target for target in fitting if len(target.applies) == most]
        if len(best) > 1:
            raise TwoRows(agreement=terms.code, rows=", ".join(target.id for target in best))
        return self._numbers[agreement, service.code, best[0].id]


def promises(agreements: Sequence[AgreementTerms]) -> Promises:
    """Compile every revision of every agreement. Raises: UnknownTicketKey."""
    flat: list[tuple[int, str, ClockTarget]] = [
        (number, service.code, target)
        for number, terms in enumerate(agreements)
        for service in terms.services
        for target in service.targets
    ]
    used = {key for _, _, target in flat for key, _ in target.applies}
    unknown = sorted(used - set(TICKET_KEYS))
    if unknown:
        raise UnknownTicketKey(key=unknown[0], known=", ".join(TICKET_KEYS))
    calendars: list[WorkCalendar] = []
    return Promises(
        agreements=tuple(agreements),
        rows=_rows(agreements, flat, calendars),
        tables=CalendarTables(calendars),
        keys=("service", *(key for key in TICKET_KEYS if key in used and key != "service")),
        _numbers={(number, service, target.id): row for row, (number, service, target) in enumerate(flat)},
        _spells=_spells(agreements),
    )


def distinct(columns: Sequence[tuple[NDArray[np.integer], int]]) -> tuple[Ints, list[tuple[int, ...]]]:
    """Number the combinations of codes that occur: by row their number, by number the codes.

    ``columns`` are pairs of codes and how many there can be. Small products are looked up in a table.
    """
    sizes = [size for _, size in columns]
    codes = np.zeros(len(columns[0][0]), dtype=np.int64)
    if float(np.prod(np.array(sizes, dtype=np.float64))) > LARGEST_TABLE:
        kinds, numbers = np.unique(np.stack([c for c, _ in columns], axis=1), axis=0, return_inverse=True)
        return numbers.astype(np.int64).ravel(), [tuple(kind) for kind in kinds.tolist()]
    for column, size in columns:
        codes = codes * size + column
    occurs = np.zeros(int(np.prod(sizes)), dtype=np.bool_)
    occurs[codes] = True
    found = np.flatnonzero(occurs)
    place = np.zeros(len(occurs), dtype=np.int64)
    place[found] = np.arange(len(found))
    split = np.stack(np.unravel_index(found, sizes), axis=1) if len(found) else np.zeros((0, len(sizes)))
    return place[codes], [tuple(int(code) for code in kind) for kind in split]


def _rows(
    agreements: Sequence[AgreementTerms], flat: Sequence[tuple[int, str, ClockTarget]], calendars: list[WorkCalendar]
) -> Rows:
    """Lay the rows out as columns; equal calendars are one."""
    whose = [agreements[number] for number, _, _ in flat]
    targets = [target for _, _, target in flat]
    numbers = [_calendar_number(t.calendars[g.calendar], calendars) for t, g in zip(whose, targets, strict=True)]
    stopped_by_waiting = [
        target.clock is ClockKind.RESOLUTION or terms.pause_response
        for terms, target in zip(whose, targets, strict=True)
    ]
    if not calendars:
        calendars.append(ALWAYS("UTC"))
    return Rows(
        ids=tuple(target.id for target in targets),
        agreement=np.array([*(number for number, _, _ in flat), -1], dtype=np.int32),
        calendar=np.array([*numbers, 0], dtype=np.int64),
        seconds=np.array([*(NO_TARGET if g.within_seconds is None else g.within_seconds for g in targets), NO_TARGET]),
        days=np.array([*(g.within_days or 0 for g in targets), 0], dtype=np.int64),
        reopen=np.array([*(REOPENS.index(t.reopen) for t in whose), REOPENS.index(Reopen.TOTAL)], dtype=np.int32),
        pause_days=np.array([*(t.pause_days for t in whose), False], dtype=np.bool_),
        waits=np.array([*stopped_by_waiting, False], dtype=np.bool_),
    )


def _calendar_number(calendar: WorkCalendar, calendars: list[WorkCalendar]) -> int:
    for number, known in enumerate(calendars):
        if known is calendar or known == calendar:
            return number
    calendars.append(calendar)
    return len(calendars) - 1


def _spells(agreements: Sequence[AgreementTerms]) -> dict[tuple[str, str], tuple[Ints, Ints]]:
    """For each customer and service: instants from which an agreement holds, and its number (-1 none, -2 two)."""
    found: dict[tuple[str, str], list[tuple[int, int, int]]] = {}
    for number, (terms, since, until) in enumerate(_in_force(agreements)):
        for service in terms.services:
            if since < until:
                found.setdefault((terms.customer_code, service.code), []).append((since, until, number))
    return {key: _laid_out(spells) for key, spells in found.items()}


def _in_force(agreements: Sequence[AgreementTerms]) -> list[tuple[AgreementTerms, int, int]]:
    """Each revision with the instants [since, until) of its reign: a later revision of its agreement ends it."""
    reigns = []
    for number, terms in enumerate(agreements):
        until = _midnight(terms.valid_to + timedelta(days=1), terms.timezone)
        for later, other in enumerate(agreements):
            if (other.code, other.customer_code) != (terms.code, terms.customer_code):
                continue
            if (other.holds_from, later) > (terms.holds_from, number):
                until = min(until, _midnight(other.holds_from, other.timezone))
        reigns.append((terms, _midnight(terms.holds_from, terms.timezone), until))
    return reigns


def _laid_out(spells: Sequence[tuple[int, int, int]]) -> tuple[Ints, Ints]:
    edges = sorted({EARLIEST, *(edge for since, until, _ in spells for edge in (since, until))})
    holding = [[number for since, until, number in spells if since <= edge < until] for edge in edges]
    held = [numbers[0] if len(numbers) == 1 else TWICE if numbers else -1 for numbers in holding]
    return np.array(edges, dtype=np.int64), np.array(held, dtype=np.int64)


def _midnight(day: date, timezone: str) -> int:
    if day >= date.max - timedelta(days=1):
        return LATEST
    return int(datetime.combine(day, time(), ZoneInfo(timezone)).timestamp())
