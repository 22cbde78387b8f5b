"""The tree as plain data for the Typst template: labels and references resolved, lists as tables, drawings as SVG.

Nothing here is markup. The template sets each string with ``text()``, so ``#``, ``$`` or ``@`` print as themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from fuwubao.render import vocabulary as say
from fuwubao.render.charts import draw
from fuwubao.render.cover_code import CoverCode, svg_of
from fuwubao.render.lists import as_table
from fuwubao.render.numbering import Numbers, number
from fuwubao.render.printable import printable
from fuwubao.render.tree import (
    Appendix,
    Beside,
    Block,
    Bullets,
    Callout,
    Card,
    Cell,
    Chart,
    Cited,
    Closing,
    Contents,
    Cover,
    Distribution,
    Document,
    Heading,
    KeyFigures,
    Meta,
    NothingThisPeriod,
    Paragraph,
    Ref,
    RevisionHistory,
    Run,
    Runs,
    Share,
    Signatures,
    Sparkline,
    Status,
    Table,
    Verdict,
)

Data = dict[str, Any]
UNBROKEN_ROWS = 10
KEPT_WITH_NEXT = (RevisionHistory, Distribution, Signatures)


def typeset(document: Document) -> Data:
    """Return ``meta``, ``chapters`` (headings in order, for the contents) and ``blocks``."""
    setter = _Setter(document.meta, number(document))
    blocks = list(setter.all(document.blocks))
    chapters = [block for block in blocks if block["node"] == "heading"]
    return {"meta": _meta(document.meta), "chapters": chapters, "blocks": blocks}


def _meta(meta: Meta) -> Data:
    language = meta.language
    signed = [_plain(role=s.role, name=_spaced(s.name), position=s.position, on=s.on) for s in meta.signatures]
    return {
        **_plain(
            title=meta.title,
            number=meta.number,
            issuer=meta.issuer,
            department=meta.department,
            customer=meta.customer,
            period=meta.period,
            language=language,
            classification=meta.classification,
            confidentiality=meta.confidentiality,
            control=meta.control,
            copy=say.COPY.say(language).format(number=meta.copy_number) if meta.copy_number else "",
            holder=say.HOLDER.say(language).format(name=meta.holder) if meta.holder else "",
        ),
        "state": meta.state.value,
        "classification-word": say.CLASSIFICATION.say(language),
        "contents": say.CONTENTS.say(language),
        "draft": say.DRAFT.say(language),
        "drafted": printable(say.DRAFTED.say(language).format(at=meta.drafted_at)),
        "page-of": say.PAGE_OF.say(language),
        "to": say.TO.say(language),
        "made-on": _day(meta),
        "signatures": signed,
    }


def _spaced(name: str) -> str:
    """Set a Chinese name of two or three characters wide, as on a signature line."""
    short = 2 <= len(name) <= 3 and all(ord(letter) > 0x2E7F for letter in name)
    return "\u2005".join(name) if short else name


def _day(meta: Meta) -> list[int]:
    """Return year, month, day for the file's metadata: of the last signature, else of the draft, else of the data.

    PDF/A demands a date and the clock is none of ours: a document that names no day is dated 1970-01-01.
    """
    for text in (*(s.on for s in reversed(meta.signatures)), meta.drafted_at, meta.as_of):
        try:
            day = date.fromisoformat(text[:10])
        except ValueError:
            continue
        return [day.year, day.month, day.day]
    return [1970, 1, 1]


def _plain(**texts: str) -> Data:
    return {name: printable(text) for name, text in texts.items()}


class _Setter:
    """Walks the blocks beside their labels."""

    def __init__(self, meta: Meta, numbers: Numbers) -> None:
        self.meta = meta
        self.numbers = numbers
        self.labels = iter(numbers.labels)

    def all(self, blocks: tuple[Block, ...]) -> Iterator[Data]:
        """Yield each block as data with the anchors that references may lead to."""
        for block, following in zip(blocks, (*blocks[1:], None), strict=True):
            if isinstance(block, Beside):
                chart = self._chart(block.chart, next(self.labels))
                table = self._table(block.table, next(self.labels))
                anchors = [anchor for anchor in (block.chart.anchor, block.table.anchor) if anchor]
                yield {"node": "beside", "chart": chart, "table": table, "anchors": anchors}
                continue
            made = self.one(block, next(self.labels))
            if isinstance(block, NothingThisPeriod):
                made["sticky"] = isinstance(following, NothingThisPeriod)  # a row of them is not torn
            anchor = getattr(block, "anchor", "")
            yield {**made, "anchors": [anchor] if anchor else []}

    def one(self, block: Block, label: str) -> Data:
        """Return a single block."""
        table = as_table(block, self.meta)
        if table is not None:
            # who changed, who gets and who signed the document stand on one page (looks.md section 8)
            return self._table(table, label) | {"sticky": isinstance(block, KEPT_WITH_NEXT)}
        match block:
            case Cover():
                return self._cover(block)
            case Contents():
                return {"node": "contents", "note": self.runs(block.note)}
            case Heading() | Appendix():
                level = block.level if isinstance(block, Heading) else 1
                appendix = isinstance(block, Appendix)
                return {
                    "node": "heading",
                    "level": level,
                    "fresh": block.fresh_page,
                    "appendix": appendix,
                    **_plain(label=label, text=block.text),
                }
            case Chart():
                return self._chart(block, label)
            case KeyFigures():
                return self._key_figures(block)
            case _:
                return self._prose(block)

    def _prose(self, block: Block) -> Data:
        match block:
            case Paragraph():
                return {"node": "paragraph", "runs": self.runs(block.runs)}
            case Bullets():
                items = [self.runs(item) for item in block.items]
                return {"node": "bullets", "ordered": block.ordered, "items": items}
            case Verdict():
                return {"node": "verdict", "title": printable(block.title), "runs": self.runs(block.runs)}
            case Callout():
                title = printable(block.title)
                return {"node": "callout", "title": title, "weight": block.weight.value, "runs": self.runs(block.runs)}
            case NothingThisPeriod():
                subject = say.NOTHING_OF.say(self.meta.language).format(subject=block.subject)
                return {"node": "nothing", **_plain(subject=subject, text=say.NOTHING.say(self.meta.language))}
            case Closing():
                return {"node": "closing", "text": printable(block.text or say.END.say(self.meta.language))}
        raise TypeError(f"{type(block).__name__} has no way to paper")

    def runs(self, runs: Runs) -> list[Data]:
        """Return runs with references as their words and target."""
        return [self._run(run) for run in runs]

    def _run(self, run: Run) -> Data:
        if isinstance(run, Ref):
            return {"kind": "ref", "to": run.anchor, "text": self.numbers.of(run)}
        words = run.display if isinstance(run, Cited) else run.text
        return {"kind": "text", "strong": run.strong, "text": printable(words)}

    def _cover(self, block: Cover) -> Data:
        strip = None
        if block.strip is not None:
            strip = {
                "periods": [printable(period) for period in block.strip.periods],
                "first": block.strip.first,
                "last": block.strip.last,
                "words": printable(block.strip.words),
            }
        facts = [[printable(name), printable(value)] for name, value in block.facts]
        return {
            "node": "cover",
            "code": svg_of(CoverCode(self.meta.number, self.meta.version, self.meta.check)) if self.meta.check else "",
            "check": self.meta.check,
            "strip": strip,
            "facts": facts,
            **_plain(when=block.when, addressee=block.addressee, unit=block.unit),
        }

    def _key_figures(self, block: KeyFigures) -> Data:
        targets = [
            {"shape": target.shape.value, **_plain(title=target.title, display=target.display)}
            for target in block.targets
        ]
        legend = [_status(status) for status in block.legend]
        return {
            "node": "key-figures",
            "cards": [_card(card) for card in block.cards],
            "targets": targets,
            "legend": legend,
        }

    def _chart(self, block: Chart, label: str) -> Data:
        picture = draw(block.drawing)
        return {
            "node": "chart",
            "svg": picture.svg,
            "note": self.runs(block.note),
            **_plain(label=label, caption=block.caption, alt=block.alt),
        }

    def _table(self, table: Table, label: str) -> Data:
        columns = [
            {"title": printable(c.title), "kind": c.kind.value, "align": c.aligned.value, "width": c.width}
            for c in table.columns
        ]
        rows = [{"kind": row.kind.value, "cells": [self._cell(cell) for cell in row.cells]} for row in table.rows]
        return {
            "node": "table",
            "columns": columns,
            "rows": rows,
            "note": self.runs(table.note),
            "dense": table.dense,
            "breakable": len(table.rows) > UNBROKEN_ROWS,
            **_plain(label=label, caption=table.caption),
        }

    def _cell(self, cell: Cell) -> Data:
        return {
            **_plain(text=cell.text, note=cell.note),
            "runs": self.runs(cell.runs),
            "tone": cell.tone.value,
            "status": _status(cell.status) if cell.status else None,
            "spark": _image(cell.spark) if cell.spark else None,
            "share": {**_image(cell.share), "text": printable(cell.share.words)} if cell.share else None,
        }


def _status(status: Status) -> Data:
    return {
        "shape": status.shape.value,
        "word": printable(status.word),
        "tags": [printable(tag) for tag in status.tags],
    }


def _card(card: Card) -> Data:
    return {
        "status": _status(card.status),
        "facts": [[printable(name), printable(value)] for name, value in card.facts],
        "spark": _image(card.spark) if card.spark else None,
        **_plain(title=card.title, display=card.display, base=card.base),
    }


def _image(drawing: Sparkline | Share) -> Data:
    """A picture that repeats what stands beside it in words."""
    return {"svg": draw(drawing).svg, "alt": drawing.words if isinstance(drawing, Share) else "…"}
