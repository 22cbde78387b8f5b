"""Prose cites figures: what is printed is the frozen figure or one of its parts, and is listed as printed."""

from __future__ import annotations

import pytest

from fuwubao.domain.figures import THIN_SPACE
from fuwubao.render import tree as t
from fuwubao.reports.actions.writing import cite_number, save_text, state_number
from fuwubao.reports.composition import compose
from fuwubao.reports.errors import EditedMeanwhile, ReasonMissing, UnknownCitation
from fuwubao.reports.models import SectionText
from fuwubao.reports.seed import TEMPLATES
from tests.reports.small import with_text
from tests.reports.world import DRAFT, NOW, Cast, World

P1 = "K03:target=P1-解决"


def printed(text: str) -> list[t.Cited]:
    """Compose a summary with the text and return what it cites, in order."""
    document, _ = compose(with_text(text), TEMPLATES["R02"][1])
    summary = next(b for b in document.blocks if isinstance(b, t.Paragraph))
    return [run for run in summary.runs if isinstance(run, t.Cited)]


@pytest.mark.parametrize(
    ("token", "shown"),
    [
        (f"[[{P1}]]", "90.47%"),
        (f"[[{P1}#n]]", "19"),
        (f"[[{P1}#d]]", "21"),
        (f"[[{P1}#nd]]", "19 / 21"),
        (f"[[{P1}#target]]", "≥ 95%"),
        (f"[[{P1}#change]]", "+0.47 百分点"),
        (f"[[{P1}@2026Q2]]", "90.00%"),
        (f"[[{P1}@2026Q2#nd]]", "18 / 20"),
        ("[[K04:class=incident;clock=resolution;statistic=mean]]", "1 小时 3 分"),
        ("[[K09:service=ERP#nd]]", f"132{THIN_SPACE}400 / 132{THIN_SPACE}480 分"),
    ],
)
def test_a_citation_prints_the_figure_or_the_part_of_it_that_was_asked_for(token: str, shown: str) -> None:
    assert [run.display for run in printed(f"为 {token}。")] == [shown]


def test_a_citation_of_another_period_carries_its_period_in_its_key() -> None:
    assert [run.figure for run in printed(f"[[{P1}]] 与 [[{P1}@2026Q2]]")] == [P1, f"{P1}@2026Q2"]


@pytest.mark.parametrize("part", ["", "#n", "#d", "#nd", "#change"])
def test_whatever_part_is_cited_the_tree_holds_its_figure(part: str) -> None:
    document, _ = compose(with_text(f"[[{P1}@2026Q2{part}]]"), [TEMPLATES["R02"][1][0]])
    assert f"{P1}@2026Q2" in {figure.key for figure in document.figures}


@pytest.mark.parametrize(("part", "listed"), [("", True), ("#n", False), ("#nd", False)])
def test_only_a_figure_whose_own_text_is_printed_is_listed_as_printed(part: str, listed: bool) -> None:
    _, figures = compose(with_text(f"[[{P1}@2026Q2{part}]]"), [TEMPLATES["R02"][1][0]])
    assert ("2026Q2" in {figure.period.label for figure in figures}) is listed


def test_an_unknown_figure_cannot_be_printed() -> None:
    with pytest.raises(UnknownCitation):
        printed("[[K99]]")


def test_one_click_turns_a_typed_number_into_a_citation(world: World, cast: Cast) -> None:
    world.draft()
    save_text(number=DRAFT, block="summary", text="为 50.00%。", edit_count=None, actor=cast.author, now=NOW)

    cite_number(number=DRAFT, block="summary", value="50.00%", token=f"[[{P1}]]", actor=cast.author, now=NOW)

    assert SectionText.objects.get().text == f"为 [[{P1}]]。"


@pytest.mark.parametrize(("value", "token"), [("51.00%", f"[[{P1}]]"), ("50.00%", "K03")])
def test_a_number_that_does_not_stand_there_or_no_token_is_refused(
    world: World, cast: Cast, value: str, token: str
) -> None:
    world.draft()
    save_text(number=DRAFT, block="summary", text="为 50.00%。", edit_count=None, actor=cast.author, now=NOW)
    with pytest.raises(UnknownCitation):
        cite_number(number=DRAFT, block="summary", value=value, token=token, actor=cast.author, now=NOW)


def test_a_statement_needs_its_basis(world: World, cast: Cast) -> None:
    world.draft()
    with pytest.raises(ReasonMissing):
        state_number(number=DRAFT, block="summary", value="37", basis=" ", actor=cast.author, now=NOW)


def test_nobodys_words_are_overwritten_unseen(world: World, cast: Cast) -> None:
    world.draft()
    save_text(number=DRAFT, block="summary", text="甲", edit_count=0, actor=cast.author, now=NOW)
    with pytest.raises(EditedMeanwhile):
        save_text(number=DRAFT, block="summary", text="乙", edit_count=0, actor=cast.manager, now=NOW)
    assert SectionText.objects.get().text == "甲"
