"""The blocks of a document, in the order in which a report may use them.

Source: S1.1 (cover), S1.30–S1.36 (a–f), S2.17 (version record), S2.18 (page x of y); design.md section 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fuwubao.render.drawings import Drawing, Sparkline
from fuwubao.render.parts import Column, Row, Runs, Shape, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodStrip:
    """The periods that trends cover; the report's own run from ``first`` to ``last`` (indices)."""

    periods: tuple[str, ...]
    first: int
    last: int
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The first page: when, what, to whom, then facts in rows and the signatures of the meta."""

    when: str
    addressee: str = ""
    unit: str = ""
    strip: PeriodStrip | None = None
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The list of chapters with page numbers, and how to read the document."""

    note: Runs = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of level 1 to 3, numbered 1, 1.1, 1.1.1; ``fresh_page`` begins a page on paper."""

    text: str
    level: int = 1
    anchor: str = ""
    fresh_page: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Appendix:
    """A chapter numbered 附录 A, B …; headings and captions after it follow its letter."""

    text: str
    anchor: str = ""
    fresh_page: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of prose."""

    runs: Runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A list, by marks or by numbers."""

    items: tuple[Runs, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The overall verdict in one line with its reason in two or three."""

    title: str
    runs: Runs = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A key figure: name, status, display, n/d with unit (``base``), and rows such as 目标 and 较上季."""

    title: str
    display: str
    status: Status
    base: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    spark: Sparkline | None = None
    figure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """One target in the strip of all targets: shape, name, value."""

    shape: Shape
    title: str
    display: str
    figure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigures:
    """Up to three cards, then every target at a glance with a legend of the shapes used."""

    cards: tuple[Card, ...] = ()
    targets: tuple[Glance, ...] = ()
    legend: tuple[Status, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with a caption above and a note below; up to ten rows stay on one page, ``dense`` is for long lists."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    anchor: str = ""
    note: Runs = ()
    dense: bool = False
    sheet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing with its caption below; ``alt`` says in words what is seen."""

    drawing: Drawing
    caption: str
    alt: str
    anchor: str = ""
    note: Runs = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A narrow chart and a narrow table in one row on paper, one under the other where there is no room."""

    chart: Chart
    table: Table


class Weight(StrEnum):
    """What a callout is for."""

    INFORM = "inform"
    NEAR = "near"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Callout:
    """A tinted block with a rule at its left: what the reader should not miss."""

    title: str
    runs: Runs
    weight: Weight = Weight.INFORM


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingThisPeriod:
    """本期无, said explicitly for a subject that has nothing to report (S1.32)."""

    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One significant event."""

    on: str
    kind: str
    what: Runs
    related: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventList:
    """重大事件信息 (S1.32)."""

    events: tuple[Event, ...]
    caption: str
    anchor: str = ""
    note: Runs = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One improvement or follow-up action."""

    number: str
    what: str
    owner: str
    due: str
    status: Status
    effect: str = ""
    done: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionList:
    """Actions of this period (with their expected effect) or, when ``followed_up``, those of the last one."""

    actions: tuple[Action, ...]
    caption: str
    anchor: str = ""
    note: Runs = ()
    followed_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One breached clock: elapsed and over in whole seconds with their displays, then cause, measure, owner, due."""

    ticket: str
    service: str
    title: str
    elapsed: str
    over: str
    elapsed_seconds: int
    over_seconds: int
    cause: str = ""
    measure: str = ""
    owner: str = ""
    due: str = ""
    priority: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachList:
    """超时清单: in full, or ``brief`` (ticket, service, title, priority, times, cause) for an appendix."""

    breaches: tuple[Breach, ...]
    caption: str
    anchor: str = ""
    note: Runs = ()
    brief: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """The signature lines of the meta as a table, for forms that carry them at the end."""

    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One line of the version record (S2.17)."""

    version: str
    on: str
    change: str
    author: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionHistory:
    """修订记录."""

    revisions: tuple[Revision, ...]
    caption: str
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One planned recipient; receipts and copy numbers are never in the file."""

    name: str
    position: str
    means: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """The planned distribution list."""

    recipients: tuple[Recipient, ...]
    caption: str
    anchor: str = ""
    note: Runs = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """The line that says the document ends here."""

    text: str = ""


Block = (
    Cover | Contents | Heading | Appendix | Paragraph | Bullets | Verdict | KeyFigures | Table | Chart | Beside
    | Callout | NothingThisPeriod | EventList | ActionList | BreachList | Signatures | RevisionHistory
    | Distribution | Closing
)  # fmt: skip
