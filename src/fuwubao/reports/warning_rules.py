"""When a warning is raised before a promise is broken: rules as data (S1.23, R08)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from fuwubao.domain.figures import Better, Unit, displayed
from fuwubao.domain.words import Words

AT_RISK = Fraction(4, 5)  # of a clock's target or of the downtime allowed (K11)
GROWTH = Fraction(1, 5)  # of the backlog within a month
LEAST_GROWTH = 5  # tickets; a backlog of three that becomes four is no trend
DAYS_BEFORE_DUE = 2  # working days that a report has left while it is not approved


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningRule:
    """One rule: what it watches and why it speaks."""

    id: str
    name: Words
    why: Words


RULES = (
    WarningRule(
        id="clock_share",
        name=Words("计时将超时", "A clock is about to run out"),
        why=Words("已用去目标时长的 80% 以上，仍在计时", "80 % or more of the target time is used and it still counts"),
    ),
    WarningRule(
        id="allowance",
        name=Words("可用性余量将用尽", "The availability allowance is running out"),
        why=Words("已用去本月允许停机的 80% 以上", "80 % or more of the month's allowed downtime is used"),
    ),
    WarningRule(
        id="backlog",
        name=Words("积压增长", "The backlog grows"),
        why=Words(
            "本月积压增长 20% 以上，且多出 5 张以上",
            "The month's backlog grew by 20 % or more and by 5 tickets or more",
        ),
    ),
    WarningRule(
        id="report_late",
        name=Words("报告将逾期", "A report is about to be late"),
        why=Words("距截止不足 2 个工作日，报告还没有批准", "Less than 2 working days are left and it is not approved"),
    ),
)

STATES = {
    "raised": Words("待处置", "raised"),
    "assigned": Words("已指派", "assigned"),
    "acting": Words("处置中", "acting"),
    "averted": Words("已避免", "averted"),
    "breached": Words("未能避免", "not averted"),
    "closed": Words("已关闭", "closed"),
}
REQUEST_STATES = {
    "received": Words("待受理", "received"),
    "accepted": Words("已受理", "accepted"),
    "declined": Words("不受理", "declined"),
    "answered": Words("已答复", "answered"),
}


def rule_called(name: str) -> WarningRule:
    """Return one rule; a warning names one that exists."""
    return next(rule for rule in RULES if rule.id == name)


def share_text(numerator: int | None, denominator: int | None) -> str:
    """Write a share that a rule saw; empty without one."""
    if numerator is None or not denominator:
        return ""
    return displayed(Fraction(numerator, denominator), unit=Unit.RATIO, better=Better.LOWER, digits=2)
