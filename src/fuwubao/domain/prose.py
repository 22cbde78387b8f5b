"""The author's words, taken apart: cited figures, numbers of her own, and numbers that are no claims.

A figure in the text is a token ``[[KEY]]`` that is resolved at reading, so it can never differ from the frozen
figure: ``[[K03:service=ERP]]``, of another period ``[[K03:service=ERP@2026Q2]]``, or a part of it:
``#n`` numerator, ``#d`` denominator, ``#nd`` both, ``#target``. A value entered by hand is cited by its own
name, ``[[巡检次数:statistic=manual]]``. Dates, times, periods, ticket, clause, table and
version numbers are recognised and left alone. Every other number is a claim that must be cited or stated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

TOKEN = re.compile(
    r"\[\[(?P<key>[A-Z]\d{2}[^\[\]@#]*|[^\[\]@#:]+:[^\[\]@#]*statistic=manual)(?:@(?P<period>[^\[\]#]+))?(?:#(?P<part>n|d|nd|target|change))?\]\]"
)

_NO_CLAIM = re.compile(
    r"""
    \d{4}-\d{2}-\d{2}(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?          # 2026-09-03 08:05
  | \d{4}\s*年(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号])?)?(?:第?\s*[1-4一二三四]\s*季度)?
  | \d{1,2}\s*月(?:\s*\d{1,2}\s*[日号])?(?![数量均])              # 9 月, 9 月 3 日
  | (?<![\d.])\d{1,2}\s*[日号](?=[^\d]|$)                        # 12 日
  | (?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d-])            # 09-03
  | \d{4}\s?(?:Q[1-4]|H[12])                                      # 2026Q3
  | 第\s*[1-4]\s*季度 | \bQ[1-4]\b
  | \d{1,2}:\d{2}(?::\d{2})?(?:\s*[—–-]\s*\d{1,2}:\d{2})?         # 14:22—15:41
  | (?:ISO|IEC|GB|GB/T|AX|Q)[/A-Z\d\s.:\-—]*\d[\d.:\-—]*(?:\s+\d+(?:\.\d+)+)?  # ISO/IEC 20000-1:2018 9.4
  | (?:第|附件|附录|表|图|条款|步骤|附表)\s*\d+(?:[.\-]\d+)*(?:\s*[条款项章节页版])?
  | \d+(?:\.\d+)+\s*[条款节章]                                    # 6.2 条
  | [A-Za-z][A-Za-z_]*[-_/#]?\d[\w\-/.]*(?:-[A-Z]/\d+)?           # INC0000045, SLA-2026-007, P2, K03, S1.5
  | \b[A-Z]/\d+\b                                                 # A/0
  | (?m:^\s*\d{1,2}[.、)）])                                       # 1. at the start of a line
    """,
    re.VERBOSE,
)

_NUMBER = re.compile(r"[+\-−]?\d+(?:[,   ]\d{3})*(?:\.\d+)?(?:\s?(?:%|％|‰|个百分点|百分点))?")


class Piece(StrEnum):
    """What a stretch of prose is."""

    TEXT = "text"
    CITED = "cited"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One stretch of the prose, in order; ``key``, ``period`` and ``part`` only where it is cited."""

    piece: Piece
    text: str
    start: int
    key: str = ""
    period: str = ""
    part: str = ""


def stretches(text: str) -> list[Stretch]:
    """Take prose apart, losing nothing: the texts of all stretches add up to ``text``."""
    found: list[Stretch] = []
    position = 0
    for token in TOKEN.finditer(text):
        found.extend(_plain(text, position, token.start()))
        found.append(
            Stretch(
                piece=Piece.CITED,
                text=token.group(),
                start=token.start(),
                key=token["key"],
                period=token["period"] or "",
                part=token["part"] or "",
            )
        )
        position = token.end()
    found.extend(_plain(text, position, len(text)))
    return found


def _plain(text: str, start: int, end: int) -> Iterator[Stretch]:
    """Yield text and number stretches of a piece that holds no token."""
    piece = text[start:end]
    quiet = [match.span() for match in _NO_CLAIM.finditer(piece)]
    position = 0
    for match in _NUMBER.finditer(piece):
        if any(a < match.end() and match.start() < b for a, b in quiet):
            continue
        if match.start() > position:
            yield Stretch(piece=Piece.TEXT, text=piece[position : match.start()], start=start + position)
        yield Stretch(piece=Piece.NUMBER, text=match.group(), start=start + match.start())
        position = match.end()
    if position < len(piece):
        yield Stretch(piece=Piece.TEXT, text=piece[position:], start=start + position)


def same_number(written: str, displayed: str) -> bool:
    """Tell whether a number typed by hand is the one that a figure displays, blanks and signs aside."""
    return _bare(written) == _bare(displayed)


def _bare(text: str) -> str:
    return re.sub(r"[\s   ,+]", "", text).replace("−", "-").replace("％", "%").replace("个百分点", "百分点")
