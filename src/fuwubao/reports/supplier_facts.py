"""Take what the report on suppliers tells, as JSON, as of one cut-off and snapshot (R13, M14)."""

from __future__ import annotations

from typing import Any

from fuwubao.agreements import queries as agreements
from fuwubao.domain.figures import Figure
from fuwubao.domain.supplying import CRITERIA, SUPPLIER_REPORT, score_of
from fuwubao.measurement.figure_pages import base_text, target_text
from fuwubao.reports.models import SupplierDispute, SupplierEvaluation
from fuwubao.reports.practice_facts import Asked, Json, iso
from fuwubao.reports.queries.supplier_standing import Standing, owed_in, received_of, standing_of
from fuwubao.reports.queries.suppliers import due_day, score_text

EARLIER = 4  # evaluations told before the period's own


def suppliers(asked: Asked) -> list[Json]:
    """Every supplier by code: how it stood in the period, its reports, disputes, effect on customers, evaluations."""
    known = agreements.suppliers()
    return [_supplier(one, known, asked) for one in known]


def _supplier(one: agreements.Supplier, known: tuple[agreements.Supplier, ...], asked: Asked) -> Json:
    standing = standing_of(one.code, period=asked.period, as_of=asked.as_of, snapshot=asked.snapshot)
    kept = SupplierEvaluation.objects.filter(supplier_code=one.code, evaluated_at__lte=asked.as_of)
    own = kept.filter(period_label=asked.period.label).order_by("-edition").first()
    earlier = kept.exclude(period_label=asked.period.label).order_by("-evaluated_at", "-pk")[:EARLIER]
    return {
        "code": one.code,
        "name": one.name,
        "kind": str(one.kind_words),
        "lead": one.lead_name,
        "below": [other.name for other in known if other.lead_code == one.code],
        "score": score_text(own.score if own else score_of(standing.ratios).value),
        "evaluated": own is not None,
        "conclusion": own.conclusion if own else "",
        "deductions": own.deductions if own else [],
        "parts": _parts(standing),
        "targets": [_target(figure) for figure in standing.targets],
        "reports": _reports(one.code, asked),
        "disputes": _disputes(one.code, asked),
        "risks": [
            {"customer": risk.customer, "service": risk.service, "decided": risk.decided, "breached": risk.breached}
            for risk in standing.risks
        ],
        "earlier": [[before.period_label, score_text(before.score)] for before in earlier],
    }


def _parts(standing: Standing) -> list[Json]:
    return [
        {
            "words": one.words.zh,
            "weight": one.weight,
            "numerator": standing.ratios[one.code].numerator,
            "denominator": standing.ratios[one.code].denominator,
            "display": standing.ratios[one.code].display(),
        }
        for one in CRITERIA
    ]


def _target(figure: Figure) -> Json:
    return {
        "key": figure.scope.key,
        "agreement": figure.scope.agreement,
        "target": target_text(figure),
        "base": base_text(figure),
        "display": figure.display,
        "verdict": figure.verdict.value if figure.verdict else "",
    }


def _reports(code: str, asked: Asked) -> list[Json]:
    told: list[dict[str, Any]] = []
    for report in owed_in(code, asked.period):
        received_at = received_of(report)
        late = (received_at or asked.as_of) > report.duty.due_at
        told.append(
            {
                "name": report.name,
                "period": report.duty.period_label,
                "due_on": due_day(report.duty.due_at).isoformat(),
                "received_at": iso(received_at),
                "late": late,
                "state": SUPPLIER_REPORT.states[report.state].zh,
            }
        )
    return told


def _disputes(code: str, asked: Asked) -> list[Json]:
    """Those raised in the period, and older ones that were open at its beginning."""
    found = SupplierDispute.objects.filter(supplier_code=code, raised_at__lt=asked.ends).order_by("raised_at", "pk")
    return [
        {
            "number": one.number,
            "about": one.about,
            "raised_at": iso(one.raised_at),
            "settled_at": iso(one.settled_at),
            "outcome": one.outcome,
        }
        for one in found
        if one.settled_at is None or one.settled_at >= asked.period.starts_at
    ]
