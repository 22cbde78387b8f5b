"""Dates and times as people write them, read a column at a time (rules 8, 9; semantics 1).

Each layout is one RE2 pattern with the same group names; a column is offered to the layouts in turn, and
each takes what it can. Columns that are ISO from end to end skip all that: Arrow casts them. Other cells of the
common forms skip it, too: ``plain_times`` reads their bytes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fuwubao.records.cells.plain_times import read_plain_times
from fuwubao.records.cells.zones import instants_in_zone
from fuwubao.records.text import is_ascii

Seconds = npt.NDArray[np.int64]
Status = npt.NDArray[np.uint8]

OK, BLANK, UNREADABLE, AMBIGUOUS, SKIPPED, REPEATED = range(6)

_CLOCK = (
    r"(?:(?P<cn>上午|下午)\s*)?(?P<h>\d{1,2}):(?P<mi>\d{2})(?::(?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?)?"
    r"\s*(?P<ap>[AaPp][Mm]|上午|下午)?\s*(?P<z>[Zz]|[+-]\d{2}(?::?\d{2})?)?"
)
_YMD = r"^(?P<y>\d{4})[SEP](?P<mo>\d{1,2})[SEP](?P<d>\d{1,2})(?:(?:[T\s]\s*)CLOCK)?$"
_CN_CLOCK = r"(?:(?P<cn>上午|下午)\s*)?(?P<h>\d{1,2})时(?P<mi>\d{1,2})分(?:(?P<s>\d{1,2})秒)?"
LAYOUTS = (
    _YMD.replace("[SEP]", "-").replace("CLOCK", _CLOCK),
    _YMD.replace("[SEP]", "/").replace("CLOCK", _CLOCK),
    r"^(?P<y>\d{4})年(?P<mo>\d{1,2})月(?P<d>\d{1,2})日(?:\s*" + _CN_CLOCK + r")?$",
    r"^(?P<y>\d{4})年(?P<mo>\d{1,2})月(?P<d>\d{1,2})日\s*" + _CLOCK + "$",
    r"^(?P<d>\d{1,2})-(?P<mo>[A-Za-z]{3})-(?P<y>\d{4}|\d{2})(?:\s+" + _CLOCK + ")?$",
)
_SERIAL = r"^\d{5}(?:\.\d+)?$"
_EITHER_WAY = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](?:\d{4}|\d{2})(?:\s.*)?$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SERIAL_EPOCH = 25_569  # the serial of 1970-01-01
_MAC_EPOCH = _SERIAL_EPOCH - 1_462
_EARLIEST_YEAR = 1900
_FORMAT_PARTS = {
    "%Y": r"(?P<y>\d{4})", "%y": r"(?P<y>\d{2})", "%m": r"(?P<mo>\d{1,2})", "%d": r"(?P<d>\d{1,2})",
    "%b": r"(?P<mo>[A-Za-z]{3})", "%H": r"(?P<h>\d{1,2})", "%I": r"(?P<h>\d{1,2})", "%M": r"(?P<mi>\d{1,2})",
    "%S": r"(?P<s>\d{1,2})", "%f": r"(?P<f>\d{1,9})", "%p": r"(?P<ap>[AaPp][Mm]|上午|下午)",
    "%z": r"(?P<z>[Zz]|[+-]\d{2}:?\d{2})", "%%": "%",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Instants:
    """Epoch seconds in UTC (0 where not OK), a status a cell, and whether a fraction was cut off."""

    seconds: Seconds
    status: Status
    cut: bool


def layout_of(pattern: str) -> str:
    """Return the layout of a strptime-like format of a mapping; ValueError for a directive not known."""
    layout, at = "", 0
    while at < len(pattern):
        if pattern[at] == "%":
            part = pattern[at : at + 2]
            if part not in _FORMAT_PARTS:
                raise ValueError(part)
            layout, at = layout + _FORMAT_PARTS[part], at + 2
        else:
            layout, at = layout + (r"\s+" if pattern[at] == " " else re.escape(pattern[at])), at + 1
    return f"^{layout}$"


def read_instants(texts: pa.Array, timezone: str, layouts: Sequence[str] = (), *, from_1904: bool = False) -> Instants:
    """Read a column of trimmed text; with ``layouts`` these alone are read, besides ISO with a zone.

    ``from_1904``: serial numbers count from 1904, as in books of old Macintosh machines.
    """
    count = len(texts)
    status: Status = np.full(count, UNREADABLE, np.uint8)
    local: Seconds = np.zeros(count, np.int64)
    zoned = np.zeros(count, bool)
    blank = np.asarray(pc.equal(pc.utf8_length(texts), 0))
    status[blank] = BLANK
    left = np.flatnonzero(~blank)
    cut = False
    if not layouts and len(left):
        fast = _iso(texts if len(left) == count else texts.take(pa.array(left)))
        if fast is not None:
            local[left], zoned[left], status[left] = fast[0], fast[1], OK
            left = left[:0]
        else:
            plain, read = read_plain_times(texts)
            local[read], status[read] = plain[read], OK
            left = left[~read[left]]
    for layout in layouts or LAYOUTS:
        if not len(left):
            break
        left, some_cut = _take(texts, left, layout, local, zoned, status)
        cut |= some_cut
    if len(left) and not layouts:
        _take_serials_and_refuse(texts, left, local, status, _MAC_EPOCH if from_1904 else _SERIAL_EPOCH)
    return Instants(*_placed(local, zoned, status, timezone), cut)


def _iso(texts: pa.Array) -> tuple[Seconds, bool] | None:
    """Read columns that are ISO in every cell, all without or all with a zone; None where that fails."""
    shortest, longest = (pc.min_max(pc.binary_length(texts))[side].as_py() for side in ("min", "max"))
    if shortest < 10 or longest > 25 or 10 < shortest < 16:
        return None
    for zone in (None, "UTC"):
        try:
            seconds = texts.cast(pa.timestamp("s", zone)).cast(pa.int64())
        except pa.ArrowInvalid:
            continue
        lengths = set(pc.unique(pc.binary_length(texts)).to_pylist())
        if zone is None and not lengths <= {10, 16, 19}:
            return None
        if zone is not None and not _names_minutes(texts):
            return None
        found = np.asarray(seconds)
        return (found, zone is not None) if found.min() >= -2_208_988_800 else None  # rule 8: from 1900 on
    return None


def _names_minutes(texts: pa.Array) -> bool:
    """Tell whether a colon follows the hour in every cell; Arrow would also read 2026-09-03 08-05 as an hour."""
    return bool(pc.all(pc.equal(pc.binary_slice(texts.cast(pa.binary()), 13, 14), b":")).as_py())


def _take(
    texts: pa.Array,
    left: npt.NDArray[np.int64],
    layout: str,
    local: Seconds,
    zoned: npt.NDArray[np.bool_],
    status: Status,
) -> tuple[npt.NDArray[np.int64], bool]:
    """Let one layout read what it can; return the positions that are left and whether a fraction was cut."""
    offered = texts if len(left) == len(texts) else texts.take(pa.array(left))
    if not is_ascii(offered):
        offered = _half_width(offered)
    elif "年" in layout:
        return left, False
    parts = pc.extract_regex(offered, pattern=layout)
    hit = np.asarray(parts.is_valid())
    if not hit.any():
        return left, False
    where = left[hit]
    parts = parts.filter(pa.array(hit)) if not hit.all() else parts
    groups = {name: parts.field(at) for at, name in enumerate(f.name for f in parts.type)}
    seconds, good, has_zone = _assembled(groups, len(where))
    local[where], zoned[where] = seconds, has_zone
    status[where] = np.where(good, OK, UNREADABLE)
    cut = "f" in groups and bool(pc.any(pc.match_substring_regex(groups["f"], "[1-9]")).as_py())
    return left[~hit], cut


def _half_width(texts: pa.Array) -> pa.Array:
    """Make full-width signs half width in the few cells that have any (rule 8 reads ２０２６－０９－０３ too)."""
    pairs = dict(zip(range(0xFF01, 0xFF5F), range(0x21, 0x7F), strict=True))
    return pa.array([text.translate({**pairs, 0x3000: 0x20, 0xA0: 0x20}) for text in texts.to_pylist()], pa.string())


def _assembled(groups: dict[str, pa.Array], count: int) -> tuple[Seconds, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return (seconds as on the wall or in UTC, readable?, has a zone?) from the parts of matched cells."""
    year, month, day = (_numbers(groups, name, count) for name in ("y", "mo", "d"))
    short = np.asarray(pc.equal(pc.binary_length(groups["y"]), 2))
    year = np.where(short, year + np.where(year < 70, 2000, 1900), year)
    hour, minute, second = (_numbers(groups, name, count) for name in ("h", "mi", "s"))
    good = (month >= 1) & (month <= 12) & (year >= _EARLIEST_YEAR) & (minute < 60) & (second < 60)
    first = (year - 1970).astype("datetime64[Y]").astype("datetime64[M]") + (np.where(good, month, 1) - 1)
    days_in_month = ((first + 1).astype("datetime64[D]") - first.astype("datetime64[D]")).astype(np.int64)
    good &= (day >= 1) & (day <= days_in_month)
    hour, good = _of_half_day(groups, hour, good, count)
    good &= hour < 24
    days = first.astype("datetime64[D]").astype(np.int64) + day - 1
    seconds = days * 86_400 + hour * 3600 + minute * 60 + second
    offsets, zoned, possible = _offsets(groups, count)
    good &= possible
    return np.where(good, seconds - offsets, 0), good, zoned


def _numbers(groups: dict[str, pa.Array], name: str, count: int) -> Seconds:
    if name not in groups:
        return np.zeros(count, np.int64)
    texts = groups[name]
    if name == "mo" and pc.any(pc.utf8_is_alpha(texts)).as_py():
        places = pc.index_in(pc.utf8_lower(texts), pa.array(_MONTHS, texts.type))
        return np.asarray(pc.add(pc.fill_null(places, -1), 1)).astype(np.int64)
    filled = pc.if_else(pc.equal(pc.binary_length(texts), 0), "0", pc.fill_null(texts, "0"))
    return np.asarray(filled.cast(pa.int64()))


def _of_half_day(
    groups: dict[str, pa.Array], hour: Seconds, good: npt.NDArray[np.bool_], count: int
) -> tuple[Seconds, npt.NDArray[np.bool_]]:
    """Apply AM/PM and 上午/下午: 12 AM is midnight, 12 PM is noon."""
    marks = [groups[name] for name in ("cn", "ap") if name in groups]
    for texts in marks:
        lower = pc.utf8_lower(texts)
        before = np.asarray(pc.fill_null(pc.is_in(lower, pa.array(["am", "上午"], texts.type)), False))
        after = np.asarray(pc.fill_null(pc.is_in(lower, pa.array(["pm", "下午"], texts.type)), False))
        good = good & ~((before | after) & (hour > 12)) & ~(after & (hour == 0))
        hour = np.where(before & (hour == 12), 0, np.where(after & (hour < 12), hour + 12, hour))
    return hour, good


def _offsets(groups: dict[str, pa.Array], count: int) -> tuple[Seconds, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return seconds east of UTC, whether the cell names a zone, and whether there can be such an offset."""
    if "z" not in groups:
        return np.zeros(count, np.int64), np.zeros(count, bool), np.ones(count, bool)
    texts = pc.fill_null(groups["z"], "")
    distinct = pc.dictionary_encode(texts)
    each = [_offset(text) for text in distinct.dictionary.to_pylist()]
    named = np.array([text != "" for text in distinct.dictionary.to_pylist()], bool)
    possible = np.array([seconds is not None for seconds in each], bool)
    places = np.asarray(distinct.indices)
    return np.array([seconds or 0 for seconds in each], np.int64)[places], named[places], possible[places]


def _offset(text: str) -> int | None:
    if text in ("", "Z", "z"):
        return 0
    digits = text[1:].replace(":", "").ljust(4, "0")
    if int(digits[:2]) > 23 or int(digits[2:]) > 59:
        return None
    seconds = int(digits[:2]) * 3600 + int(digits[2:]) * 60
    return -seconds if text[0] == "-" else seconds


def _take_serials_and_refuse(
    texts: pa.Array, left: npt.NDArray[np.int64], local: Seconds, status: Status, epoch: int
) -> None:
    """Read spreadsheet serials; tell 3/4/2026, which two people read two ways, from what nobody reads."""
    offered = _half_width(texts.take(pa.array(left)))
    serial = np.asarray(pc.match_substring_regex(offered, _SERIAL))
    if serial.any():
        values = np.asarray(offered.filter(pa.array(serial)).cast(pa.float64()))
        local[left[serial]] = np.rint((values - epoch) * 86_400).astype(np.int64)
        status[left[serial]] = OK
    for at, text in zip(left[~serial].tolist(), offered.filter(pa.array(~serial)).to_pylist(), strict=True):
        either = _EITHER_WAY.match(text)
        if either:
            one, other = int(either.group(1)), int(either.group(2))
            if 1 <= one <= 12 and 1 <= other <= 12 and one != other:
                status[at] = AMBIGUOUS


def _placed(local: Seconds, zoned: npt.NDArray[np.bool_], status: Status, timezone: str) -> tuple[Seconds, Status]:
    """Turn wall seconds into instants; times that a clock change skips or repeats are row errors."""
    walls = (status == OK) & ~zoned
    if walls.any():
        instants, valid = instants_in_zone(local[walls], timezone)
        local[walls] = instants
        status[walls] = np.choose(np.minimum(valid, 2), (SKIPPED, OK, REPEATED)).astype(np.uint8)
    local[status != OK] = 0
    return local, status
