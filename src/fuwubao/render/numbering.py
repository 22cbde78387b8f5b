"""Numbers of chapters, tables and figures: 1, 1.1, 附录 A, 表 3-1, 图 3-1; one count for all formats.

Captions restart with each chapter and carry its number or letter (looks.md section 8).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from fuwubao.render import vocabulary as say
from fuwubao.render.errors import RepeatedAnchor, UnevenTable, UnknownAnchor
from fuwubao.render.tree import (
    ActionList,
    Appendix,
    Block,
    BreachList,
    Chart,
    Distribution,
    Document,
    EventList,
    Heading,
    Ref,
    RevisionHistory,
    RowKind,
    StackedBars,
    Table,
    TrendLine,
    flat,
)

Captioned = Table | EventList | ActionList | BreachList | RevisionHistory | Distribution


@dataclass(frozen=True, slots=True)
class Numbers:
    """Labels by place of the block in reading order (``flat``), and by anchor for references."""

    labels: tuple[str, ...]
    anchors: dict[str, str] = field(default_factory=dict)

    def of(self, ref: Ref) -> str:
        """Return the words of a reference, for example 表 3-1. Raises UnknownAnchor."""
        try:
            return self.anchors[ref.anchor]
        except KeyError:
            raise UnknownAnchor(anchor=ref.anchor) from None


def number(document: Document) -> Numbers:
    """Count through the document. Raises UnevenTable when a row or a series does not fit its heads."""
    counter = _Counter(document.meta.language)
    labels: list[str] = []
    anchors: dict[str, str] = {}
    for block in flat(document.blocks):
        _refuse_uneven(block)
        label, reference = counter.take(block)
        labels.append(label)
        anchor = getattr(block, "anchor", "")
        if anchor in anchors:
            raise RepeatedAnchor(anchor=anchor)
        if anchor:
            anchors[anchor] = reference
    return Numbers(tuple(labels), anchors)


class _Counter:
    """Where the count stands while a document is read."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.levels = [0, 0, 0]
        self.appendices = 0
        self.tables = self.charts = 0

    @property
    def chapter(self) -> str:
        return chr(ord("A") + self.appendices - 1) if self.appendices else str(self.levels[0])

    def take(self, block: Block) -> tuple[str, str]:
        """Return the block's label (empty for one without a number) and what a reference to it says."""
        if isinstance(block, Appendix):
            self.appendices += 1
            self.levels[1:] = [0, 0]
            self.tables = self.charts = 0
            label = f"{say.APPENDIX.say(self.language)} {self.chapter}"
            return label, label
        if isinstance(block, Heading):
            return self._heading(block)
        if isinstance(block, Chart):
            self.charts += 1
            label = f"{say.CHART.say(self.language)} {self.chapter}-{self.charts}"
            return label, label
        if isinstance(block, Captioned) and block.caption:
            self.tables += 1
            label = f"{say.TABLE.say(self.language)} {self.chapter}-{self.tables}"
            return label, label
        return "", ""

    def _heading(self, block: Heading) -> tuple[str, str]:
        at = block.level - 1
        self.levels[at] += 1
        self.levels[at + 1 :] = [0] * (2 - at)
        if at == 0:
            self.tables = self.charts = 0
        label = ".".join([self.chapter, *(str(n) for n in self.levels[1 : at + 1])])
        return label, say.CHAPTER.say(self.language).format(number=label) if at == 0 else label


def _refuse_uneven(block: Block) -> None:
    if isinstance(block, Table):
        for row in block.rows:
            expected = 1 if row.kind is RowKind.GROUP else len(block.columns)
            if len(row.cells) != expected:
                raise UnevenTable(where=block.caption or block.anchor, expected=expected, found=len(row.cells))
    if isinstance(block, Chart) and isinstance(block.drawing, TrendLine | StackedBars):
        for series in block.drawing.series:
            if len(series.points) != len(block.drawing.periods):
                raise UnevenTable(
                    where=f"{block.caption} {series.name}",
                    expected=len(block.drawing.periods),
                    found=len(series.points),
                )
