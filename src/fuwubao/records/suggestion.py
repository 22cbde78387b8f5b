"""A mapping suggested for a file: names by likeness, time formats and words by what the cells hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import yaml

from fuwubao.domain.records import TIMES, Column, ColumnType, RecordKind
from fuwubao.domain.words import Words
from fuwubao.records.cells import times, words
from fuwubao.records.plan import offers
from fuwubao.records.reading.choices import GUESSED, Reading
from fuwubao.records.reading.names import folded
from fuwubao.records.reading.sheet import FileFacts, Sheet
from fuwubao.records.reading.sheets import read_sheet
from fuwubao.records.text import plain, plain_array

NULL_WORDS = ("?", "null", "NULL", "None", "none", "N/A", "n/a", "NA", "nan", "NaN", "-", "--", "/", "无")
_FORMATS = (
    "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %I:%M %p", "%d/%m/%Y %I:%M %p", "%d/%m/%Y", "%m/%d/%Y", "%m/%d/%y", "%d/%m/%y", "%d/%b/%y %H:%M",
    "%d/%b/%y %I:%M %p", "%d/%b/%Y %H:%M", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y", "%d-%m-%Y %H:%M",
    "%d-%m-%Y %H:%M:%S", "%m-%d-%Y %H:%M", "%Y%m%d", "%Y%m%d%H%M%S", "%Y%m%d %H:%M", "%Y.%m.%d %H:%M", "%Y.%m.%d",
)  # fmt: skip
_PRIORITY_WORDS = (
    ("P1", re.compile(r"^p?1\b|^p1|critical|紧急|特急|一级|blocker|最高|highest|urgent", re.IGNORECASE)),
    ("P2", re.compile(r"^p?2\b|^p2|^高|high|二级|重要", re.IGNORECASE)),
    ("P3", re.compile(r"^p?3\b|^p3|^中|medium|moderate|normal|三级|major|一般|普通", re.IGNORECASE)),
    ("P4", re.compile(r"^p?[45]\b|^p4|^低|low|四级|minor|trivial|lowest|planning", re.IGNORECASE)),
)
_SAMPLE = 20_000
_DIFFERENT_WORDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """The tree of a mapping, what is still open, a sample cell of each file column, and how the file was read."""

    tree: dict[str, object]
    lacking: tuple[str, ...]
    unmatched: tuple[str, ...]
    samples: dict[str, str]
    facts: FileFacts


def suggest_mapping(path: Path, kind: RecordKind, *, name: str = "", reading: Reading = GUESSED) -> Suggested:
    """Read a file and suggest how its columns feed the kind. Raises: leaves of FileRefused, ReadingUnfit."""
    sheet = read_sheet(path, kind, name=name, reading=reading)
    cells = [plain_array(column.slice(0, _SAMPLE)) for column in sheet.columns]
    nulls = [word for word in NULL_WORDS if _occurs(cells, word)]
    matched = _matched(kind, sheet)
    columns: dict[str, object] = {}
    for column_name, at in matched.items():
        column = kind.column(column_name)
        columns[column_name] = _rule(column, sheet.header[at].strip(), _filled(cells[at], nulls))
    tree: dict[str, object] = {"kind": kind.code}
    if nulls:
        tree["nulls"] = nulls
    tree["columns"] = columns
    used = set(matched.values())
    return Suggested(
        tree=tree,
        lacking=tuple(column for column in kind.required if column not in matched),
        unmatched=tuple(header.strip() for at, header in enumerate(sheet.header) if at not in used),
        samples=_samples(sheet, cells, nulls),
        facts=sheet.facts,
    )


_LACKING = Words("必需但未找到", "required, not found")
_UNMATCHED = Words("未对应的列", "not mapped")


def yaml_of(suggested: Suggested, *, language: str = "zh") -> str:
    """Return the suggestion as a mapping file, with comments in ``language`` on what is open."""
    lines = [yaml.safe_dump(suggested.tree, allow_unicode=True, sort_keys=False, width=120)]
    if suggested.lacking:
        lines.append(f"# {_LACKING.say(language)}: {', '.join(suggested.lacking)}\n")
    if suggested.unmatched:
        lines.append(f"# {_UNMATCHED.say(language)}: {', '.join(suggested.unmatched)}\n")
    return "".join(lines)


def _matched(kind: RecordKind, sheet: Sheet) -> dict[str, int]:
    """Match exact names first, then required columns by likeness."""
    places = {folded(name): at for at, name in reversed(list(enumerate(sheet.header)))}
    matched: dict[str, int] = {}
    for column in kind.columns:
        for known in (column.name, column.zh, column.en, *column.synonyms):
            at = places.get(folded(known))
            if at is not None and at not in matched.values():
                matched[column.name] = at
                break
    free = [at for at in range(len(sheet.header)) if at not in matched.values()]
    lacking = [column for column in kind.columns if column.required and column.name not in matched]
    for name, header in offers(lacking, sheet.header, free).items():
        matched[name] = places[folded(header)]
    return {column.name: matched[column.name] for column in kind.columns if column.name in matched}


def _rule(column: Column, header: str, cells: pa.Array) -> object:
    rule: dict[str, object] = {"from": header}
    if column.type in TIMES:
        found = time_format(cells)
        if found:
            rule["format"] = found
    elif column.type is ColumnType.PRIORITY or column.choices or column.type is ColumnType.FLAG:
        values = _words(column, cells)
        if values:
            rule["values"] = values
    return rule if len(rule) > 1 else header


def time_format(cells: pa.Array) -> str | None:
    """Return the one format that reads every cell, when the usual layouts do not; None when two formats could."""
    if not len(cells) or _reads(cells, ()):
        return None
    fitting = [pattern for pattern in _FORMATS if _reads(cells, (times.layout_of(pattern),))]
    return fitting[0] if len(fitting) == 1 else None


def _reads(cells: pa.Array, layouts: Sequence[str]) -> bool:
    status = times.read_instants(cells, "UTC", tuple(layouts)).status
    return bool((status == times.OK).all())


def _words(column: Column, cells: pa.Array) -> dict[str, str]:
    known = words.vocabulary(column)
    different = pc.unique(cells).to_pylist()[:_DIFFERENT_WORDS]
    values: dict[str, str] = {}
    for cell in different:
        if cell.lower() in known:
            continue
        if column.type is ColumnType.PRIORITY:
            guess = next((stored for stored, pattern in _PRIORITY_WORDS if pattern.search(cell)), None)
        else:
            guess = next((stored for word, stored in known.items() if len(word) > 1 and word in cell.lower()), None)
        if guess:
            values[cell] = guess
    return values


def _filled(cells: pa.Array, nulls: Sequence[str]) -> pa.Array:
    empty = pc.is_in(cells, pa.array(["", *nulls], pa.string()))
    return cells.filter(pc.invert(empty))


def _occurs(columns: Sequence[pa.Array], word: str) -> bool:
    return any(pc.any(pc.equal(cells, word)).as_py() for cells in columns)


def _samples(sheet: Sheet, columns: Sequence[pa.Array], nulls: Sequence[str]) -> dict[str, str]:
    found = {}
    for header, cells in zip(sheet.header, columns, strict=True):
        filled = _filled(cells, nulls)
        found[plain(header)] = filled[0].as_py()[:80] if len(filled) else ""
    return found
