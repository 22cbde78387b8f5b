"""Find a page, report, register row, ticket, customer or measure by number, name or pinyin initials (fwbg → 服务报告).

Each kind is searched only for those who may read it; customers find their own firm's published reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from pypinyin import Style, lazy_pinyin

from fuwubao.accounts import permissions
from fuwubao.accounts.models import User
from fuwubao.agreements.models import Organisation
from fuwubao.engine.measures.catalogue import CATALOGUE
from fuwubao.improvement.queries.actions import visible_actions
from fuwubao.improvement.queries.nonconformities import visible_nonconformities
from fuwubao.records.queries import current_rows, latest_snapshot
from fuwubao.reports.models import RegisterRow
from fuwubao.reports.queries.reports import portal_lines, visible_reports
from fuwubao.ui.language import said
from fuwubao.ui.navigation import ENTRIES, PERSONAL, Entry
from fuwubao.ui.parts import Hit

MOST_OF_A_KIND = 6
SHORTEST_TICKET = 3  # fewer characters fit too many tickets


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A hit with how well it fits: 0 begins with the words, 1 holds them, 2 by pinyin."""

    rank: int
    hit: Hit


def hits(words: str, *, reader: User, now: datetime) -> tuple[Hit, ...]:
    """Return what fits the words, best first; nothing for no words."""
    asked = words.strip().casefold()
    if not asked:
        return ()
    if reader.customer_code:
        return _ranked(_own_reports(asked, reader))
    found: list[_Found] = [*_pages(asked, reader, now)]
    if permissions.may(reader, "reports.read", now=now):
        found += [*_rows(asked), *_reports(asked, reader)]
    if permissions.may(reader, "agreements.read", now=now):
        found += _customers(asked)
    if permissions.may(reader, "measurement.read", now=now):
        found += [*_measures(asked), *_tickets(asked)]
    if permissions.may(reader, "improvement.read", now=now):
        found += _improvement(asked, reader)
    return _ranked(found)


def _ranked(found: Iterable[_Found]) -> tuple[Hit, ...]:
    return tuple(one.hit for one in sorted(found, key=lambda one: one.rank))


@lru_cache(maxsize=4096)
def _sounds(text: str) -> tuple[str, str]:
    """A text's pinyin by initials and in full, without tones; Latin letters and digits stay as they are."""
    initials = "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).casefold()
    return initials, "".join(lazy_pinyin(text)).casefold()


def fit(asked: str, *texts: str) -> int | None:
    """Say how well the words fit any of the texts: 0, 1, 2, or None when they do not."""
    plain = [text.casefold() for text in texts if text]
    if any(text.startswith(asked) for text in plain):
        return 0
    if any(asked in text for text in plain):
        return 1
    spelled = asked.replace(" ", "")
    sounds = (sound for text in plain for sound in _sounds(text))
    return 2 if spelled.isascii() and any(sound.startswith(spelled) for sound in sounds) else None


def _pages(asked: str, reader: User, now: datetime) -> Iterator[_Found]:
    seen: set[str] = set()
    for entry in _entries((*ENTRIES, *PERSONAL)):
        rank = fit(asked, str(entry.words))
        if rank is None or entry.path in seen or not _may_open(entry.path, reader, now):
            continue
        seen.add(entry.path)
        yield _Found(rank=rank, hit=Hit(words=str(entry.words), kind=_("页面"), url=entry.path))


def _entries(entries: Iterable[Entry]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from _entries(entry.below)


def _may_open(path: str, reader: User, now: datetime) -> bool:
    try:
        act = getattr(resolve(path).func, "act", "")
    except Resolver404:
        return False
    return act == "public" or permissions.may(reader, act, now=now)


def _rows(asked: str) -> Iterator[_Found]:
    found = 0
    for row in RegisterRow.objects.order_by("number"):
        rank = fit(asked, row.number, row.name)
        if rank is None or found == MOST_OF_A_KIND:
            continue
        found += 1
        url = reverse("reports:row", args=[row.number])
        hit = Hit(words=f"{row.number} {row.name}", kind=_("报告条目"), url=url, place=row.customer_name)
        yield _Found(rank=rank, hit=hit)


def _reports(asked: str, reader: User) -> Iterator[_Found]:
    numbered = visible_reports(reader).filter(number__icontains=asked).order_by("-period_starts_at", "-version", "pk")
    for report in numbered[:MOST_OF_A_KIND]:
        url = reverse("reports:report", args=[report.pk])
        place = report.row.customer_name or _("内部")
        hit = Hit(words=f"{report.number} {report.row.name}", kind=_("服务报告"), url=url, place=place)
        yield _Found(rank=0, hit=hit)


def _own_reports(asked: str, reader: User) -> Iterator[_Found]:
    for line in portal_lines(reader=reader):
        rank = fit(asked, line.number, line.name)
        if rank is not None:
            url = reverse("portal:report", args=[line.id])
            yield _Found(rank=rank, hit=Hit(words=line.name, kind=_("服务报告"), url=url, place=line.period_label))


def _customers(asked: str) -> Iterator[_Found]:
    for one in Organisation.objects.order_by("code"):
        rank = fit(asked, one.code, one.name)
        if rank is not None:
            url = reverse("agreements:organisations")
            yield _Found(rank=rank, hit=Hit(words=one.name, kind=_("客户与供应商"), url=url, place=one.code))


def _measures(asked: str) -> Iterator[_Found]:
    for measure in CATALOGUE:
        rank = fit(asked, measure.id, measure.words.zh, measure.words.en)
        if rank is not None:
            url = f"{reverse('measurement:catalogue')}#{measure.id}"
            yield _Found(rank=rank, hit=Hit(words=f"{measure.id} {said(measure.words)}", kind=_("指标"), url=url))


def _improvement(asked: str, reader: User) -> Iterator[_Found]:
    """Actions and nonconformities by number or words; the newest of each kind."""
    actions = visible_actions(reader).order_by("-pk").values_list("number", "title")
    faults = visible_nonconformities(reader).order_by("-pk").values_list("number", "description")
    kinds = ((actions, "improvement:action", _("改进措施")), (faults, "improvement:nonconformity", _("不符合")))
    for rows, route, kind in kinds:
        found = 0
        for number, words in rows:
            rank = fit(asked, number, words)
            if rank is not None and found < MOST_OF_A_KIND:
                found += 1
                hit = Hit(words=f"{number} {words}", kind=kind, url=reverse(route, args=[number]))
                yield _Found(rank=rank, hit=hit)


def _tickets(asked: str) -> Iterator[_Found]:
    if len(asked) < SHORTEST_TICKET:
        return
    tickets = _ticket_names(latest_snapshot())
    numbers = tickets["folded"]
    exact = pc.starts_with(numbers, asked)
    for rank, fitting in ((0, exact), (1, pc.and_not(pc.match_substring(numbers, asked), exact))):
        for row in tickets.filter(fitting).slice(0, MOST_OF_A_KIND).to_pylist():
            url = reverse("measurement:clock", args=[row["id"]])
            hit = Hit(words=row["id"], kind=_("工单"), url=url, place=row["title"] or "")
            yield _Found(rank=rank, hit=hit)


@lru_cache(maxsize=1)
def _ticket_names(snapshot: str) -> pa.Table:
    """The numbers and titles of a snapshot's tickets; kept while the store does not change."""
    rows = current_rows("ticket", snapshot=snapshot).select(["id", "title"])
    return rows.append_column("folded", pc.utf8_lower(rows["id"])).sort_by("id")
