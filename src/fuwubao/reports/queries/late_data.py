"""Data that came after a report's freeze: which of its figures it moves, what was chosen, what a later report tells."""

from __future__ import annotations

from dataclasses import dataclass

from fuwubao.accounts.models import User
from fuwubao.domain.lifecycles import REPORT
from fuwubao.records import queries as records
from fuwubao.reports.checks import Moved
from fuwubao.reports.models import LateDataChoice, Report
from fuwubao.reports.queries.checking import moved_of
from fuwubao.reports.queries.material import material_of
from fuwubao.reports.queries.reports import report_with_id
from fuwubao.ui.language import said

UPDATABLE = ("draft", "returned")
EXPLAINABLE = ("in_review", "escalated", "approved", "published", "acknowledged", "followed_up", "archived")


@dataclass(frozen=True, slots=True, kw_only=True)
class LateData:
    """The difference list of a report against the newest rows, and what was chosen about earlier ones."""

    report: Report
    state_words: str
    newer_snapshot: str
    moved: tuple[Moved, ...]
    choices: tuple[LateDataChoice, ...]

    @property
    def may_update(self) -> bool:
        """Before submission the figures can be taken anew."""
        return bool(self.moved) and self.report.state in UPDATABLE

    @property
    def may_explain(self) -> bool:
        """From submission on the next report tells the difference."""
        return bool(self.moved) and self.report.state in EXPLAINABLE


def late_data(report_id: int, *, reader: User) -> LateData:
    """Return the difference list of a report. Raises: ReportNotFound."""
    report = report_with_id(report_id, reader=reader)
    return LateData(
        report=report,
        state_words=said(REPORT.states[report.state]),
        newer_snapshot=newer_than(report),
        moved=moved_since(report),
        choices=tuple(report.late_data.select_related("chosen_by", "told_in").order_by("-chosen_at")),
    )


def newer_than(report: Report) -> str:
    """Return the newest snapshot where it is another than the report's, else nothing."""
    newest = records.latest_snapshot()
    return newest if newest != report.snapshot else ""


def moved_since(report: Report) -> tuple[Moved, ...]:
    """Return the report's figures that the newest rows tell otherwise."""
    newer = newer_than(report)
    return (moved_of(report, material_of(report), newer, recount=True) or ()) if newer else ()
