"""What the recipient's portal shows of a published report: the verdict first, then the receipt."""

from __future__ import annotations

from dataclasses import dataclass

from fuwubao.accounts.models import User
from fuwubao.render import tree as t
from fuwubao.reports.models import Feedback, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalReport:
    """A published report as its recipient reads it: verdict and figures first, then the receipt."""

    report: Report
    verdict: str
    verdict_words: str
    cards: tuple[t.Card, ...]
    decisions: tuple[object, ...]
    delivery: object | None
    feedback: tuple[Feedback, ...]
    files: tuple[object, ...]
    is_superseded: bool
    newer: Report | None


def portal_report(report: Report, *, reader: User) -> PortalReport:
    """Return what the portal shows of a report that was already found to be the reader's."""
    document = t.from_json(report.tree.encode("utf-8"))
    verdict = next((b for b in document.blocks if isinstance(b, t.Verdict)), t.Verdict(title=""))
    figures = next((b for b in document.blocks if isinstance(b, t.KeyFigures)), t.KeyFigures())
    words = "".join(run.text if isinstance(run, t.Text) else getattr(run, "display", "") for run in verdict.runs)
    newer = Report.objects.filter(previous_version=report, published_at__isnull=False).first()
    return PortalReport(
        report=report,
        verdict=verdict.title,
        verdict_words=words,
        cards=figures.cards,
        decisions=tuple(report.decisions.order_by("pk")),
        delivery=report.deliveries.filter(user=reader).first(),
        feedback=tuple(report.feedback.filter(given_by=reader).order_by("-given_at")),
        files=tuple(report.files.filter(file_format__in=("pdf", "xlsx")).order_by("file_format")),
        is_superseded=report.state == "superseded",
        newer=newer,
    )
