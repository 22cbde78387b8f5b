"""The document tree: one frozen value from which every format of a report is written.

Whatever a reader sees as a number stands here as text, made once by the caller (``display``); writers never
compute or round. Exact values travel beside it for the spreadsheet and the JSON. Chapter, table and figure
numbers are given by ``numbering.py``, so all formats agree on them.
Read in this order: drawings, parts, blocks; from outside import everything from here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from fuwubao.render import canonical
from fuwubao.render.blocks import (
    Action,
    ActionList,
    Appendix,
    Beside,
    Block,
    Breach,
    BreachList,
    Bullets,
    Callout,
    Card,
    Chart,
    Closing,
    Contents,
    Cover,
    Distribution,
    Event,
    EventList,
    Glance,
    Heading,
    KeyFigures,
    NothingThisPeriod,
    Paragraph,
    PeriodStrip,
    Recipient,
    Revision,
    RevisionHistory,
    Signatures,
    Table,
    Verdict,
    Weight,
)
from fuwubao.render.drawings import (
    AllowanceBars,
    Drawing,
    HeatMap,
    Move,
    MovesOfMeans,
    NamedShare,
    OutageMark,
    OutageTimeline,
    Point,
    Sense,
    Series,
    Share,
    Sparkline,
    StackedBars,
    TargetStep,
    TrendLine,
)
from fuwubao.render.errors import DocumentUnreadable
from fuwubao.render.parts import (
    Align,
    Cell,
    Cited,
    Column,
    Figure,
    Kind,
    Meta,
    Ref,
    Row,
    RowKind,
    Run,
    Runs,
    Shape,
    Signature,
    State,
    Status,
    Text,
    Tone,
)

__all__ = [
    "Action",
    "ActionList",
    "Align",
    "AllowanceBars",
    "Appendix",
    "Beside",
    "Block",
    "Breach",
    "BreachList",
    "Bullets",
    "Callout",
    "Card",
    "Cell",
    "Chart",
    "Cited",
    "Closing",
    "Column",
    "Contents",
    "Cover",
    "Distribution",
    "Document",
    "Drawing",
    "Event",
    "EventList",
    "Figure",
    "Glance",
    "Heading",
    "HeatMap",
    "KeyFigures",
    "Kind",
    "Meta",
    "Move",
    "MovesOfMeans",
    "NamedShare",
    "NothingThisPeriod",
    "OutageMark",
    "OutageTimeline",
    "Paragraph",
    "PeriodStrip",
    "Point",
    "Recipient",
    "Ref",
    "Revision",
    "RevisionHistory",
    "Row",
    "RowKind",
    "Run",
    "Runs",
    "Sense",
    "Series",
    "Shape",
    "Share",
    "Signature",
    "Signatures",
    "Sparkline",
    "StackedBars",
    "State",
    "Status",
    "Table",
    "TargetStep",
    "Text",
    "Tone",
    "TrendLine",
    "Verdict",
    "Weight",
    "flat",
    "from_json",
    "to_json",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document: what it is, the figures it shows, its blocks in order."""

    meta: Meta
    blocks: tuple[Block, ...]
    figures: tuple[Figure, ...] = ()


def to_json(document: Document) -> bytes:
    """Write the tree as JSON; equal trees give equal bytes."""
    return canonical.to_bytes(canonical.encode(document, Document))


def from_json(text: bytes) -> Document:
    """Read a tree back. Raises DocumentUnreadable with the path to what does not fit."""
    try:
        data = json.loads(text)
    except ValueError as why:
        raise DocumentUnreadable(where="", why=str(why)) from why
    document = canonical.decode(data, Document)
    assert isinstance(document, Document)
    return document


def flat(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield the blocks in reading order with side-by-side pairs opened."""
    for block in blocks:
        if isinstance(block, Beside):
            yield block.chart
            yield block.table
        else:
            yield block
