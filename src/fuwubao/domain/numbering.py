"""Numbers and versions of documents and reports: a firm's own pattern, edition and revision (domain part (d)).

A pattern is text with fields: ``AX-{serial:0000}-{year}``, ``{prefix}{sep}{type}{serial:0000}{year}``,
``{row}-{period}-{version}``. Zeros after a colon are the least width. A number once given is never used again:
the next serial follows the highest that was ever given, not the first gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import ascii_uppercase

from fuwubao.domain.errors import BadInput

_FIELD = re.compile(r"\{([a-z_]+)(?::(0+))?\}")
_VERSION = re.compile(r"([A-Z])[/-]?(\d{1,3})", re.ASCII)
NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
REPORT_PATTERN = "{row}-{period}-{version}"  # SLM-01-2026Q3-A/0


class PatternUnusable(BadInput):
    """A pattern with a loose brace, a field that nobody fills, or none that tells numbers apart."""

    code = "numbering.pattern_unusable"
    zh = "编号规则“{pattern}”不可用：{why}"
    en = "The numbering pattern “{pattern}” cannot be used: {why}"
    hint_zh = "请写成 AX-{{serial:0000}}-{{year}} 这样的规则"
    hint_en = "Write a pattern such as AX-{{serial:0000}}-{{year}}"
    source = "domain (d) Numbering"


class VersionUnreadable(BadInput):
    """Not a version of the form letter/number."""

    code = "numbering.version_unreadable"
    zh = "看不懂版本“{text}”"
    en = "Cannot read the version “{text}”"
    hint_zh = "请写成 A/0（版/修订）"
    hint_en = "Write it as A/0 (edition/revision)"
    source = "S1.1"


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """版/修订: ``A/0`` is the first issue, ``A/1`` its first revision; the next edition, ``B/0``, resets it."""

    edition: str
    revision: int

    def __str__(self) -> str:
        return f"{self.edition}/{self.revision}"

    @property
    def in_file_name(self) -> str:
        """The form without a slash: ``A0``."""
        return f"{self.edition}{self.revision}"

    def next_revision(self) -> Version:
        """Return A/1 after A/0."""
        return Version(self.edition, self.revision + 1)

    def next_edition(self) -> Version:
        """Return B/0 after any revision of A. Raises: VersionUnreadable after edition Z."""
        following = ascii_uppercase.find(self.edition) + 1
        if not 0 < following < len(ascii_uppercase):
            raise VersionUnreadable(text=str(self), where="version", why=str(self))
        return Version(ascii_uppercase[following], 0)


FIRST_VERSION = Version("A", 0)


def parse_version(text: str) -> Version:
    """Read ``A/0``, ``A-0`` or the file name's ``A0``. Raises: VersionUnreadable."""
    match = _VERSION.fullmatch(text.strip())
    if match is None:
        raise VersionUnreadable(text=text, where="version", why=text)
    return Version(match[1], int(match[2]))


@dataclass(frozen=True, slots=True)
class NumberPattern:
    """A pattern that was checked: which fields it wants and how they are written."""

    pattern: str

    def __post_init__(self) -> None:
        """Refuse a pattern with a loose brace. Raises: PatternUnusable."""
        if not self.pattern.strip() or set("{}") & set(_FIELD.sub("", self.pattern)):
            raise PatternUnusable(pattern=self.pattern, where="pattern", why="{ }")

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the fields, in order."""
        return tuple(match[1] for match in _FIELD.finditer(self.pattern))

    def filled(self, values: Mapping[str, str | int]) -> str:
        """Return the number with every field filled. Raises: PatternUnusable for a field without a value."""

        def write(match: re.Match[str]) -> str:
            value = values.get(match[1], "")
            if value == "" and match[1] not in values:
                raise PatternUnusable(pattern=self.pattern, where="pattern", why=match[1])
            return str(value).zfill(len(match[2] or ""))

        return _FIELD.sub(write, self.pattern)

    def next_serial(self, given: Iterable[str], values: Mapping[str, str | int]) -> int:
        """Return one more than the highest serial among the numbers ever given for the same other fields.

        Numbers of another pattern are passed over. Raises: PatternUnusable without a ``serial`` field.
        """
        if self.fields.count("serial") != 1:
            raise PatternUnusable(pattern=self.pattern, where="pattern", why="serial")
        before, after = _FIELD_SERIAL.split(self.pattern, maxsplit=1)
        head, tail = (_filled_part(part, values) for part in (before, after))
        shape = re.compile(re.escape(head) + r"(\d+)" + re.escape(tail), re.ASCII)
        serials = [int(match[1]) for number in given if (match := shape.fullmatch(number))]
        return max(serials, default=0) + 1


_FIELD_SERIAL = re.compile(r"\{serial(?::0+)?\}")


def _filled_part(part: str, values: Mapping[str, str | int]) -> str:
    return NumberPattern(part).filled(values) if part.strip() else part


def report_number(row: str, period: str, version: Version = FIRST_VERSION, pattern: str = REPORT_PATTERN) -> str:
    """Return the number of one issue of a report: ``SLM-01-2026Q3-A/0``; a period of dates keeps its dates."""
    label = period.replace("/", "_")
    return NumberPattern(pattern).filled({"row": row, "period": label, "version": str(version)})


def file_name(number: str, title: str, extension: str) -> str:
    """Return a name that every file system takes: ``SLM-01-2026Q3-A0 SLA执行情况报告.pdf``."""
    head, _, tail = number.rpartition("-")
    short = f"{head}-{parse_version(tail).in_file_name}" if head and _VERSION.fullmatch(tail) else number
    stem = NOT_IN_FILE_NAMES.sub("_", f"{short} {title}".strip())
    return f"{stem[:120].rstrip('. ')}.{extension.lstrip('.')}"
