"""Words of the last period taken into this one: sentence by sentence, citations re-pointed, directions held to account.

A citation without a period means the report's own, so it follows by itself; one of another period keeps its distance.
A word of direction (上升, 下降, 改善, increased …) fits when one of the figures cited in its sentence moved that way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from fuwubao.domain.figures import Better, Figure
from fuwubao.domain.periods import MONTHS_OF, Period, PeriodUnreadable, parse_period
from fuwubao.domain.prose import TOKEN


class Direction(StrEnum):
    """Which way a word says that a figure went."""

    UP = "up"
    DOWN = "down"
    BETTER = "better"
    WORSE = "worse"
    LEVEL = "level"


WORDS: tuple[tuple[Direction, tuple[str, ...]], ...] = (
    (Direction.UP, ("上升", "上涨", "升高", "升至", "增加", "增长", "增多", "增至", "提高", "延长", "回升",
                    "increas", "rose", "risen", "grew", "grown", "higher")),
    (Direction.DOWN, ("下降", "下滑", "降低", "降至", "减少", "减至", "回落", "缩短",
                      "decreas", "declin", "fell", "fallen", "dropped", "lower")),
    (Direction.BETTER, ("改善", "好转", "提升", "优于上期", "improv", "better")),
    (Direction.WORSE, ("恶化", "变差", "退步", "劣于上期", "worse", "deteriorat")),
    (Direction.LEVEL, ("持平", "没有变化", "unchanged", "same as")),
)  # fmt: skip
_SENTENCE = re.compile(r"(?:\[\[[^\]]*\]\]|(?!\.\s)[^。！？；\n])+(?:[。！？；\n]|\.(?=\s))*")
_DENIED = re.compile(r"(?:未|没有|并未|不再|无|not |no )\s?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A word of direction where it stands in a sentence."""

    word: str
    direction: Direction


def sentences(text: str) -> list[str]:
    """Take prose apart into sentences, each with its closing mark; a citation is never cut. Blank ones are left out."""
    return [found.group().strip() for found in _SENTENCE.finditer(text) if found.group().strip()]


def directions(sentence: str) -> Iterator[Said]:
    """Yield the words of direction; one that is denied (未上升) says nothing."""
    plain = TOKEN.sub("", sentence)
    for direction, words in WORDS:
        for word in words:
            at = plain.lower().find(word)
            if at >= 0 and not _DENIED.search(plain[:at].lower()):
                yield Said(word=_whole(plain, at, word), direction=direction)


def _whole(plain: str, at: int, word: str) -> str:
    """Return an English stem as the whole word that it stands in."""
    end = at + len(word)
    while word.isascii() and end < len(plain) and plain[end].isascii() and plain[end].isalpha():
        end += 1
    return plain[at:end]


def repointed(text: str, *, was: Period, now: Period) -> str:
    """Return the text with its citations of other periods as far from ``now`` as they were from ``was``.

    A period that cannot be moved (a span of days, a kind longer than the distance) stays, to be seen by its author.
    """

    def moved(token: re.Match[str]) -> str:
        label = token["period"]
        if not label:
            return token.group()
        here = _moved(label, was=was, now=now)
        part = f"#{token['part']}" if token["part"] else ""
        at = "" if here == now.label else f"@{here}"
        return f"[[{token['key']}{at}{part}]]"

    return TOKEN.sub(moved, text)


def _moved(label: str, *, was: Period, now: Period) -> str:
    if label == was.label:
        return now.label
    try:
        cited = parse_period(label, was.timezone)
    except PeriodUnreadable:
        return label
    months, length = _months_between(was, now), MONTHS_OF.get(cited.kind)
    if length is None or months % length:
        return label
    return cited.shifted(months // length).label


def _months_between(was: Period, now: Period) -> int:
    return (now.first.year - was.first.year) * 12 + now.first.month - was.first.month


def misfits(sentence: str, figures: Mapping[tuple[str, str], Figure], *, now: Period) -> tuple[str, ...]:
    """Return the words of direction that no figure cited in the sentence bears out, in their order.

    ``figures`` are by (citation key, period label). Where nothing is cited, or a figure has no value in one of the
    two periods, no word can be held to account.
    """
    moves = [move for token in TOKEN.finditer(sentence) if (move := _move(token, figures, now)) is not None]
    if not moves:
        return ()
    said = directions(sentence)
    wrong = [one.word for one in said if not any(_fits(one.direction, change, better) for change, better in moves)]
    return tuple(dict.fromkeys(wrong))


def _move(
    token: re.Match[str], figures: Mapping[tuple[str, str], Figure], now: Period
) -> tuple[Fraction, Better] | None:
    """How far the cited figure went since the period before; None when that cannot be told."""
    if token["period"] not in (None, now.label):
        return None
    this = figures.get((token["key"], now.label))
    before = figures.get((token["key"], now.shifted(-1).label))
    if this is None or before is None:
        return None
    if token["part"] in ("n", "d"):
        ends = [one.numerator if token["part"] == "n" else one.denominator for one in (before, this)]
        if ends[0] is None or ends[1] is None:
            return None
        return Fraction(ends[1] - ends[0]), Better.NEITHER
    if this.value is None or before.value is None:
        return None
    return this.value - before.value, this.better


def _fits(direction: Direction, change: Fraction, better: Better) -> bool:
    if direction is Direction.LEVEL:
        return change == 0
    if direction in (Direction.UP, Direction.DOWN):
        return change > 0 if direction is Direction.UP else change < 0
    if better is Better.NEITHER or change == 0:
        return False
    improved = (change > 0) is (better is Better.HIGHER)
    return improved if direction is Direction.BETTER else not improved
