"""Whether every number is the frozen one: citations, typed numbers, changed sources, small samples, damage."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from fuwubao.domain.figures import Figure, FigureStatus
from fuwubao.domain.prose import Piece, Stretch, same_number, stretches
from fuwubao.reports.checks.finding import Finding, Severity, Sight, must, target_called, warn
from fuwubao.reports.material import Material

MOST_TOLD = 3


def undamaged(sight: Sight) -> Iterator[Finding]:
    """Tell what does not agree with its own hash, or prints another number than was frozen (M14)."""
    for subject, what in sight.draft.damaged:
        message = _("%(what)s 与冻结时不一致") % {"what": what}
        detail = _("重新取数；仍不一致时用 fuwubao audit verify 查明是谁改动的")
        yield must("mismatch", "", subject, message, detail, "retake")


def cited(sight: Sight) -> Iterator[Finding]:
    """Tell of numbers in the prose that are no citation, with the figures that they could be (M14)."""
    material = sight.material
    for block, stretch in _written(sight):
        if stretch.piece is Piece.NUMBER and (block, stretch.text.strip()) not in material.statements:
            yield _uncited(material, block, stretch.text.strip())


def known(sight: Sight) -> Iterator[Finding]:
    """Tell of citations whose figure the report does not hold."""
    material = sight.material
    for block, stretch in _written(sight):
        label = stretch.period or material.period.label
        if stretch.piece is Piece.CITED and (stretch.key, label) not in material.figures:
            message = _("引用了没有的数字 %(text)s") % {"text": stretch.text}
            yield must("unknown_citation", block, stretch.text, message, _("重新选择要引用的数字"), "cite")


def _written(sight: Sight) -> Iterator[tuple[str, Stretch]]:
    shown = {block["code"] for block in sight.draft.blocks}
    for block, text in sight.material.texts.items():
        if block in shown:
            for stretch in stretches(text):
                yield block, stretch


def _uncited(material: Material, block: str, written: str) -> Finding:
    fitting = [
        figure
        for (_key, label), figure in material.figures.items()
        if label in (material.period.label, material.previous.label) and same_number(written, figure.display)
    ]
    suggestions = tuple(dict.fromkeys(_token(material, figure) for figure in fitting))[:4]
    unknown = _("报告中没有这个数字：引用正确的数字，或标为作者陈述并写明依据")
    detail = _("改为引用报告中的数字") if suggestions else unknown
    return Finding(
        rule="uncited",
        severity=Severity.MUST,
        block=block,
        subject=written,
        message=_("“%(text)s”不是引用的数字") % {"text": written},
        detail=detail,
        mend="cite",
        suggestions=suggestions,
    )


def _token(material: Material, figure: Figure) -> str:
    period = "" if figure.period == material.period else f"@{figure.period.label}"
    return f"[[{material.key(figure)}{period}]]"


def fresh(sight: Sight) -> Iterator[Finding]:
    """Tell what moved since the freeze; rows that move none of the report's figures are not told."""
    newer, moved = sight.draft.newer_snapshot, sight.draft.moved
    if not newer or moved == ():
        return
    snapshots = {"taken": sight.material.snapshot, "newer": newer}
    detail = _("快照 %(taken)s 之后又有新数据（%(newer)s）") % snapshots
    if moved is None:
        yield warn("stale", "", newer, _("数据在采集之后有变动"), detail, "retake")
        return
    told = "；".join(f"{one.title} {one.was} → {one.now}" for one in moved[:MOST_TOLD])
    message = _("数据在采集之后有变动，%(count)s 个数字不同") % {"count": len(moved)}
    yield warn("stale", "", newer, message, f"{told} · {detail}", "retake")


def available(sight: Sight) -> Iterator[Finding]:
    """Tell of targets whose data cannot be had (M4)."""
    for line in sight.material.targets:
        figure = sight.material.figure(line.key)
        if figure is not None and figure.status is FigureStatus.UNAVAILABLE:
            message = _("%(target)s 数据不可用") % {"target": target_called(line)}
            yield warn("unavailable", "attainment", line.id, message, figure.reason or _("来源不可读"), "retake")


def large_enough(sight: Sight) -> Iterator[Finding]:
    """Tell of targets that are judged by very few cases (M5)."""
    for line in sight.material.targets:
        figure = sight.material.figure(line.key)
        if figure is not None and figure.status is FigureStatus.SMALL_SAMPLE:
            facts = {"target": target_called(line), "count": figure.denominator}
            message = _("%(target)s 样本不足，只有 %(count)s 例") % facts
            yield warn("small_sample", "attainment", line.id, message, _("在正文说明样本少，不据此下结论"), "write")
