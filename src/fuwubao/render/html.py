"""HTML: one file with its style and static SVG, no script; the same content as a fragment for a page of ours.

The fragment carries classes and presentation attributes only, so it stands under a policy without inline style;
the page links ``document.css`` beside it. Displays are plain text in one piece, never split by tags.
"""

from __future__ import annotations

from pathlib import Path

from fuwubao.render import vocabulary as say
from fuwubao.render.charts import draw
from fuwubao.render.cover_code import CoverCode, svg_of
from fuwubao.render.html_tables import cell_words, runs_of, status_of, table_of
from fuwubao.render.lists import as_table
from fuwubao.render.numbering import Numbers, number
from fuwubao.render.printable import markup
from fuwubao.render.tree import (
    Appendix,
    Beside,
    Block,
    Bullets,
    Callout,
    Card,
    Chart,
    Closing,
    Contents,
    Cover,
    Document,
    Heading,
    KeyFigures,
    NothingThisPeriod,
    Paragraph,
    PeriodStrip,
    Signature,
    State,
    Verdict,
    flat,
)

STYLE = Path(__file__).parent / "document.css"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def write(document: Document) -> bytes:
    """Return the document as one HTML file. Raises UnknownAnchor, UnevenTable."""
    meta = document.meta
    language = "zh-CN" if meta.language == "zh" else "en"
    head = (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f"<title>{markup(meta.title)} {markup(meta.number)}</title>\n<style>\n{style()}</style>\n</head>\n<body>\n"
    )
    return (head + fragment(document) + "\n</body>\n</html>\n").encode()


def style() -> str:
    """Return the style sheet of documents."""
    return STYLE.read_text(encoding="utf-8")


def fragment(document: Document) -> str:
    """Return the document as an ``article`` to be put into a page that links the style sheet."""
    writer = _Writer(document, number(document))
    parts = [writer.block(block) for block in document.blocks]
    meta = document.meta
    banner = ""
    if meta.state is State.DRAFT:
        words = say.DRAFTED.say(meta.language).format(at=meta.drafted_at)
        banner = f'<p class="fd-draft">{markup(words)}</p>\n'
    return f'<article class="fd">\n{banner}' + "\n".join(parts) + "\n</article>"


class _Writer:
    """Writes block by block beside the labels."""

    def __init__(self, document: Document, numbers: Numbers) -> None:
        self.document = document
        self.meta = document.meta
        self.language = document.meta.language
        self.numbers = numbers
        self.labels = iter(numbers.labels)

    def block(self, block: Block) -> str:
        """Return one block, a pair side by side as one."""
        if isinstance(block, Beside):
            chart = self._chart(block.chart, next(self.labels))
            table = table_of(block.table, next(self.labels), self.numbers)
            return f'<div class="fd-beside">{chart}{table}</div>'
        label = next(self.labels)
        table_like = as_table(block, self.meta)
        if table_like is not None:
            return table_of(table_like, label, self.numbers)
        match block:
            case Cover():
                return self._cover(block)
            case Contents():
                return self._contents(block)
            case Heading() | Appendix():
                return self._heading(block, label)
            case Chart():
                return self._chart(block, label)
            case KeyFigures():
                return self._key_figures(block)
            case _:
                return self._prose(block)

    def _prose(self, block: Block) -> str:
        match block:
            case Paragraph():
                return f"<p>{runs_of(block.runs, self.numbers)}</p>"
            case Bullets():
                tag = "ol" if block.ordered else "ul"
                items = "".join(f"<li>{runs_of(item, self.numbers)}</li>" for item in block.items)
                return f'<{tag} class="fd-list">{items}</{tag}>'
            case Verdict():
                return (
                    f'<div class="fd-verdict"><p class="fd-verdict-title">{markup(block.title)}</p>'
                    f"<p>{runs_of(block.runs, self.numbers)}</p></div>"
                )
            case Callout():
                return (
                    f'<div class="fd-callout fd-{block.weight.value}"><p class="fd-callout-title">'
                    f"{markup(block.title)}</p><p>{runs_of(block.runs, self.numbers)}</p></div>"
                )
            case NothingThisPeriod():
                subject = say.NOTHING_OF.say(self.language).format(subject=block.subject)
                return f'<p class="fd-nothing"><b>{markup(subject)}</b>{say.NOTHING.say(self.language)}</p>'
            case Closing():
                return f'<p class="fd-closing">—— {markup(block.text or say.END.say(self.language))} ——</p>'
        raise TypeError(f"{type(block).__name__} has no way to HTML")

    def _heading(self, block: Heading | Appendix, label: str) -> str:
        level = block.level + 1 if isinstance(block, Heading) else 2
        anchor = f'<a id="fd-{markup(block.anchor)}"></a>' if block.anchor else ""
        words = f'<span class="fd-number">{markup(label)}</span> {markup(block.text)}'
        return f'<h{level} id="{_name(label)}">{words}</h{level}>{anchor}'

    def _contents(self, block: Contents) -> str:
        rows = []
        for one, label in zip(flat(self.document.blocks), self.numbers.labels, strict=True):
            if isinstance(one, Appendix) or (isinstance(one, Heading) and one.level <= 2):
                level = one.level if isinstance(one, Heading) else 1
                rows.append(
                    f'<li class="fd-level-{level}"><a href="#{_name(label)}"><span class="fd-number">{markup(label)}'
                    f"</span> {markup(one.text)}</a></li>"
                )
        note = f'<p class="fd-note">{runs_of(block.note, self.numbers)}</p>' if block.note else ""
        title = say.CONTENTS.say(self.language)
        return f'<nav class="fd-contents" aria-label="{title}"><h2>{title}</h2><ol>{"".join(rows)}</ol>{note}</nav>'

    def _cover(self, block: Cover) -> str:
        meta = self.meta
        facts = "".join(f"<dt>{markup(name)}</dt><dd>{markup(value)}</dd>" for name, value in block.facts)
        classified = (
            f"<span>{say.CLASSIFICATION.say(self.language)} <b>{markup(meta.classification)}</b></span>"
            if meta.classification
            else ""
        )
        to = f'<p class="fd-to">{say.TO.say(self.language)} {markup(block.addressee)}</p>' if block.addressee else ""
        stamp = f'<p class="fd-stamp">{markup(meta.control)}</p>' if meta.control else ""
        if meta.check:
            drawn = svg_of(CoverCode(meta.number, meta.version, meta.check))
            drawn = drawn.replace("<svg ", f'<svg role="img" aria-label="{markup(meta.number)}" ', 1)
            stamp += f'<p class="fd-code">{drawn}<small>{meta.check}</small></p>'
        signed = "".join(_signature(signature) for signature in meta.signatures)
        return (
            f'<header class="fd-cover"><p class="fd-issuer"><span>{markup(meta.issuer)}</span>{classified}</p>'
            f'<p class="fd-unit">{markup(block.unit)}</p><p class="fd-when">{markup(block.when)}</p>'
            f"<h1>{markup(meta.title)}</h1>{to}{_strip(block.strip)}"
            f'<div class="fd-facts"><dl>{facts}</dl>{stamp}</div><div class="fd-signatures">{signed}</div></header>'
        )

    def _key_figures(self, block: KeyFigures) -> str:
        cards = "".join(_card(card) for card in block.cards)
        targets = "".join(
            f'<li class="fd-glance fd-{target.shape.value}">{cell_words(target)}</li>' for target in block.targets
        )
        legend = "".join(f"<span>{status_of(status)}</span>" for status in block.legend)
        out = f'<div class="fd-cards">{cards}</div>' if cards else ""
        if targets:
            out += f'<ul class="fd-targets" aria-label="{say.STRIP.say(self.language)}">{targets}</ul>'
        return out + (f'<p class="fd-legend">{legend}</p>' if legend else "")

    def _chart(self, block: Chart, label: str) -> str:
        svg = draw(block.drawing).svg.replace("<svg ", f'<svg role="img" aria-label="{markup(block.alt)}" ', 1)
        anchor = f' id="fd-{markup(block.anchor)}"' if block.anchor else ""
        note = f'<p class="fd-note">{runs_of(block.note, self.numbers)}</p>' if block.note else ""
        caption = f"<figcaption>{markup(label)} {markup(block.caption)}</figcaption>"
        return f'<figure class="fd-chart" tabindex="0"{anchor}>{svg}{note}{caption}</figure>'


def _name(label: str) -> str:
    """Name a heading for links: 3.1 becomes fd-3-1."""
    return "fd-" + "-".join(label.replace(".", " ").split())


def _signature(signature: Signature) -> str:
    return (
        f'<div><span class="fd-role">{markup(signature.role)}</span><b>{markup(signature.name)}</b>'
        f"<span>{markup(signature.position)} {markup(signature.on)}</span></div>"
    )


def _strip(strip: PeriodStrip | None) -> str:
    if strip is None:
        return ""
    cells = "".join(
        f"<li{' class=fd-own' if strip.first <= i <= strip.last else ''}>{markup(period)}</li>"
        for i, period in enumerate(strip.periods)
    )
    return f'<ol class="fd-strip">{cells}</ol><p class="fd-note">{markup(strip.words)}</p>'


def _card(card: Card) -> str:
    facts = "".join(f"<dt>{markup(name)}</dt><dd>{markup(value)}</dd>" for name, value in card.facts)
    spark = draw(card.spark).svg.replace("<svg ", '<svg aria-hidden="true" ', 1) if card.spark else ""
    return (
        f'<div class="fd-card fd-{card.status.shape.value}"><p class="fd-card-head"><span>{markup(card.title)}</span>'
        f'{status_of(card.status)}</p><p class="fd-value">{markup(card.display)}</p>'
        f'<p class="fd-base"><span>{markup(card.base)}</span>{spark}</p><dl>{facts}</dl></div>'
    )
