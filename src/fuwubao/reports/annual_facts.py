"""Take what the improvement plan (R14) and the annual summary (R15) tell, as JSON, as of one cut-off (M14)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import override

from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.lifecycles import NONCONFORMITY
from fuwubao.domain.periods import Period
from fuwubao.domain.ratios import Ratio
from fuwubao.improvement.models import Nonconformity
from fuwubao.improvement.queries.actions import ActionLine
from fuwubao.improvement.queries.plan import improvement_plan
from fuwubao.improvement.rules import BASES
from fuwubao.reports.annual_words import OUTCOMES
from fuwubao.reports.models import AnnualReview, Feedback, Obligation, SummaryReview, TemplateChange
from fuwubao.reports.practice_facts import Asked, Json
from fuwubao.reports.queries.process_kpis import process_kpis

FIRM = User(login="", name="")  # the firm itself reads: no customer narrows what is seen


def year_told(asked: Asked) -> list[Json]:
    """One entry: reports, K30–K36 of the period and its quarters, feedback, reviews, changes, nonconformities."""
    return [
        {
            "kpis": _kpis(asked.period, asked.as_of),
            "reports": _reports(asked),
            "feedback": _feedback(asked),
            "reviews": _reviews(asked),
            "changes": _changes(asked),
            "nonconformities": _nonconformities(asked),
            "summary": _summary(asked),
        }
    ]


def _kpis(period: Period, now: datetime) -> list[Json]:
    """Each measure of the period, with the period before beside it."""
    before = {one.measure: one.ratio for one in process_kpis(reader=FIRM, period=period.shifted(-1), now=now)}
    return [
        {
            "measure": one.measure,
            "words": one.words.zh,
            "numerator": one.ratio.numerator,
            "denominator": one.ratio.denominator,
            "display": shown(one.measure, one.ratio),
            "before": shown(one.measure, before[one.measure]),
            "note": one.note.zh,
        }
        for one in process_kpis(reader=FIRM, period=period, now=now)
    ]


def shown(measure: str, ratio: Ratio) -> str:
    """Write a measure of the process: K36 is a mean of minutes, all others are rates."""
    if measure != "K36" or ratio.value is None:
        return ratio.display()
    return f"{ratio.value.numerator // ratio.value.denominator} 分钟"


def _reports(asked: Asked) -> list[Json]:
    """Every report due in the period with its due and publishing days."""
    zone = ZoneInfo(time_zone())
    owed = Obligation.objects.filter(due_at__gt=asked.period.starts_at, due_at__lte=asked.period.ends_before)
    told = []
    for duty in owed.select_related("row").order_by("row__number", "due_at", "pk"):
        done = duty.fulfilled_at if duty.fulfilled_at and duty.fulfilled_at <= asked.as_of else None
        late = (done or asked.as_of) > duty.due_at
        told.append(
            {
                "number": duty.row.number,
                "name": duty.row.name,
                "party": duty.row.customer_name,
                "period": duty.period_label,
                "due": duty.due_at.astimezone(zone).date().isoformat(),
                "done": done.astimezone(zone).date().isoformat() if done else "",
                "state": "waived" if duty.state in ("waived", "cancelled") else "late" if late else _kept(done),
            }
        )
    return told


def _kept(done: datetime | None) -> str:
    return "in_time" if done else "coming"


def _feedback(asked: Asked) -> list[Json]:
    """Scores of readers by report: sums and counts, so that means stay exact until they are shown."""
    found: dict[str, Json] = {}
    given = Feedback.objects.filter(given_at__gte=asked.period.starts_at, given_at__lt=asked.ends)
    for one in given.select_related("report__row").order_by("report__row__number", "pk"):
        row = one.report.row
        entry = found.setdefault(
            row.number, {"number": row.number, "name": row.name, "answers": 0, "texts": 0, "sums": {}, "counts": {}}
        )
        entry["answers"] += 1
        entry["texts"] += bool(one.text.strip())
        for item in ("useful", "clear", "correct"):
            score = getattr(one, item)
            if score is not None:
                entry["sums"][item] = entry["sums"].get(item, 0) + score
                entry["counts"][item] = entry["counts"].get(item, 0) + 1
    return list(found.values())


def _reviews(asked: Asked) -> list[Json]:
    done = AnnualReview.objects.filter(reviewed_at__gte=asked.period.starts_at, reviewed_at__lt=asked.ends)
    return [
        {
            "kind": "模板" if one.kind == "template" else "条目",
            "subject": one.subject,
            "title": one.title,
            "outcome": OUTCOMES[one.outcome].zh,
            "reason": one.reason,
            "held_with": one.held_with,
            "by": one.reviewed_by.name,
        }
        for one in done.select_related("reviewed_by").order_by("kind", "subject", "reviewed_at")
    ]


def _changes(asked: Asked) -> list[Json]:
    decided = TemplateChange.objects.filter(decided_at__gte=asked.period.starts_at, decided_at__lt=asked.ends)
    return [
        {
            "number": one.number,
            "code": one.code,
            "versions": f"{one.from_version} → {one.new_version}" if one.new_version else "—",
            "reason": one.reason,
            "by": one.decided_by.name if one.decided_by else "",
        }
        for one in decided.select_related("decided_by").order_by("decided_at", "pk")
    ]


def _nonconformities(asked: Asked) -> list[Json]:
    """By basis, those found in the period; a basis without any is told too (S1.33)."""
    found = Nonconformity.objects.filter(found_on__gte=asked.period.first, found_on__lt=asked.period.day_after)
    return [
        {
            "basis": words,
            "rows": [
                {
                    "number": one.number,
                    "description": one.description,
                    "cause": one.cause,
                    "state": NONCONFORMITY.states[one.state].zh,
                }
                for one in found.filter(basis=basis).order_by("number")
            ],
        }
        for basis, words in ((code, str(words)) for code, words in BASES.items())
    ]


def _summary(asked: Asked) -> Json:
    """The review of the summary of the year before, as what came of it."""
    review = SummaryReview.objects.filter(year=asked.period.first.year - 1).exclude(concluded_at=None).last()
    if review is None:
        return {}
    handed = "、".join(one.reference for one in review.handed.order_by("pk"))
    return {"year": review.year, "conclusion": review.conclusion, "handed": handed}


def plan_told(asked: Asked) -> list[Json]:
    """One entry: the improvement plan of the period for the report's customer, or the whole firm."""
    customer = asked.customers[0] if len(asked.customers) == 1 else ""
    with override("zh-hans"):
        plan = improvement_plan(reader=FIRM, period=asked.period.label, now=asked.as_of, customer=customer)
        groups = [{"source": source, "rows": [_action(line) for line in lines]} for source, lines in plan.groups]
    return [
        {
            "groups": groups,
            "overdue": [line.number for line in plan.overdue],
            "count": plan.count,
            "open": plan.open_count,
            "effective": plan.effective_count,
            "conversion": {"display": plan.conversion.value, "base": plan.conversion.base},
            "completion": {"display": plan.completion.value, "base": plan.completion.base},
        }
    ]


def _action(line: ActionLine) -> Json:
    return {
        "number": line.number,
        "title": line.title,
        "owner": line.owner,
        "state": line.state_words,
        "due_on": line.due_on.isoformat() if line.due_on else "",
        "overdue": line.flag == "overdue",
        "strip": _strip(line),
    }


def _strip(line: ActionLine) -> str:
    """Baseline, target and actual of the figure that an action shall move; empty where it names none."""
    strip = line.strip
    if strip is None:
        return ""
    actual = strip.actual.value if strip.actual else "待测"
    return f"{strip.title} {strip.baseline.value} → {strip.target} → {actual}"
