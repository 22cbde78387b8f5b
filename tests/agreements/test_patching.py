"""Single values change; comments, order and everything else stay."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fuwubao.agreements.patching import patched, scalars, with_revision
from fuwubao.agreements.reading import read_agreement
from tests.agreements.files import SMALL, changed
from tests.shared import shared


def test_one_value_changes_and_the_rest_stays_as_it_was_written() -> None:
    text = "# 首版\n" + SMALL

    after = patched(text, {"services[0].targets[1].within": "2h"})

    assert after == changed("within: 4h", "within: 2h", text=text)


@pytest.mark.parametrize(
    "value",
    ["2h", ">= 95 %", "王经理：甲", 'say "hi"', "a # b", "a: b", "- x", "[x]", "{a}", "", "back\\slash", "yes", "*a"],
)
def test_any_value_is_read_back_as_it_was_given(value: str) -> None:
    after = patched(SMALL, {"customer.name": value})

    assert scalars(after)["customer.name"] == value
    assert len(scalars(after)) == len(scalars(SMALL))


def test_a_path_that_is_not_there_changes_nothing() -> None:
    assert patched(SMALL, {"services[9].code": "X"}) == SMALL


def test_a_revision_is_put_in_and_later_replaced() -> None:
    first = with_revision(SMALL, begins="2026-07-01", reason="目标调整")
    second = with_revision(first, begins="2026-10-01", reason="再次调整")

    assert read_agreement(first, file="x").revision_from == date(2026, 7, 1)
    terms = read_agreement(second, file="x")
    assert (terms.revision_from, terms.revision_reason) == (date(2026, 10, 1), "再次调整")
    assert second.count("revision:") == 1


def test_a_revision_is_put_into_a_text_written_in_braces() -> None:
    assert with_revision("{agreement: A, valid: x}", begins="2026-07-01", reason="r") == (
        "{agreement: A, revision: {from: 2026-07-01, reason: r}, valid: x}"
    )


@pytest.mark.parametrize("name", ["w1/agreement_BK.yaml", "w2/agreement_MB.yaml"])
def test_every_value_of_a_world_can_be_written_over_with_itself(name: str) -> None:
    text = Path(shared("worlds", name)).read_text(encoding="utf-8")

    after = patched(text, scalars(text))

    assert read_agreement(after, file="x") == read_agreement(text, file="x")
