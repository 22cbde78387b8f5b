"""What blocks are made of: statuses, runs of words, figures, table cells, and the facts that identify a document."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from fuwubao.render.canonical import Pairs
from fuwubao.render.drawings import Share, Sparkline


class Shape(StrEnum):
    """The shape of a status; it survives a grey copy, the word stands beside it (looks.md section 3)."""

    MET = "met"
    NEAR = "near"
    BAD = "bad"
    NONE = "none"
    OPEN = "open"
    RUNNING = "running"
    PAUSED = "paused"


class State(StrEnum):
    """A draft carries a watermark; an approved document is what gets published."""

    DRAFT = "draft"
    APPROVED = "approved"


class Kind(StrEnum):
    """What a column holds: decides its alignment and the type of its spreadsheet cells."""

    TEXT = "text"
    NUMBER = "number"
    RATIO = "ratio"
    DURATION = "duration"
    DATE = "date"
    STATUS = "status"
    SPARK = "spark"
    SHARE = "share"


class Align(StrEnum):
    """Where a column's text stands."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Tone(StrEnum):
    """How loud a cell is; BAD is for values that miss their target only."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    BAD = "bad"


class RowKind(StrEnum):
    """A GROUP row is one heading over all columns; a TOTAL row closes a table."""

    PLAIN = "plain"
    GROUP = "group"
    TOTAL = "total"


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A shape with its word, and tags that qualify without being a state: 样本不足, 暂定, 数据不可用, 更正."""

    shape: Shape
    word: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words in a line."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Cited:
    """A figure in prose: its display and the key of the figure it cites, empty for a figure stated elsewhere."""

    display: str
    figure: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Ref:
    """A live reference to a table, chart, chapter or appendix of this document by its anchor."""

    anchor: str


Run = Text | Cited | Ref
Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A frozen figure that the document shows, as the command line prints it (design.md section 7).

    ``value`` is the unrounded decimal in the unit (ratio, seconds, count …), ``display`` what is printed.
    """

    key: str
    measure: str
    version: int
    title: str
    scope: Pairs
    numerator: int | None
    denominator: int | None
    value: Decimal | None
    unit: str
    status: str
    target: Decimal | None
    operator: str | None
    verdict: str | None
    display: str
    clock: str | None = None
    statistic: str | None = None
    bucket: str | None = None
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One line of 编制, 审核, 批准 or 签发; name and date are empty until it is signed."""

    role: str
    name: str = ""
    position: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """What identifies the document. ``classification`` is the short word of the cover (商业秘密),
    ``confidentiality`` the line of the header (商业秘密 · 仅限双方), ``check`` that of the cover's code."""

    title: str
    number: str
    version: str
    issuer: str
    customer: str
    period: str
    language: str = "zh"
    state: State = State.DRAFT
    department: str = ""
    classification: str = ""
    confidentiality: str = ""
    control: str = ""
    copy_number: str = ""
    holder: str = ""
    drafted_at: str = ""
    as_of: str = ""
    snapshot: str = ""
    check: str = ""
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column; ``width`` in millimetres, None shares what is left; ``align`` None follows the kind."""

    title: str
    kind: Kind = Kind.TEXT
    width: int | None = None
    align: Align | None = None

    @property
    def aligned(self) -> Align:
        """Numbers stand right, the rest left unless the column says otherwise."""
        if self.align is not None:
            return self.align
        return Align.RIGHT if self.kind in (Kind.NUMBER, Kind.RATIO, Kind.DURATION) else Align.LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell: what is printed, and for the spreadsheet the exact ``value`` (ratio, count, seconds) or ISO ``instant``.

    ``runs`` replace ``text`` where the cell cites or refers; ``note`` is the second, quiet line.
    """

    text: str = ""
    runs: Runs = ()
    note: str = ""
    tone: Tone = Tone.PLAIN
    value: Decimal | None = None
    instant: str = ""
    figure: str = ""
    status: Status | None = None
    spark: Sparkline | None = None
    share: Share | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row with one cell a column, or with a single cell when it is a GROUP."""

    cells: tuple[Cell, ...]
    kind: RowKind = RowKind.PLAIN
