"""The author's words of a block, with every citation resolved to its frozen figure."""

from __future__ import annotations

from fuwubao.domain.figures import Figure
from fuwubao.domain.prose import Piece, Stretch, stretches
from fuwubao.render import tree as t
from fuwubao.reports.composition.composer import Composer, grouped
from fuwubao.reports.errors import UnknownCitation


def paragraphs(composer: Composer, block: str) -> list[t.Block]:
    """Return the author's text of a block: a paragraph a line, lines that begin with ``- `` as one list.

    Raises: UnknownCitation when a token names a figure that the report does not hold.
    """
    made: list[t.Block] = []
    bullets: list[t.Runs] = []
    for line in composer.material.texts.get(block, "").splitlines():
        if not line.strip():
            continue
        if line.lstrip().startswith("- "):
            bullets.append(runs(composer, block, line.lstrip()[2:]))
            continue
        if bullets:
            made.append(t.Bullets(items=tuple(bullets)))
            bullets = []
        made.append(t.Paragraph(runs=runs(composer, block, line.strip())))
    if bullets:
        made.append(t.Bullets(items=tuple(bullets)))
    return made


def runs(composer: Composer, block: str, text: str) -> t.Runs:
    """Turn one line into runs: citations become figures, all else stays text."""
    return tuple(run for stretch in stretches(text) for run in _runs(composer, block, stretch))


def _runs(composer: Composer, block: str, stretch: Stretch) -> t.Runs:
    """Return a stretch; a cited value that was entered by hand says so."""
    run = _run(composer, block, stretch)
    figure = cited_figure(composer, stretch)
    if figure is None or not figure.tag or stretch.part == "target":
        return (run,)
    return (run, t.Text(f"（{figure.tag}）"))


def cited_figure(composer: Composer, stretch: Stretch) -> Figure | None:
    """Return the figure that a citation names, None for other stretches and for figures the report does not hold."""
    if stretch.piece is not Piece.CITED:
        return None
    return composer.material.figures.get((stretch.key, stretch.period or composer.material.period.label))


def _run(composer: Composer, block: str, stretch: Stretch) -> t.Run:
    if stretch.piece is not Piece.CITED:
        return t.Text(stretch.text)
    figure = cited_figure(composer, stretch)
    if figure is None:
        raise UnknownCitation(where=block, key=stretch.text.strip("[]"), why=stretch.text)
    if not stretch.part:
        return composer.cited(figure)
    key = composer.mention(figure)
    if stretch.part == "nd":
        return t.Cited(composer.base(figure), key)
    if stretch.part in ("n", "d"):
        part = figure.numerator if stretch.part == "n" else figure.denominator
        return t.Cited("—" if part is None else grouped(part), key)
    if stretch.part == "target":
        return t.Cited(composer.bound(figure.target, figure.unit), key)
    return t.Cited(composer.change(figure, figure.period.previous), key)
