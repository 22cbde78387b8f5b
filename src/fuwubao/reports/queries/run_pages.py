"""What stands around a period run: its export, the outcomes of its last job, the summary that an approver opens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from fuwubao.accounts.models import Job, User
from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.periods import parse_period
from fuwubao.reports.models import CarriedSentence, Report, SectionText
from fuwubao.reports.queries.carried_pages import in_figures
from fuwubao.reports.queries.checking import Released, released_of
from fuwubao.reports.queries.material import material_of
from fuwubao.reports.queries.period_run import Look, RunLine, due_for, look_of
from fuwubao.reports.queries.review_page import ReviewPage, review_page
from fuwubao.reports.queries.versions import newest
from fuwubao.ui.language import reader_language


def export_rows(lines: Iterable[RunLine]) -> list[list[object]]:
    """Return the lines as the rows of a CSV, a head first; lists are joined, nothing is an empty cell."""
    rows = [line.to_json() for line in lines]
    heads = list(rows[0]) if rows else ["number"]
    return [[*heads], *([_cell(row[head]) for head in heads] for row in rows)]


def _cell(value: object) -> object:
    if isinstance(value, list):
        return "；".join(str(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else value


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeLine:
    """What became of one report of the last job, in the reader's language."""

    number: str
    done: bool
    words: str


def outcomes_of(job: Job | None, wanted: str) -> tuple[OutcomeLine, ...]:
    """Return the outcomes of the period's last job where the address asks for that one, refusals first."""
    if job is None or str(job.pk) != wanted or not job.result:
        return ()
    language = reader_language()
    lines = [
        OutcomeLine(number=one["number"], done=one["done"], words=one[language])
        for one in job.result.get("results", [])
    ]
    return tuple(sorted(lines, key=lambda line: line.done))


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenBlock:
    """One chapter's words with its figures; ``carried`` tells that sentences in it came from the last period."""

    title: str
    text: str
    carried: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryPage:
    """What an approver judges by in one look: verdict, red and unusual figures, changes, words, checks.

    ``following`` is the next report of the period that waits for the same reader's look; None after the last.
    """

    report: Report
    review: ReviewPage
    look: Look
    blocks: tuple[WrittenBlock, ...]
    confirmed: tuple[CarriedSentence, ...]
    released: tuple[Released, ...]
    place: int
    total: int
    following: Report | None
    period: str


def summary_page(report_id: int, *, period: str, reader: User, now: datetime) -> SummaryPage:
    """Return the summary of a submitted report within its period's run. Raises: ReportNotFound."""
    review = review_page(report_id, reader=reader, now=now)
    report = review.report
    label = period or report.period_label
    waiting = _waiting(label, reader)
    places = [one.pk for one in waiting]
    place = places.index(report.pk) if report.pk in places else -1
    following = waiting[place + 1] if 0 <= place < len(waiting) - 1 else None
    return SummaryPage(
        report=report,
        review=review,
        look=look_of(report),
        blocks=_blocks(report),
        confirmed=tuple(report.carried.exclude(confirmed_at=None).select_related("confirmed_by", "source")),
        released=released_of(report),
        place=place + 1,
        total=len(waiting),
        following=following,
        period=label,
    )


def _waiting(label: str, reader: User) -> list[Report]:
    """The period's reports that were submitted and not published, as the run lists them."""
    found = []
    for duty in due_for(parse_period(label, time_zone()), reader=reader):
        report = newest(duty.reports.all())
        if report is not None and report.state in ("in_review", "escalated", "approved"):
            found.append((duty.row.customer_name, duty.row.number, report))
    return [report for _customer, _number, report in sorted(found, key=lambda one: one[:2])]


def _blocks(report: Report) -> tuple[WrittenBlock, ...]:
    material = material_of(report)
    texts: dict[str, SectionText] = {one.block: one for one in report.texts.all() if one.text.strip()}
    carried = list(report.carried.all())
    return tuple(
        WrittenBlock(
            title=entry["title"],
            text=in_figures(texts[entry["code"]].text, material),
            carried=sum(one.block == entry["code"] and one.text in texts[entry["code"]].text for one in carried),
        )
        for entry in report.template.blocks
        if entry["code"] in texts
    )
