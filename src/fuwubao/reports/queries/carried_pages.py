"""The carried sentences of a period's drafts, each in figures and words, for the page where authors confirm them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fuwubao.accounts.models import User
from fuwubao.domain.carrying import misfits
from fuwubao.render import tree as t
from fuwubao.reports.composition.composer import Composer
from fuwubao.reports.composition.prose import runs
from fuwubao.reports.errors import UnknownCitation
from fuwubao.reports.material import Material
from fuwubao.reports.models import Report
from fuwubao.reports.queries.carried import waiting_of
from fuwubao.reports.queries.material import material_of
from fuwubao.reports.queries.reports import visible_reports

WRITING = ("draft", "returned")


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedLine:
    """One sentence to confirm: as it reads now, and the words of direction in it that do not fit."""

    id: int
    block_title: str
    text: str
    misfits: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedReport:
    """The carried sentences of one report."""

    report: Report
    lines: tuple[CarriedLine, ...]


def carried_reports(*, reader: User, numbers: Iterable[str]) -> tuple[CarriedReport, ...]:
    """Return the drafts of some numbers that hold carried sentences, with each sentence in figures and words."""
    wanted = visible_reports(reader).filter(number__in=list(numbers), state__in=WRITING).order_by("row__number")
    found = (_carried_report(report) for report in wanted)
    return tuple(one for one in found if one.lines)


def _carried_report(report: Report) -> CarriedReport:
    waiting = waiting_of(report)
    if not waiting:
        return CarriedReport(report=report, lines=())
    material = material_of(report)
    titles = {entry["code"]: entry["title"] for entry in report.template.blocks}
    return CarriedReport(
        report=report,
        lines=tuple(
            CarriedLine(
                id=row.pk,
                block_title=titles.get(row.block, row.block),
                text=in_figures(row.text, material),
                misfits=misfits(row.text, material.figures, now=material.period),
            )
            for row in waiting
        ),
    )


def in_figures(text: str, material: Material) -> str:
    """Return prose with its citations as the figures that they stand for; one that the report lacks stays a token."""
    try:
        return "".join(_plain(run) for run in runs(Composer(material), "", text))
    except UnknownCitation:
        return text


def _plain(run: t.Run) -> str:
    return run.display if isinstance(run, t.Cited) else str(getattr(run, "text", ""))
