"""Which column of this file feeds which record column: mapping first, known names for the rest (rules 4, 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from fuwubao.domain.records import Column, RecordKind
from fuwubao.domain.words import Words
from fuwubao.records.errors import HeaderIncomplete
from fuwubao.records.mapping import ColumnRule, Mapping
from fuwubao.records.reading.names import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One record column with its rule and the positions of the file columns that it reads."""

    column: Column
    rule: ColumnRule
    positions: tuple[int, ...]

    @property
    def label(self) -> str:
        """Name of the field in messages and JSON: the schema's Chinese label."""
        return self.column.zh


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All feeds, and the file columns that nobody reads: unknown ones are told, ignored ones are not."""

    feeds: tuple[Feed, ...]
    unknown: tuple[int, ...]
    ignored: frozenset[int]

    def position_of(self, name: str) -> int | None:
        """Return the file column that feeds a record column directly, None when there is none."""
        for feed in self.feeds:
            if feed.column.name == name and len(feed.positions) == 1:
                return feed.positions[0]
        return None


def plan_for(kind: RecordKind, header: Sequence[str], mapping: Mapping | None, *, file: str) -> Plan:
    """Match the header. Raises: HeaderIncomplete, naming the missing columns and the likeliest offer."""
    places: dict[str, int] = {}
    for position, name in enumerate(header):
        places.setdefault(folded(name), position)
    told = dict(mapping.columns) if mapping else {}
    feeds: list[Feed] = []
    absent: list[str] = []
    for name, rule in told.items():
        if rule is not None:
            missing = [read for read in rule.reads if folded(read) not in places]
            if missing:
                absent += missing
            else:
                positions = tuple(places[folded(read)] for read in rule.reads)
                feeds.append(Feed(column=kind.column(name), rule=rule, positions=positions))
    used = {position for feed in feeds for position in feed.positions}
    used |= {places[folded(name)] for name in (mapping.reads if mapping else ()) if folded(name) in places}
    ignored = _ignored(header, mapping) - used
    for column in kind.columns:
        if column.name not in told:
            found = _known_place(column, places, used | ignored)
            if found is not None:
                feeds.append(Feed(column=column, rule=ColumnRule(source=header[found]), positions=(found,)))
                used.add(found)
    unknown = tuple(at for at in range(len(header)) if at not in used and at not in ignored)
    fed = {feed.column.name for feed in feeds}
    lacking = [column for column in kind.columns if column.required and column.name not in fed]
    if lacking or absent:
        raise _incomplete(lacking, absent, header, unknown, file)
    order = {column.name: rank for rank, column in enumerate(kind.columns)}
    feeds.sort(key=lambda feed: order[feed.column.name])
    return Plan(feeds=tuple(feeds), unknown=unknown, ignored=frozenset(ignored))


def _ignored(header: Sequence[str], mapping: Mapping | None) -> set[int]:
    if mapping is None or not mapping.ignore:
        return set()
    if "*" in mapping.ignore:
        return set(range(len(header)))
    names = {folded(name) for name in mapping.ignore}
    return {at for at, name in enumerate(header) if folded(name) in names}


def _known_place(column: Column, places: dict[str, int], taken: set[int]) -> int | None:
    for name in (column.name, column.zh, column.en, *column.synonyms):
        at = places.get(folded(name))
        if at is not None and at not in taken:
            return at
    return None


# names that may mean the column and may mean something else: offered to a person, never taken unasked
LIKELY: dict[str, tuple[str, ...]] = {
    "id": ("编号", "事件id", "故障单号", "请求号", "问题 id", "任务编号", "申请单号", "报修单号", "#"),
    "title": ("故障描述", "问题描述", "描述", "工单名称", "事件标题", "事件描述", "故障现象", "内容", "description"),
    "opened_at": (
        "提交时间", "发生时间", "受理时间", "申告时间", "报障时间", "申请时间", "登记日期", "开始时间", "提单时刻",
    ),
    "resolved_at": ("修复时间", "恢复时间", "办结时间", "处理时间", "解决日期时间"),
    "closed_at": ("结束时间", "完结时间", "归档时间"),
    "customer": ("公司", "单位", "用户单位", "报修部门"),
}  # fmt: skip
_LIKELY = 0.89  # below ``pages.SURE``: the page asks for a second look


def likeness(column: Column, name: str) -> float:
    """Return how much a file's column name resembles a record column, 0 to 1."""
    own = (column.name, column.zh, column.en, *column.synonyms)
    found = folded(name)
    likely = LIKELY.get(column.name, ())
    if found in likely:
        return _LIKELY - likely.index(found) / 1000  # the first named is the likeliest
    return max(SequenceMatcher(None, folded(known), found).ratio() for known in own)


def offers(lacking: Sequence[Column], header: Sequence[str], free: Sequence[int]) -> dict[str, str]:
    """Return, for each lacking column, the most similar free file column; the only free one in any case."""
    pairs = sorted(
        ((likeness(column, header[at]), column.name, at) for column in lacking for at in free if header[at].strip()),
        reverse=True,
    )
    found: dict[str, str] = {}
    taken: set[int] = set()
    for score, name, at in pairs:
        if name not in found and at not in taken and (score >= 0.4 or len(free) == 1):
            found[name] = header[at].strip()
            taken.add(at)
    return found


def _incomplete(
    lacking: Sequence[Column], absent: Sequence[str], header: Sequence[str], free: Sequence[int], file: str
) -> HeaderIncomplete:
    offered = offers(lacking, header, free)
    missing = Words(
        "、".join([*(column.zh for column in lacking), *absent]),
        ", ".join([*(column.en for column in lacking), *absent]),
    )
    pairs = [(column, offered[column.name]) for column in lacking if column.name in offered]
    zh = "；可能对应：" + "、".join(f"“{name}”→{column.zh}" for column, name in pairs) if pairs else ""
    en = "; likely: " + ", ".join(f"“{name}” → {column.en}" for column, name in pairs) if pairs else ""
    return HeaderIncomplete(file=file, missing=missing, offer=Words(zh, en), offers=offered, where=file, why=missing)
