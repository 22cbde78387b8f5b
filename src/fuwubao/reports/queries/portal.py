"""What the recipient's portal shows of a published report: the verdict first, then the receipt."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fuwubao.accounts.models import User
from fuwubao.render import tree as t
from fuwubao.reports.models import Feedback, Objection, Report


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
    is_withdrawn: bool = False
    objections: tuple[Objection, ...] = ()
    may_object: bool = False


def portal_report(report: Report, *, reader: User) -> PortalReport:
    """Return what the portal shows of a report that was already found to be the reader's."""
    return replace(
        shown_report(report),
        delivery=report.deliveries.filter(user=reader).order_by("acknowledged_at", "pk").first(),
        feedback=tuple(report.feedback.filter(given_by=reader).order_by("-given_at")),
        objections=tuple(
            report.objections.filter(raised_by=reader).select_related("correction").order_by("-raised_at", "-pk")
        ),
        may_object=report.state in ("published", "acknowledged", "followed_up", "archived"),
    )


def shown_report(report: Report) -> PortalReport:
    """Return what anybody sees to whom a report was given: verdict, figures, decisions, files, marks of old copies."""
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
        delivery=None,
        feedback=(),
        files=tuple(report.files.filter(file_format__in=("pdf", "xlsx")).order_by("file_format")),
        is_superseded=report.state == "superseded",
        newer=newer,
        is_withdrawn=report.state == "withdrawn",
    )
