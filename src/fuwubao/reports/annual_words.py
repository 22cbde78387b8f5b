"""The outcomes of yearly reviews, the conclusions of members, and where a summary goes (S1.12, S1.20, S1.38)."""

from __future__ import annotations

from fuwubao.domain.words import Words

OUTCOMES: dict[str, Words] = {
    "keep": Words("保留", "keep"),
    "change": Words("修改", "change"),
    "lower": Words("降低优先级", "lower the priority"),
    "retire": Words("停用", "retire"),
}
CONCLUSIONS: dict[str, Words] = {
    "agree": Words("同意", "agree"),
    "agree_with_changes": Words("修改后同意", "agree after changes"),
    "disagree": Words("不同意", "disagree"),
}
TARGETS: dict[str, Words] = {
    "internal_audit": Words("内部审核", "internal audit"),
    "management_review": Words("管理评审", "management review"),
}
