"""The page of the yearly cycle: what is reviewed, what is owed, the summary's review, the process in figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from fuwubao.accounts import permissions
from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.periods import parse_period
from fuwubao.domain.ratios import Ratio
from fuwubao.domain.words import Words
from fuwubao.reports.annual_words import CONCLUSIONS, OUTCOMES
from fuwubao.reports.models import AnnualReview, Duty, RegisterRow, SummaryOpinion, SummaryReview, Template
from fuwubao.reports.queries.duties import flag_of
from fuwubao.reports.queries.process_kpis import Kpi, process_kpis

OPEN = ("active", "lowered_priority")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLine:
    """One row or template with its newest review and the day by which the next one is owed; ``flag`` of that duty."""

    kind: str
    subject: str
    title: str
    last_on: date | None
    outcome: Words | None
    reason: str
    due_on: date | None
    flag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionLine:
    """One member of a review and what was said."""

    member: str
    conclusion: Words | None
    opinion: str
    given_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryLine:
    """One review of a summary."""

    review: SummaryReview
    opinions: tuple[OpinionLine, ...]
    handed: tuple[str, ...]
    may_speak: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarterly:
    """One of K30–K36 over the quarters of a year, and for the year."""

    measure: str
    words: Words
    quarters: tuple[str, ...]
    whole: str
    base: Ratio
    note: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualPage:
    """Everything of one year."""

    year: int
    reviews: tuple[ReviewLine, ...]
    summaries: tuple[SummaryLine, ...]
    kpis: tuple[Quarterly, ...]
    may_review: bool
    may_convene: bool


def annual_page(*, reader: User, year: int, now: datetime) -> AnnualPage:
    """Return the yearly cycle as it stands."""
    return AnnualPage(
        year=year,
        reviews=tuple(review_lines(now=now)),
        summaries=tuple(_summary(one, reader) for one in SummaryReview.objects.order_by("-year", "-pk")),
        kpis=_kpis(reader, year, now),
        may_review=permissions.may(reader, "reports.review_row", now=now),
        may_convene=permissions.may(reader, "reports.convene_summary", now=now),
    )


def review_lines(*, now: datetime) -> list[ReviewLine]:
    """Return every row and template that is to be reviewed, the earliest owed first (S1.19)."""
    newest = {(one.kind, one.subject): one for one in AnnualReview.objects.order_by("reviewed_at", "pk")}
    owed = {
        (duty.kind.removesuffix("_review"), duty.subject): duty
        for duty in Duty.objects.filter(kind__in=("row_review", "template_review"))
        .exclude(state__in=("fulfilled", "waived", "cancelled"))
        .order_by("-due_at")
    }
    subjects = [("row", row.number, row.name) for row in RegisterRow.objects.filter(state__in=OPEN)]
    effective = Template.objects.filter(state="effective").order_by("code", "version")
    subjects += [("template", code, name) for code, name in {one.code: one.name for one in effective}.items()]
    lines = [_line(kind, subject, title, newest, owed, now) for kind, subject, title in subjects]
    return sorted(lines, key=lambda line: (line.due_on or date.max, line.kind, line.subject))


def _line(
    kind: str,
    subject: str,
    title: str,
    newest: dict[tuple[str, str], AnnualReview],
    owed: dict[tuple[str, str], Duty],
    now: datetime,
) -> ReviewLine:
    zone, last, duty = ZoneInfo(time_zone()), newest.get((kind, subject)), owed.get((kind, subject))
    return ReviewLine(
        kind=kind,
        subject=subject,
        title=title,
        last_on=last.reviewed_at.astimezone(zone).date() if last else None,
        outcome=OUTCOMES[last.outcome] if last else None,
        reason=last.reason if last else "",
        due_on=duty.due_at.astimezone(zone).date() if duty else None,
        flag=flag_of(duty, now).value if duty else "",
    )


def _summary(review: SummaryReview, reader: User) -> SummaryLine:
    opinions = list(review.opinions.select_related("member").order_by("pk"))
    return SummaryLine(
        review=review,
        opinions=tuple(_opinion(one) for one in opinions),
        handed=tuple(one.reference for one in review.handed.order_by("pk")),
        may_speak=review.concluded_at is None and any(one.member_id == reader.pk for one in opinions),
    )


def _opinion(one: SummaryOpinion) -> OpinionLine:
    conclusion = CONCLUSIONS[one.conclusion] if one.conclusion else None
    return OpinionLine(member=one.member.name, conclusion=conclusion, opinion=one.opinion, given_at=one.given_at)


def _kpis(reader: User, year: int, now: datetime) -> tuple[Quarterly, ...]:
    labels = [f"{year}Q{number}" for number in range(1, 5)]
    columns = [process_kpis(reader=reader, period=parse_period(label, time_zone()), now=now) for label in labels]
    whole = process_kpis(reader=reader, period=parse_period(str(year), time_zone()), now=now)
    return tuple(
        Quarterly(
            measure=one.measure,
            words=one.words,
            quarters=tuple(shown(column[place]) for column in columns),
            whole=shown(one),
            base=one.ratio,
            note=one.note,
        )
        for place, one in enumerate(whole)
    )


def shown(kpi: Kpi) -> str:
    """Write a measure of the process: K36 is a mean of whole minutes, all others are rates; — without anything."""
    if kpi.ratio.value is None:
        return "—"
    if kpi.measure == "K36":
        return f"{kpi.ratio.value.numerator // kpi.ratio.value.denominator}"
    return kpi.ratio.display()
