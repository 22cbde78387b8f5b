"""What suppliers owe us: the life of one report of theirs, what it is checked for, and how a supplier is scored.

Scores are exact: each criterion is a ratio, the score Σ weight · ratio over the weights of the criteria with data,
times 100, less deductions; what has no data drops out and is told (K27, M3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from fuwubao.domain.ratios import Ratio
from fuwubao.domain.roles import Role
from fuwubao.domain.steps import Lifecycle, Step
from fuwubao.domain.words import Words

_STAFF = (Role.REPORT_MANAGER, Role.DELEGATE, Role.AUTHOR, Role.SERVICE_MANAGER)
_DECIDERS = (Role.REPORT_MANAGER, Role.DELEGATE, Role.SERVICE_MANAGER)
FULL_SCORE = 100

SUPPLIER_REPORT = Lifecycle(
    "supplier_report",
    Words("供应商报告", "supplier report"),
    initial="due",
    states={
        "due": Words("应收", "owed"),
        "received": Words("已收到", "received"),
        "checked": Words("已核对", "checked"),
        "accepted": Words("已接受", "accepted"),
        "returned": Words("已退回", "returned"),
    },
    rows=(
        *(
            Step(
                state,
                "received",
                "reports.receive_supplier_report",
                (Role.SUPPLIER, *_STAFF),
                needs=("file", "received_at"),
                source="S2.7",
            )
            for state in ("due", "returned")
        ),
        Step("received", "checked", "reports.check_supplier_report", _STAFF, needs=("items",), source="S2.7"),
        Step("checked", "accepted", "reports.accept_supplier_report", _DECIDERS, source="S2.7"),
        Step("checked", "returned", "reports.return_supplier_report", _DECIDERS, needs=("reason",), source="S2.7"),
    ),
    final=frozenset({"accepted"}),
)

# what a received report is checked for; the last is asked of lead suppliers only (S1.16)
CHECKS: dict[str, Words] = {
    "contents": Words("内容与合同约定一致", "contents as the contract asks"),
    "period": Words("期间与范围正确", "period and scope are right"),
    "targets": Words("逐项给出目标与实际", "each target with its actual"),
    "reconciled": Words("数字与我方记录核对一致", "figures agree with our records"),
    "causes": Words("未达标项有原因和措施", "each missed target has cause and measure"),
    "clear": Words("清晰、可读", "clear and readable"),
    "subcontractors": Words("含其分包方的情况", "tells of its subcontractors"),
}
OF_LEADS_ONLY = frozenset({"subcontractors"})


def checks_for(*, leads: bool) -> tuple[str, ...]:
    """Return the items of the check list for a supplier; who leads others answers for them too."""
    return tuple(item for item in CHECKS if leads or item not in OF_LEADS_ONLY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One part of the score; weights are whole and sum up to 100."""

    code: str
    words: Words
    weight: int


CRITERIA: tuple[Criterion, ...] = (
    Criterion(code="targets", words=Words("供应商SLA达成率（K25）", "supplier SLA attainment (K25)"), weight=40),
    Criterion(code="punctual", words=Words("供应商报告及时率（K26）", "supplier report timeliness (K26)"), weight=20),
    Criterion(code="quality", words=Words("报告核对合格率", "report check items passed"), weight=20),
    Criterion(code="disputes", words=Words("争议解决率", "disputes settled"), weight=20),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduction:
    """Whole points taken off, and for what."""

    points: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """K27: None where no criterion has data; ``dropped`` are the criteria without data, told with it."""

    value: Fraction | None
    weight_counted: int
    dropped: tuple[str, ...]
    deducted: int


def score_of(ratios: dict[str, Ratio], deductions: Sequence[Deduction] = ()) -> Score:
    """Return the score of a supplier from the ratio of each criterion, never below 0 (K27)."""
    counted = [(one, ratios[one.code]) for one in CRITERIA if one.code in ratios and ratios[one.code].is_applicable]
    weight = sum(one.weight for one, _ in counted)
    deducted = sum(one.points for one in deductions)
    dropped = tuple(one.code for one in CRITERIA if one.code not in {found.code for found, _ in counted})
    if not weight:
        return Score(value=None, weight_counted=0, dropped=dropped, deducted=deducted)
    total = sum((one.weight * Fraction(r.numerator, r.denominator) for one, r in counted), start=Fraction(0))
    value = max(Fraction(0), FULL_SCORE * total / weight - deducted)
    return Score(value=value, weight_counted=weight, dropped=dropped, deducted=deducted)
