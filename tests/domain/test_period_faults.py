"""A period or day that is nearly one is refused with what is wrong in it (M1)."""

from __future__ import annotations

import pytest

from fuwubao.domain.foreign_words import json_words, system_words, yaml_words
from fuwubao.domain.periods import PeriodUnreadable, day_problem, parse_period


@pytest.mark.parametrize(
    "text, zh, en",
    [
        ("2026-13", "月份只有 01–12", "months are 01–12"),
        ("2026-00", "月份只有 01–12", "months are 01–12"),
        ("2026Q5", "季度只有 1–4", "quarters are 1–4"),
        ("2026H3", "半年只有 1–2", "halves are 1–2"),
        ("2026-9", "月份写两位", "two digits"),
        ("2026-09-15", "一天写作 2026-09-15/2026-09-15", "one day is written"),
        ("2026-02-30/2026-03-01", "2026 年 2 月没有 30 日", "2026-02 has no day 30"),
        ("2026-03-01/2026-13-01", "月份只有 01–12", "months are 01–12"),
        ("2026-10-02/2026-09-15", "结束 2026-09-15 早于开始 2026-10-02", "before it begins on 2026-10-02"),
        ("nonsense", "不是约定的写法", "no known way"),
    ],
)
def test_what_is_wrong_with_a_period_is_said(text: str, zh: str, en: str) -> None:
    with pytest.raises(PeriodUnreadable) as refused:
        parse_period(text, "Asia/Shanghai")

    assert zh in refused.value.message("zh")
    assert en in refused.value.message("en")


def test_a_day_is_one_or_says_why_not() -> None:
    assert day_problem("2026-02-28") is None
    told = {text: day_problem(text) for text in ("2026-02-30", "2026-2-3", "30.02.2026")}
    assert [words.zh if words else None for words in told.values()] == [
        "2026 年 2 月没有 30 日",
        "2026-2-3 的月和日各写两位",
        "“30.02.2026”不是 2026-09-15 这样的日期",
    ]


def test_words_of_parsers_and_of_the_system_are_said_in_both_languages() -> None:
    told = (
        yaml_words("mapping values are not allowed in this context"),
        yaml_words("something that nobody has seen"),
        json_words(ValueError("too long")),
        json_words(UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")),
        system_words(FileNotFoundError(2, "No such file or directory")),
        system_words(OSError(9999, "Strange")),
    )

    for words in told:
        assert words.en.isascii()
        assert not any(letter.isascii() and letter.isalpha() for letter in words.zh.replace("UTF-8", ""))
