"""The author's numbers: cited, stated, or no claims at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuwubao.domain.prose import Piece, same_number, stretches


def claims(text: str) -> list[str]:
    """The numbers that must be cited or stated."""
    return [s.text for s in stretches(text) if s.piece is Piece.NUMBER]


@pytest.mark.parametrize(
    "text",
    [
        "9 月 3 日 14:22—15:41 主库切换，工单 INC0000045 由 SLA-2026-007 第 6.2 条约定。",
        "按 ISO/IEC 20000-1:2018 9.4，见表 3-1 和附件 3；2026Q3 与 2026 年第三季度相同。",
        "1. 一线值守\n2. 二线值守",
        "P2 目标见 K03，版本 A/0，报告 SLM-01-2026Q3-A/0。",
        "2026-10-23 前答复；09-03 已完成。",
    ],
)
def test_dates_tickets_clauses_and_versions_are_no_claims(text: str) -> None:
    assert claims(text) == []


def test_every_other_number_is_a_claim() -> None:
    text = "解决及时率 94.44%，7 次超时，共 1 697 张，下降 1.56 百分点，余 −3 张"

    assert claims(text) == ["94.44%", "7", "1 697", "1.56 百分点", "−3"]


def test_a_token_is_cited_with_its_period_and_part() -> None:
    cited = [
        s
        for s in stretches("由 [[K03:service=ERP@2026Q2]] 降至 [[K03:service=ERP]]（[[K03:service=ERP#nd]]）")
        if s.key
    ]

    assert [(s.key, s.period, s.part) for s in cited] == [
        ("K03:service=ERP", "2026Q2", ""),
        ("K03:service=ERP", "", ""),
        ("K03:service=ERP", "", "nd"),
    ]


def test_a_typed_number_is_held_against_the_display() -> None:
    assert same_number("1 697", "1697")
    assert same_number("-1.56百分点", "−1.56 百分点")
    assert not same_number("99.91%", "99.906%")


@given(st.text(alphabet="0123456789.%[]K:#@-: 年月日INC张次\n", max_size=60))
def test_nothing_is_lost(text: str) -> None:
    assert "".join(s.text for s in stretches(text)) == text
