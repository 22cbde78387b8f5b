"""预检: each rule speaks when something is wrong and is silent when it is right."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from fuwubao.domain.figures import FigureStatus
from fuwubao.reports.checks import RULES, Draft, Severity, findings
from fuwubao.reports.material import Material, Note
from fuwubao.reports.seed import TEMPLATES
from tests.reports.small import NOTE, found, rate, small_draft, small_material, with_text

K03_P1 = "[[K03:target=P1-解决]]"


def changed(**changes: object) -> Material:
    return replace(small_material(), **changes)  # type: ignore[arg-type]  # each test changes fields of its own


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_complete_draft_of_each_template_has_no_finding(template: str) -> None:
    assert findings(small_draft(template=template)) == []


def test_a_report_without_a_figure_is_stopped() -> None:
    nothing = small_draft(small_material(rate("K03", 0, 0)))
    assert [f.severity for f in found(nothing, "quantified")] == [Severity.MUST]


def test_a_period_that_is_not_over_is_stopped_to_the_second() -> None:
    last_second = datetime(2026, 9, 30, 15, 59, 59, tzinfo=UTC)
    assert found(small_draft(changed(as_of=last_second)), "period_open")
    assert not found(small_draft(changed(as_of=datetime(2026, 9, 30, 16, 0, tzinfo=UTC))), "period_open")


def test_a_plan_of_a_coming_period_is_not_stopped_for_being_early() -> None:
    early = replace(small_draft(changed(as_of=datetime(2026, 8, 1, tzinfo=UTC))), reactive=False)
    assert not found(early, "period_open")


@pytest.mark.parametrize(("without", "letters"), [("events", "b"), ("satisfaction", "f"), ("workload", "c")])
def test_a_template_that_leaves_one_of_a_to_f_out_is_stopped(without: str, letters: str) -> None:
    blocks = [block for block in TEMPLATES["R02"][1] if block["code"] != without]
    draft = Draft(material=small_material(), blocks=blocks, agreed=True)
    assert [f.subject for f in found(draft, "coverage")] == list(letters)


def test_an_empty_summary_is_stopped_unless_it_is_said_that_there_is_nothing() -> None:
    empty = changed(texts={"summary": " \n"})
    assert found(small_draft(empty), "summary")
    assert not found(small_draft(replace(empty, nothing=frozenset({"summary"}))), "summary")


def test_a_summary_is_not_too_long_at_400_characters() -> None:
    assert not found(small_draft(with_text("字" * 400)), "too_long")
    assert found(small_draft(with_text("字" * 401)), "too_long")


def test_a_missed_target_needs_cause_measure_owner_and_date() -> None:
    subject = "target SLA-1 P1-解决"
    notes = {**small_material().notes, subject: replace(NOTE, subject=subject, owner="", due_on=None)}

    message = found(small_draft(changed(notes=notes)), "miss_explained")[0].message

    assert message == "ERP 系统 P1 事件解决及时率 未达标，缺责任人、期限"


def test_a_late_ticket_of_an_explained_priority_needs_its_cause() -> None:
    notes = {k: v for k, v in small_material().notes.items() if k.startswith("target")}
    assert found(small_draft(changed(notes=notes)), "breach_explained")[0].message == "INC0000045 解决超时，还没有原因"


def test_a_late_ticket_of_another_priority_needs_none() -> None:
    breach = replace(small_material().breaches[0], priority="P2", ticket="INC9")
    assert not found(small_draft(changed(breaches=(breach,))), "breach_explained")


def test_a_hand_typed_number_is_stopped_and_the_right_figure_is_suggested() -> None:
    finding = found(small_draft(with_text("P1 解决及时率为 90.47%。")), "uncited")[0]
    assert (finding.subject, finding.suggestions) == ("90.47%", (K03_P1,))


def test_a_number_of_the_period_before_is_suggested_with_its_period() -> None:
    finding = found(small_draft(with_text("上季为 90.00%。")), "uncited")[0]
    assert finding.suggestions == ("[[K03:target=P1-解决@2026Q2]]",)


def test_a_number_that_no_figure_holds_is_stopped_without_a_suggestion() -> None:
    finding = found(small_draft(with_text("覆盖 37 个站点。")), "uncited")[0]
    assert (finding.subject, finding.suggestions) == ("37", ())


def test_a_stated_number_passes_in_its_own_block_only() -> None:
    material = replace(with_text("覆盖 37 个站点。"), statements=frozenset({("summary", "37")}))
    assert not found(small_draft(material), "uncited")
    elsewhere = replace(material, statements=frozenset({("events", "37")}))
    assert found(small_draft(elsewhere), "uncited")


@pytest.mark.parametrize(
    "words",
    [
        "2026-08-03 14:22—15:41 中断，8 月 3 日恢复。",
        "INC0000045 与 CHG-2026-117 相关，依据 SLA-2026-007 第 6.2 条。",
        "见表 3、图 2 和附录 1，按 ISO/IEC 20000-1:2018 执行。",
        "P1 由 2026Q2 的措施解决，第 3 季度完成。",
        f"及时率为 {K03_P1}（{K03_P1[:-2]}#nd]]），上季 [[K03:target=P1-解决@2026Q2]]。",
    ],
)
def test_dates_tickets_clauses_tables_periods_and_citations_are_no_claims(words: str) -> None:
    assert not found(small_draft(with_text(words)), "uncited")


@pytest.mark.parametrize("token", ["[[K99]]", "[[K03:target=P9-解决]]", "[[K03:target=P1-解决@2020Q1]]"])
def test_a_citation_of_a_figure_that_the_report_lacks_is_stopped(token: str) -> None:
    assert [f.subject for f in found(small_draft(with_text(f"为 {token}。")), "unknown_citation")] == [token]


def test_a_report_that_nobody_agreed_is_told() -> None:
    assert [f.severity for f in found(small_draft(agreed=False), "agreed")] == [Severity.WARN]


def test_newer_rows_are_told() -> None:
    assert "（9）" in found(replace(small_draft(), newer_snapshot="9"), "stale")[0].detail


def test_a_target_whose_data_are_missing_is_told() -> None:
    lost = replace(rate("K09", 0, 0), status=FigureStatus.UNAVAILABLE, reason="缺少数据来源：outage")
    line = replace(small_material().targets[2], key="K09")
    material = replace(small_material(lost), targets=(line,))
    assert found(small_draft(material), "unavailable")[0].detail == "缺少数据来源：outage"


def test_an_empty_phrase_is_told_by_its_words() -> None:
    assert [f.subject for f in found(small_draft(with_text("将进一步加强管理。")), "empty_phrase")] == ["进一步加强"]


def test_a_promise_past_its_date_without_outcome_is_told_once_for_all_its_subjects() -> None:
    late = replace(NOTE, due_on=date(2026, 9, 30))
    notes = (replace(late, subject="I1 resolution"), replace(late, subject="I2 resolution"))
    assert len(found(small_draft(changed(previous_notes=notes)), "previous_actions")) == 1
    done = tuple(replace(note, outcome="done") for note in notes)
    assert not found(small_draft(changed(previous_notes=done)), "previous_actions")


def test_what_stops_the_report_stands_before_what_only_warns() -> None:
    material = replace(with_text("将进一步加强，覆盖 37 个站点。"), notes=dict[str, Note]())
    severities = [f.severity for f in findings(small_draft(material, agreed=False))]
    assert severities == sorted(severities, key=lambda one: one is not Severity.MUST)
    assert {Severity.MUST, Severity.WARN} == set(severities)


def test_every_rule_names_its_words_in_both_languages_and_its_source() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert all(rule.zh and rule.en and rule.source for rule in RULES)
