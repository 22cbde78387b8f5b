"""Lists of events, actions, breaches, revisions, recipients and signatures laid out as tables.

Writers know tables only; what columns such a list has is decided here, once for all formats.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from fuwubao.domain.words import Words
from fuwubao.render import vocabulary as say
from fuwubao.render.tree import (
    ActionList,
    Block,
    Breach,
    BreachList,
    Cell,
    Column,
    Distribution,
    EventList,
    Kind,
    Meta,
    RevisionHistory,
    Row,
    Signatures,
    Table,
    Tone,
)

NONE = "—"


def as_table(block: Block, meta: Meta) -> Table | None:
    """Return a list block as a table, a table as it is, and None for any other block."""
    match block:
        case Table():
            return block
        case EventList():
            return _events(block, meta.language)
        case ActionList():
            return _actions(block, meta.language)
        case BreachList():
            return _breaches(block, meta.language)
        case RevisionHistory():
            return _revisions(block, meta.language)
        case Distribution():
            return _recipients(block, meta.language)
        case Signatures():
            return _signatures(block, meta)
        case _:
            return None


def day(text: str) -> Cell:
    """Make a date cell: typed in the spreadsheet where the text is a full ISO date."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return Cell(text=text or NONE)
    return Cell(text=text, instant=text)


def _columns(language: str, *columns: tuple[Words, Kind, int | None]) -> tuple[Column, ...]:
    return tuple(Column(title=words.say(language), kind=kind, width=width) for words, kind, width in columns)


def _events(block: EventList, language: str) -> Table:
    columns = _columns(
        language,
        (say.DATE, Kind.DATE, None),
        (say.EVENT_KIND, Kind.TEXT, 24),
        (say.EVENT, Kind.TEXT, None),
        (say.RELATED, Kind.TEXT, 36),
    )
    rows = tuple(
        Row(cells=(day(e.on), Cell(text=e.kind), Cell(runs=e.what), Cell(text=e.related or NONE))) for e in block.events
    )
    return Table(columns=columns, rows=rows, caption=block.caption, anchor=block.anchor, note=block.note)


def _actions(block: ActionList, language: str) -> Table:
    third = (say.DONE, Kind.DATE, None) if block.followed_up else (say.EFFECT, Kind.TEXT, 40)
    columns = (
        _columns(language, (say.NUMBER, Kind.TEXT, 23), (say.ACTION, Kind.TEXT, None))
        + (_columns(language, third) if not block.followed_up else ())
        + _columns(language, (say.OWNER, Kind.TEXT, 15), (say.PLANNED, Kind.DATE, None))
        + (_columns(language, third) if block.followed_up else ())
        + _columns(language, (say.STATE, Kind.STATUS, None))
    )
    rows = []
    for action in block.actions:
        cells = [Cell(text=action.number), Cell(text=action.what)]
        if not block.followed_up:
            cells.append(Cell(text=action.effect or NONE))
        cells += [Cell(text=action.owner or NONE), day(action.due)]
        if block.followed_up:
            cells.append(day(action.done))
        rows.append(Row(cells=(*cells, Cell(text=action.status.word, status=action.status))))
    return Table(columns=columns, rows=tuple(rows), caption=block.caption, anchor=block.anchor, note=block.note)


def _breaches(block: BreachList, language: str) -> Table:
    if block.brief:
        columns = _columns(
            language,
            (say.TICKET, Kind.TEXT, 26),
            (say.SERVICE, Kind.TEXT, 27),
            (say.SUBJECT, Kind.TEXT, None),
            (say.PRIORITY, Kind.TEXT, 11),
            (say.ELAPSED, Kind.DURATION, None),
            (say.OVER, Kind.DURATION, None),
            (say.CAUSE, Kind.TEXT, 22),
        )
    else:
        columns = _columns(
            language,
            (say.TICKET_SERVICE, Kind.TEXT, 31),
            (say.SUBJECT, Kind.TEXT, None),
            (say.ELAPSED, Kind.DURATION, None),
            (say.OVER, Kind.DURATION, None),
            (say.CAUSE, Kind.TEXT, 26),
            (say.ACTION, Kind.TEXT, 25),
            (say.OWNER, Kind.TEXT, 13),
            (say.DUE, Kind.DATE, None),
        )
    rows = tuple(Row(cells=_breach_cells(breach, brief=block.brief)) for breach in block.breaches)
    return Table(columns=columns, rows=rows, caption=block.caption, anchor=block.anchor, note=block.note, dense=True)


def _breach_cells(breach: Breach, *, brief: bool) -> tuple[Cell, ...]:
    times = (
        Cell(text=breach.elapsed, value=Decimal(breach.elapsed_seconds)),
        Cell(text=breach.over, value=Decimal(breach.over_seconds), tone=Tone.BAD),
    )
    if brief:
        head = (Cell(text=breach.ticket), Cell(text=breach.service), Cell(text=breach.title))
        return (*head, Cell(text=breach.priority or NONE), *times, Cell(text=breach.cause or NONE))
    return (
        Cell(text=breach.ticket, note=breach.service),
        Cell(text=breach.title),
        *times,
        Cell(text=breach.cause or NONE),
        Cell(text=breach.measure or NONE),
        Cell(text=breach.owner or NONE),
        day(breach.due),
    )


def _revisions(block: RevisionHistory, language: str) -> Table:
    columns = _columns(
        language,
        (say.VERSION, Kind.TEXT, 20),
        (say.DATE, Kind.DATE, None),
        (say.CHANGE, Kind.TEXT, None),
        (say.AUTHOR, Kind.TEXT, 26),
    )
    rows = tuple(
        Row(cells=(Cell(text=r.version), day(r.on), Cell(text=r.change), Cell(text=r.author))) for r in block.revisions
    )
    return Table(columns=columns, rows=rows, caption=block.caption, anchor=block.anchor)


def _recipients(block: Distribution, language: str) -> Table:
    columns = _columns(
        language, (say.RECIPIENT, Kind.TEXT, 36), (say.POSITION, Kind.TEXT, None), (say.MEANS, Kind.TEXT, 36)
    )
    rows = tuple(
        Row(cells=(Cell(text=r.name), Cell(text=r.position or NONE), Cell(text=r.means or NONE)))
        for r in block.recipients
    )
    return Table(columns=columns, rows=rows, caption=block.caption, anchor=block.anchor, note=block.note)


def _signatures(block: Signatures, meta: Meta) -> Table:
    columns = _columns(
        meta.language,
        (say.ROLE, Kind.TEXT, 24),
        (say.NAME, Kind.TEXT, 36),
        (say.POSITION, Kind.TEXT, None),
        (say.SIGNED, Kind.DATE, None),
    )
    rows = tuple(
        Row(cells=(Cell(text=s.role), Cell(text=s.name), Cell(text=s.position), day(s.on))) for s in meta.signatures
    )
    return Table(columns=columns, rows=rows, caption=block.caption)
