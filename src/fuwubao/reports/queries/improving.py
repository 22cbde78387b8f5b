"""What the room of improvement holds for one report: read live while it is written, kept from its submission on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import translation

from fuwubao.domain.periods import Period
from fuwubao.improvement.models import Action, Nonconformity
from fuwubao.improvement.queries.actions import ActionLine, lines_of, visible_actions
from fuwubao.improvement.queries.nonconformities import NonconformityLine, nonconformities, visible_nonconformities
from fuwubao.improvement.rules import EFFECTIVE_STATES, OPEN_STATES
from fuwubao.reports.improvement_material import Improving, improving_from
from fuwubao.reports.models import Report

Json = dict[str, Any]
KEPT_AS = "improving"  # its place among the facts of a submitted report
LIVE_STATES = ("draft", "returned")
DOCUMENT_LANGUAGE = "zh-hans"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Whose improvement is told: codes of customers, ``""`` for the firm's own; ``services`` empty means all."""

    customers: tuple[str, ...]
    services: tuple[str, ...] = ()

    @property
    def condition(self) -> Q:
        """The rows that are told, of actions and of nonconformities alike."""
        own = Q(customer_code__in=self.customers)
        return own & Q(service_code__in=("", *self.services)) if self.services else own


def improving_of(report: Report, period: Period, about: About) -> Improving:
    """Return what a report tells of improvement; from its submission on what was kept then (M14)."""
    if report.state in LIVE_STATES:
        return improving_from(improving_now(report, period, about))
    return improving_from(report.facts.get(KEPT_AS, {}))


def improving_now(report: Report, period: Period, whom: About) -> Json:
    """Return followed actions, actions of this report and nonconformities of the period, judged late at its cut-off.

    The firm's own actions, which have no customer, are told in the firm's own reports only. Source: S1.33, S6.13.
    """
    about = whom.condition
    actions = visible_actions(report.author).filter(about)
    here = Q(source_kind="report", source_number__startswith=f"{report.row.number}-{report.period_label}-")
    with translation.override(DOCUMENT_LANGUAGE):
        return {
            "followed": [_action(line) for line in _lines(_followed(actions, report, period).exclude(here), report)],
            "raised": [
                _action(line) for line in _lines(actions.filter(here, state__in=(*OPEN_STATES, "proposed")), report)
            ],
            "found": _found(report, period, about),
        }


def _followed(actions: QuerySet[Action], report: Report, period: Period) -> QuerySet[Action]:
    """Actions from before the period's end, or of an earlier report of the row, that were open within the period."""
    earlier = Q(raised_at__lt=period.ends_before) | Q(
        source_kind="report", source_number__startswith=f"{report.row.number}-"
    )
    ended = Q(state__in=(*EFFECTIVE_STATES, "cancelled"))
    ended &= Q(verified_at__gte=period.starts_at) | Q(closed_at__gte=period.starts_at)
    return actions.filter(earlier).filter(Q(state__in=OPEN_STATES) | ended)


def _lines(rows: QuerySet[Action], report: Report) -> list[ActionLine]:
    assert report.as_of is not None, "a draft is made with its cut-off"
    return lines_of(rows, now=report.as_of)


def _found(report: Report, period: Period, about: Q) -> list[Json]:
    assert report.as_of is not None, "a draft is made with its cut-off"
    numbers = set(visible_nonconformities(report.author).filter(about).values_list("number", flat=True))
    told = nonconformities(period, reader=report.author, now=report.as_of)
    lines = [line for basis in told for line in basis.lines if line.number in numbers]
    rows = Nonconformity.objects.in_bulk([line.number for line in lines], field_name="number")
    return [_nonconformity(line, rows[line.number], report) for line in lines]


def _nonconformity(line: NonconformityLine, row: Nonconformity, report: Report) -> Json:
    actions = visible_actions(report.author).filter(nonconformity=row).exclude(state__in=("declined", "cancelled"))
    return {
        "number": line.number,
        "basis": line.basis,
        "clause": line.clause,
        "description": line.description,
        "severity": line.severity,
        "found_on": line.found_on.isoformat(),
        "responsible": line.responsible,
        "reply_due_on": line.reply_due_on.isoformat() if line.reply_due_on else None,
        "state": line.state,
        "overdue": line.flag == "overdue",
        "correction": line.correction,
        "cause": line.cause,
        "actions": [_action(one) for one in _lines(actions, report)],
    }


def _action(line: ActionLine) -> Json:
    strip = line.strip
    return {
        "number": line.number,
        "title": line.title,
        "measure": line.measure,
        "source": f"{line.source} {line.source_number}".strip(),
        "owner": line.owner,
        "due_on": line.due_on.isoformat() if line.due_on else None,
        "state": line.state,
        "overdue": line.flag == "overdue",
        "outcome": line.outcome,
        "effect_of": strip.title if strip else "",
        "baseline": strip.baseline.value if strip else "",
        "target": strip.target if strip else "",
        "actual": strip.actual.value if strip and strip.actual else "",
        "verdict": strip.verdict if strip else "",
    }
