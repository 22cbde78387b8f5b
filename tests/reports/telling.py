"""A document tree told as plain lines, small enough to be read and compared."""

from __future__ import annotations

from fuwubao.render import tree as t


def told(document: t.Document) -> str:
    """Return headings, words, tables and charts of a document, a line each."""
    return "\n".join(line for block in t.flat(document.blocks) for line in _lines(block)) + "\n"


def words(runs: t.Runs) -> str:
    """Return runs as text, citations as they print."""
    return "".join(run.display if isinstance(run, t.Cited) else getattr(run, "text", "") for run in runs)


def cell(one: t.Cell) -> str:
    """Return what a cell prints: its text or status, its note in brackets."""
    text = one.text
    if one.status is not None:
        text = " ".join([one.status.word, *one.status.tags])
    return f"{text}（{one.note}）" if one.note else text


def table(document: t.Document, caption: str) -> list[list[str]]:
    """Return the cells of one table as they print."""
    found = next(b for b in t.flat(document.blocks) if isinstance(b, t.Table) and b.caption == caption)
    return [[cell(one) for one in row.cells] for row in found.rows]


def _lines(block: t.Block) -> list[str]:
    if isinstance(block, t.Heading):
        return [f"{'#' * block.level} {block.text}"]
    if isinstance(block, t.Appendix):
        return [f"# 附录 {block.text}"]
    if isinstance(block, t.Paragraph):
        return [words(block.runs)]
    if isinstance(block, t.Verdict):
        return [f"{block.title} | {words(block.runs)}"]
    if isinstance(block, t.NothingThisPeriod):
        return [f"本期无{block.subject}"]
    if isinstance(block, t.KeyFigures):
        cards = [f"[{c.title} {c.display} {c.status.word} {c.base}]" for c in block.cards]
        return [*cards, " ".join(f"{g.title}={g.display}" for g in block.targets)]
    if isinstance(block, t.Table):
        rows = ["  " + " | ".join(cell(c) for c in row.cells) for row in block.rows]
        return [f"表 {block.caption}", *rows, *([f"  注 {words(block.note)}"] if block.note else [])]
    if isinstance(block, t.Chart):
        return [f"图 {block.caption}"]
    if isinstance(block, t.ActionList):
        return [f"{a.number}. {a.what} {a.owner} {a.due} {a.status.word} {a.done}".rstrip() for a in block.actions]
    if isinstance(block, t.BreachList):
        return [f"{b.ticket} {b.elapsed} {b.over} {b.cause}" for b in block.breaches]
    if isinstance(block, t.EventList):
        return [f"{e.on} {e.kind} {words(e.what)} {e.related}" for e in block.events]
    return [f"<{type(block).__name__}>"]
