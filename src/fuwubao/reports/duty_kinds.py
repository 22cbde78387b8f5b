"""The kinds of duties as data: their words, to whom they are owed, their due rule, and who hears of late ones."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from fuwubao.domain.roles import Role
from fuwubao.domain.terms import DueRule

REPORT = "report_owed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyKind:
    """One kind; a date owed to a customer moves only with her consent; ``rule`` is for a calendar year."""

    words: str
    to_customer: bool = False
    rule: DueRule | None = None


KINDS: dict[str, DutyKind] = {
    REPORT: DutyKind(words=gettext_noop("服务报告"), to_customer=True),
    "supplier_report_owed": DutyKind(words=gettext_noop("供应商报告")),
    "row_review": DutyKind(words=gettext_noop("报告年度评审"), rule=DueRule(days=0, on_rest_day="before")),
    "template_review": DutyKind(words=gettext_noop("模板年度评审"), rule=DueRule(days=0, on_rest_day="before")),
    "annual_summary": DutyKind(words=gettext_noop("年度总结"), rule=DueRule(day=31, month=1, on_rest_day="before")),
    "nonconformity_reply": DutyKind(words=gettext_noop("不符合项答复")),
    "delegation_end": DutyKind(words=gettext_noop("委派到期")),
    "service_review_meeting": DutyKind(
        words=gettext_noop("服务回顾会"), to_customer=True, rule=DueRule(days=0, on_rest_day="before")
    ),
    "data_cutoff": DutyKind(words=gettext_noop("数据截止")),
}

RESPONSIBLE = "responsible"
LADDER: tuple[tuple[int, str], ...] = (
    (1, RESPONSIBLE),
    (3, Role.REPORT_MANAGER.value),
    (5, Role.SYSTEM_HEAD.value),
)
WHY_WORDS = {
    "calendar": gettext_noop("工作日历修订"),
    "agreement": gettext_noop("协议修订"),
    "consent": gettext_noop("延期"),
    "confirmed": gettext_noop("节假日已公布，日期确定"),
}
