"""Pure guards of a report's life: who may review, approve or publish it (domain (e))."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from fuwubao.accounts.models import User
from fuwubao.domain.lifecycles import REPORT
from fuwubao.reports.errors import ReviewIncomplete, SameHands, StepRefused
from fuwubao.reports.models import Report

REVIEW_ITEMS: tuple[tuple[str, str, str], ...] = (
    ("timely", gettext_noop("及时"), "S1.25"),
    ("clear", gettext_noop("清晰"), "S1.25"),
    ("reliable", gettext_noop("可靠"), "S1.25"),
    ("concise", gettext_noop("简练"), "S1.25"),
    ("understandable", gettext_noop("易于理解"), "S1.25"),
    ("fits_recipient", gettext_noop("与接收者的需求相适宜"), "S1.26"),
    ("correct", gettext_noop("正确"), "S1.26"),
    ("supports_decision", gettext_noop("为决策提供支持"), "S1.26"),
    ("data_verified", gettext_noop("数据已核实"), "S6.9"),
    ("logic", gettext_noop("逻辑"), "S6.9"),
    ("language", gettext_noop("语言"), "S6.9"),
)
CONCLUSIONS = {
    "pass": gettext_noop("通过"),
    "pass_after_change": gettext_noop("修改后通过"),
    "return": gettext_noop("退回"),
}


def refuse_unless_in(report: Report, *states: str, act: str) -> None:
    """Refuse an act in any other state. Raises: StepRefused."""
    if report.state not in states:
        raise StepRefused(what=report.number, state=REPORT.states[report.state].zh, act=act)


def refuse_same_hands(report: Report, actor: User, *, act: str) -> None:
    """Refuse the author as reviewer or approver of her own report, whatever her roles (hard rule of (e)).

    Raises: SameHands.
    """
    if actor.pk == report.author_id or report.texts.filter(written_by=actor).exists():
        raise SameHands(person=actor.name, role="编制人", act=act)


def refuse_incomplete_review(items: Mapping[str, tuple[bool, str]], conclusion: str) -> None:
    """Refuse a review that leaves an item open or fails one without a word (S1.25, S6.9).

    ``items`` map each code of REVIEW_ITEMS to (holds, comment). Raises: ReviewIncomplete.
    """
    missing = [words for code, words, _ in REVIEW_ITEMS if code not in items]
    silent = [words for code, words, _ in REVIEW_ITEMS if code in items and not items[code][0] and not items[code][1]]
    if missing or silent:
        where = "、".join([*(f"{w}未给结果" for w in missing), *(f"{w}不符合但无意见" for w in silent)])
        raise ReviewIncomplete(where=where, why=where)
    if conclusion not in CONCLUSIONS:
        raise ReviewIncomplete(where=f"结论“{conclusion}”", why=conclusion)
    if conclusion == "pass" and not all(holds for holds, _ in items.values()):
        raise ReviewIncomplete(where="有不符合项时结论不能是“通过”", why=conclusion)
