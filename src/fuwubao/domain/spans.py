"""Half-open spans of whole seconds, [starts, ends): the arithmetic under windows, breaks and pauses.

Seconds are counted from any one zero: the Unix epoch for instants, a local midnight for shifts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Span = tuple[int, int]


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return the union of the spans, in order, none touching the next; empty and inverted ones vanish."""
    union: list[Span] = []
    for starts, ends in sorted(span for span in spans if span[0] < span[1]):
        if union and starts <= union[-1][1]:
            if ends > union[-1][1]:
                union[-1] = (union[-1][0], ends)
        else:
            union.append((starts, ends))
    return union


def without(spans: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    """Return what is left of ``spans`` (merged) when ``taken`` (merged) is taken away."""
    left: list[Span] = []
    for starts, ends in spans:
        cursor = starts
        for takes_from, takes_to in taken:
            if takes_to <= cursor:
                continue
            if takes_from >= ends:
                break
            if takes_from > cursor:
                left.append((cursor, takes_from))
            cursor = takes_to
        if cursor < ends:
            left.append((cursor, ends))
    return left


def clipped(spans: Iterable[Span], starts: int, ends: int) -> list[Span]:
    """Return the parts of ``spans`` that lie in [starts, ends), in the order given."""
    cut = ((max(span[0], starts), min(span[1], ends)) for span in spans)
    return [span for span in cut if span[0] < span[1]]
