"""The times that most exports hold, Y-M-D or Y/M/D with or without H:M[:S], by arithmetic on their bytes (rule 8).

A pattern costs ten times as much; what is written in any other way is left to the patterns of ``times``.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_BLOCK = 1 << 15  # rows whose working arrays stay in the processor's cache
_LONGEST = 20
_FIRST_YEAR = 1900
_MONTH_STARTS = np.arange("1900-01", "10000-02", dtype="datetime64[M]").astype("datetime64[D]").astype(np.int64)


def read_plain_times(texts: pa.Array) -> tuple[npt.NDArray[np.int64], Mask]:
    """Return (seconds as on the wall, counted as if in UTC; read?) of each cell; 0 where it was not read."""
    count = len(texts)
    seconds, read = np.zeros(count, np.int64), np.zeros(count, bool)
    _, offsets, data = texts.buffers()
    if data is None:
        return seconds, read
    bounds = np.frombuffer(offsets, np.int32, count + 1, texts.offset * 4)
    for start in range(0, count, _BLOCK):
        stop = min(start + _BLOCK, count)
        first, last = int(bounds[start]), int(bounds[stop])
        block = np.concatenate([np.frombuffer(data, np.uint8, last - first, first), np.zeros(_LONGEST, np.uint8)])
        edges = bounds[start : stop + 1].astype(np.int64) - first
        seconds[start:stop], read[start:stop] = _block(block, edges[:-1], edges[1:])
    return seconds, read


def _block(data: Bytes, start: Places, end: Places) -> tuple[npt.NDArray[np.int64], Mask]:
    good = (end - start >= 8) & (end - start < _LONGEST)
    start = np.where(good, start, 0)
    end = np.where(good, end, 0)
    mark = data[start + 4]
    good &= (mark == ord("-")) | (mark == ord("/"))
    century, good = _two_digits(data, start, good)
    year, good = _two_digits(data, start + 2, good)
    month, at, good = _number(data, start + 5, end, good)
    good &= data[at] == mark
    day, at, good = _number(data, at + 1, end, good)
    seconds, good = _clock(data, at, end, good)
    year += century * 100
    good &= (year >= _FIRST_YEAR) & (month >= 1) & (month <= 12)
    place = np.where(good, (year - _FIRST_YEAR) * 12 + month - 1, 0)
    first = _MONTH_STARTS[place]
    good &= (day >= 1) & (day <= _MONTH_STARTS[place + 1] - first)
    return np.where(good, (first + day - 1) * 86_400 + seconds, 0), good


def _clock(data: Bytes, at: Places, end: Places, good: Mask) -> tuple[npt.NDArray[np.int64], Mask]:
    """Read what follows the day: nothing, or a blank or T and H:M or H:M:S up to the end of the cell."""
    bare = at == end
    good = good & (bare | (data[at] == ord(" ")) | (data[at] == ord("T")))
    if bare.all():
        return np.zeros(len(at), np.int64), good
    at = np.where(bare, 0, at)
    hour, at, fits = _number(data, at + 1, end, ~bare)
    fits &= (data[at] == ord(":")) & (at + 3 <= end)
    at = np.where(fits, at, 0)
    minute, fits = _two_digits(data, at + 1, fits)
    short = at + 3 == end
    long = fits & ~short & (at + 6 == end) & (data[at + 3] == ord(":"))
    second, long = _two_digits(data, np.where(long, at + 4, 0), long)
    second = np.where(long, second, 0)
    fits &= (short | long) & (hour < 24) & (minute < 60) & (second < 60)
    return np.where(fits, hour * 3600 + minute * 60 + second, 0), good & (bare | fits)


def _two_digits(data: Bytes, at: Places, good: Mask) -> tuple[npt.NDArray[np.int64], Mask]:
    tens, ones = data[at] - np.uint8(48), data[at + 1] - np.uint8(48)  # other signs wrap to 10 and more
    return tens.astype(np.int64) * 10 + ones, good & (tens < 10) & (ones < 10)


def _number(data: Bytes, at: Places, end: Places, good: Mask) -> tuple[npt.NDArray[np.int64], Places, Mask]:
    """Read one or two digits; return (number, place behind it, still good?), the place never beyond the end."""
    at = np.minimum(at, end)
    first, other = data[at] - np.uint8(48), data[at + 1] - np.uint8(48)
    two = (other < 10) & (at + 1 < end)
    good = good & (first < 10) & (at < end)
    return np.where(two, first.astype(np.int64) * 10 + other, first), np.minimum(at + 1 + two, end), good
