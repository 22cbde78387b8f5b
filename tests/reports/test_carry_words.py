"""带入上期文字: words of the last period, re-pointed, marked, tagged until confirmed (issue B part 14)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from fuwubao.accounts.models import AuditEntry
from fuwubao.domain.errors import FuwubaoError
from fuwubao.reports.actions.carrying import carry_words, confirm_carried
from fuwubao.reports.actions.review import submit_report
from fuwubao.reports.actions.writing import save_text, state_nothing
from fuwubao.reports.checks import Finding, findings
from fuwubao.reports.models import Report
from fuwubao.reports.period_errors import CarriedUnknown, NothingToCarry
from fuwubao.reports.queries.carried import waiting_of
from fuwubao.reports.queries.carried_pages import carried_reports
from fuwubao.reports.queries.material import draft_of
from tests.reports.world import DRAFT, NOW, World

pytestmark = pytest.mark.django_db(transaction=True)
JULY = datetime(2026, 7, 8, 2, 0, tzinfo=UTC)
P1, P2 = "K03:target=P1-解决", "K03:target=P2-解决"
SAID = f"P1 及时率 [[{P1}]]，较 [[{P1}@2026Q1]] 有所改善。P2 及时率 [[{P2}]]。夜班交接顺畅。"
SPRING = """
id  class     title    customer  service  priority  opened_at            resolved_at          state
S1  incident  无法登录  HD        ERP      P1        2026-05-06T09:00:00  2026-05-06T11:00:00  resolved
S2  incident  报表错误  HD        ERP      P2        2026-05-07T09:00:00  2026-05-07T15:00:00  resolved
"""


@pytest.fixture
def carried(world: World) -> World:
    """The second quarter, P1 1 of 1, was told in words; the third, P1 1 of 2, has a draft without words."""
    world.load("ticket", SPRING, at=JULY)
    world.draft(period="2026Q2", now=JULY)
    _write(world, "SLM-01-2026Q2-A/0", SAID)
    world.draft()
    return world


def _write(world: World, number: str, text: str) -> None:
    save_text(number=number, block="summary", text=text, edit_count=None, actor=world.cast.author, now=NOW)


def _text(number: str = DRAFT) -> str:
    return Report.objects.get(number=number).texts.get(block="summary").text


def _found(rule: str) -> list[Finding]:
    return [one for one in findings(draft_of(Report.objects.get(number=DRAFT))) if one.rule == rule]


def test_citations_point_to_this_period_s_figure_of_the_same_measure_and_scope(carried: World) -> None:
    """S1.4: [[K03…@2026Q1]] of the second quarter's report becomes @2026Q2 in the third's."""
    assert carry_words(number=DRAFT, block="", actor=carried.cast.author, now=NOW) == ("summary",)
    assert _text() == SAID.replace("@2026Q1", "@2026Q2")
    (one,) = carried_reports(reader=carried.cast.author, numbers=(DRAFT,))
    assert [line.text for line in one.lines][1:] == ["P2 及时率 100.00%。", "夜班交接顺畅。"]
    assert one.lines[0].text.startswith("P1 及时率 50.00%，较 100.00%")


def test_words_of_direction_that_no_longer_fit_are_marked(carried: World) -> None:
    """The rate fell from 100 % to 50 %: 改善 is no longer true, and the linter says so."""
    carry_words(number=DRAFT, block="summary", actor=carried.cast.author, now=NOW)
    (one,) = carried_reports(reader=carried.cast.author, numbers=(DRAFT,))
    assert [line.misfits for line in one.lines] == [("改善",), (), ()]
    assert [finding.severity.value for finding in _found("direction")] == ["warn"]
    _write(carried, DRAFT, "P1 及时率 [[K03:target=P1-解决]]，较上期下降。")
    assert _found("direction") == []


def test_each_sentence_is_tagged_until_an_author_confirms_it(carried: World) -> None:
    """沿用: the checks name each sentence; a confirmed one is told no more, and the chain keeps who did it."""
    carry_words(number=DRAFT, block="", actor=carried.cast.author, now=NOW)
    assert len(_found("carried")) == 3
    waiting = waiting_of(Report.objects.get(number=DRAFT))
    confirm_carried(number=DRAFT, sentence_ids=[waiting[1].pk], actor=carried.cast.author, now=NOW)
    assert len(_found("carried")) == 2
    entry = AuditEntry.objects.get(act="reports.confirm_carried")
    assert entry.after == [{"block": "summary", "text": waiting[1].text}]
    with pytest.raises(CarriedUnknown):
        confirm_carried(number=DRAFT, sentence_ids=[waiting[1].pk], actor=carried.cast.author, now=NOW)


def test_a_sentence_that_was_rewritten_is_carried_no_longer(carried: World) -> None:
    carry_words(number=DRAFT, block="", actor=carried.cast.author, now=NOW)
    _write(carried, DRAFT, "P1 及时率 [[K03:target=P1-解决]]，较上期下降。夜班交接顺畅。")
    assert [row.text for row in waiting_of(Report.objects.get(number=DRAFT))] == ["夜班交接顺畅。"]


def test_unconfirmed_words_hold_up_the_submission(carried: World) -> None:
    carried.written()
    _clear(carried)
    carry_words(number=DRAFT, block="", actor=carried.cast.author, now=NOW)
    with pytest.raises(FuwubaoError, match="沿用上期的句子"):
        submit_report(number=DRAFT, actor=carried.cast.author, now=NOW)


def _clear(world: World) -> None:
    _write(world, DRAFT, "")


def test_words_that_stand_are_never_overwritten(carried: World) -> None:
    _write(carried, DRAFT, "本期已写。")
    with pytest.raises(NothingToCarry):
        carry_words(number=DRAFT, block="summary", actor=carried.cast.author, now=NOW)
    assert _text() == "本期已写。"


def test_a_block_that_has_nothing_to_tell_takes_no_words(carried: World) -> None:
    state_nothing(number=DRAFT, block="summary", actor=carried.cast.author, now=NOW)
    with pytest.raises(NothingToCarry):
        carry_words(number=DRAFT, block="", actor=carried.cast.author, now=NOW)


def test_the_first_report_of_a_row_has_nothing_to_carry(world: World) -> None:
    world.draft()
    with pytest.raises(NothingToCarry, match="没有更早期间的报告"):
        carry_words(number=DRAFT, block="", actor=world.cast.author, now=NOW)


def test_who_may_not_write_carries_nothing(carried: World) -> None:
    with pytest.raises(FuwubaoError):
        carry_words(number=DRAFT, block="", actor=carried.cast.reviewer, now=NOW)
    assert not Report.objects.get(number=DRAFT).texts.exists()


def test_the_page_confirms_what_is_ticked_and_leaves_the_misfit_open(carried: World, client: Client) -> None:
    """The page ticks what fits; the sentence with 改善 waits for its author."""
    client.force_login(carried.cast.author)
    report = Report.objects.get(number=DRAFT)
    client.post(f"/reports/{report.pk}/carry/")
    page = client.get("/reports/run/carried/", {"period": "2026Q3"}).content.decode()
    assert page.count(" checked") == 2
    assert "“改善”与数字不符" in page
    waiting = waiting_of(report)
    ticked = [f"{DRAFT}#{row.pk}" for row in waiting[1:]]
    client.post("/reports/run/carried/confirm/", {"period": "2026Q3", "sentence": ticked})
    assert [row.pk for row in waiting_of(report)] == [waiting[0].pk]
