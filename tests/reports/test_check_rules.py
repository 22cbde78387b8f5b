"""Report linter: what each newer rule says, what it lets pass, its switch, its noise, what the approver sees."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from fuwubao.accounts.errors import RoleMissing
from fuwubao.accounts.models import AuditEntry
from fuwubao.domain.figures import FigureStatus
from fuwubao.measurement.models import FrozenFigure
from fuwubao.render import tree as t
from fuwubao.reports.actions.checking import check_report, switch_rule
from fuwubao.reports.actions.publishing import publish_report
from fuwubao.reports.actions.review import approve_report, review_report, submit_report
from fuwubao.reports.actions.writing import save_text, waive_finding
from fuwubao.reports.checks import RULES, Draft, Moved, Severity, Sight
from fuwubao.reports.checks.contents import target_lines_drawn
from fuwubao.reports.coverage import PROFILES, coverage
from fuwubao.reports.errors import ChecksOpen, ReasonMissing
from fuwubao.reports.models import RaisedFinding, Report
from fuwubao.reports.queries.checking import rule_lines, rules_off
from fuwubao.reports.seed import TEMPLATES
from fuwubao.reports.template_errors import RuleIsHard, RuleUnknown
from tests.reports.small import NOTE, found, rate, small_draft, small_material, with_text
from tests.reports.world import DRAFT, NOW, World, all_holds

BOUND = Decimal(95)
LATE_ROW = """
id  class     title    customer  service  priority  opened_at            resolved_at          state
I9  incident  补录故障  HD        ERP      P1        2026-09-20T09:00:00  2026-09-20T10:00:00  resolved
"""
HARD = {
    "mismatch", "quantified", "period_open", "coverage", "summary", "miss_explained", "breach_explained", "uncited",
    "unknown_citation",
}  # fmt: skip


def test_hard_stops_are_few_and_every_rule_says_why_it_asks_and_how_a_finding_is_mended() -> None:
    """Issue B part 5: figures, citations, coverage, causes; a summary and a closed period by their own clauses."""
    assert {rule.id for rule in RULES if rule.is_hard} == HARD
    assert all(rule.why.zh and rule.why.en and rule.mend.zh and rule.mend.en for rule in RULES)


def test_what_moved_since_the_freeze_is_told_with_the_difference() -> None:
    moved = Moved(key="K03", title="解决及时率 2026Q3", was="90.47%", now="85.71%")
    told = found(replace(small_draft(), newer_snapshot="9", moved=(moved,)), "stale")[0]
    assert (told.subject, "解决及时率 2026Q3 90.47% → 85.71%" in told.detail) == ("9", True)


def test_newer_rows_that_move_none_of_the_figures_are_no_finding() -> None:
    assert not found(replace(small_draft(), newer_snapshot="9", moved=()), "stale")


def test_a_target_judged_by_few_cases_is_told_with_their_number() -> None:
    few = replace(rate("K09", 2, 3), status=FigureStatus.SMALL_SAMPLE)
    line = replace(small_material().targets[2], key="K09")
    material = replace(small_material(few), targets=(line,))
    assert found(small_draft(material), "small_sample")[0].message.endswith("样本不足，只有 3 例")


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("已按 QXZ 处理。", ["QXZ"]),
        ("已按快速切换程序（QXZ）处理，QXZ 已归档。", []),
        ("SLA、CMDB、ERP 与 INC0000045、P1、SLA-2026-007 无关。", []),
        ("QXZ 与 QXZ 重复。", ["QXZ"]),
        ("[[K03:target=P1-解决]] 见 YQV。", ["YQV"]),
    ],
)
def test_an_abbreviation_that_nobody_explained_is_told_once(text: str, terms: list[str]) -> None:
    assert [one.subject for one in found(small_draft(with_text(text)), "undefined_term")] == terms


def test_passive_wording_is_told_by_its_words() -> None:
    assert [f.subject for f in found(small_draft(with_text("问题得到了解决。")), "passive")] == ["得到了"]
    assert not found(small_draft(with_text("张工更换了硬盘。")), "passive")


def test_how_long_is_too_long_depends_on_who_reads() -> None:
    draft = small_draft(with_text("字" * 500))
    assert [f.subject for f in found(draft, "too_long")] == ["summary"]
    assert not found(replace(draft, audience="internal"), "too_long")
    whole = replace(small_material(), texts={"summary": "短。", "attainment": "字" * 3001})
    assert [(f.block, f.subject) for f in found(small_draft(whole), "too_long")] == [("attainment", "all")]


def trend(*, with_target: bool) -> t.Document:
    steps = (t.TargetStep(first=0, value=BOUND),) if with_target else ()
    points = tuple(t.Point(value=BOUND) for _ in range(3))
    drawing = t.TrendLine(
        periods=("1", "2", "3"), series=(t.Series(name="P1 事件解决及时率", points=points),), targets=steps
    )
    chart = t.Chart(drawing=drawing, caption="P1 十三个月", alt="折线", anchor="fig-x")
    meta = t.Meta(title="报告", number="N", version="A/0", issuer="本公司", customer="HD", period="2026Q3",
                  state=t.State.DRAFT, classification="内部", drafted_at="", as_of="", snapshot="")  # fmt: skip
    return t.Document(meta=meta, blocks=(chart,))


def test_a_line_of_a_promised_rate_without_its_target_is_told() -> None:
    """M15."""
    draft = small_draft()
    told = list(target_lines_drawn(Sight(draft=draft, document=trend(with_target=False))))
    assert [f.subject for f in told] == ["P1 十三个月"]
    assert not list(target_lines_drawn(Sight(draft=draft, document=trend(with_target=True))))


def test_a_report_whose_template_hides_what_the_last_one_promised_is_told() -> None:
    promised = replace(small_material(), previous_notes=(replace(NOTE, subject="I1 resolution"),))
    blocks = [block for block in TEMPLATES["R02"][1] if block["code"] != "previous_actions"]
    draft = Draft(material=promised, blocks=blocks, agreed=True)
    assert [f.subject for f in found(draft, "previous_actions")] == ["block"]


def test_what_does_not_agree_with_its_hash_stops_the_report() -> None:
    told = found(replace(small_draft(), damaged=(("figures_sha256", "冻结的数字"),)), "mismatch")
    assert [(f.severity, f.message) for f in told] == [(Severity.MUST, "冻结的数字 与冻结时不一致")]


def test_the_customers_edition_must_cover_what_the_house_edition_covers() -> None:
    """S1.36, S2.2: what only the house reads covers nothing for the customer."""
    blocks = [block | {"internal": True} if block["code"] == "workload" else block for block in TEMPLATES["R02"][1]]
    draft = Draft(material=small_material(), blocks=blocks, agreed=True)
    assert [f.subject for f in found(draft, "coverage")] == ["c"]
    assert not found(replace(draft, audience="internal"), "coverage")


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("template", TEMPLATES)
def test_what_ships_answers_every_coverage_profile_or_says_why_not(template: str, profile: str) -> None:
    """S1.30–S1.36, S6.5: the editions of 2011 and 2018 and GB/T 28827.1."""
    gaps = [one.content.id for one in coverage(TEMPLATES[template][1], PROFILES[profile]) if one.is_gap]
    assert gaps == []


def test_a_profile_of_its_own_is_asked_for_in_the_draft() -> None:
    blocks = [block for block in TEMPLATES["R02"][1] if block["code"] != "improvement"]
    plain = Draft(material=small_material(), blocks=blocks, agreed=True)
    assert not found(plain, "coverage")
    assert [f.subject for f in found(replace(plain, profiles=("2018",)), "coverage")] == ["9.4 措施"]


def test_only_the_manager_switches_a_warning_off_with_a_reason_and_hard_stops_stay_on(world: World) -> None:
    cast = world.cast
    for who, rule, reason, kind in (
        (cast.author, "passive", "嘈杂", RoleMissing),
        (cast.manager, "passive", " ", ReasonMissing),
        (cast.manager, "uncited", "嘈杂", RuleIsHard),
        (cast.manager, "nonsense", "嘈杂", RuleUnknown),
    ):
        with pytest.raises(kind):
            switch_rule(rule=rule, is_on=False, reason=reason, actor=who, now=NOW)

    assert switch_rule(rule="empty_phrase", is_on=False, reason="嘈杂", actor=cast.manager, now=NOW) is not None
    assert switch_rule(rule="empty_phrase", is_on=False, reason="嘈杂", actor=cast.manager, now=NOW) is None
    later = NOW + timedelta(days=1)
    assert rules_off() == {"empty_phrase"}
    switch_rule(rule="empty_phrase", is_on=True, reason="改好了", actor=cast.manager, now=later)
    assert not rules_off()
    assert rules_off(NOW) == {"empty_phrase"}
    logged = AuditEntry.objects.filter(act="reports.switch_check").order_by("pk")
    assert [(entry.remark, entry.actor_login) for entry in logged] == [
        ("嘈杂", cast.manager.login), ("改好了", cast.manager.login),
    ]  # fmt: skip


def test_a_rule_that_is_off_finds_nothing_in_page_command_and_submission(world: World) -> None:
    world.draft()
    world.written()
    words = "P1 有一项超时，将进一步加强。"
    save_text(number=DRAFT, block="summary", text=words, edit_count=None, actor=world.cast.author, now=NOW)
    assert "empty_phrase" in {f.rule for f in check_report(number=DRAFT, actor=world.cast.author, now=NOW)}
    switch_rule(rule="empty_phrase", is_on=False, reason="嘈杂", actor=world.cast.manager, now=NOW)
    assert "empty_phrase" not in {f.rule for f in check_report(number=DRAFT, actor=world.cast.author, now=NOW)}
    assert submit_report(number=DRAFT, actor=world.cast.author, now=NOW).state == "in_review"


def test_a_hard_stop_cannot_be_let_pass_with_a_reason(world: World) -> None:
    world.draft()
    with pytest.raises(RuleIsHard):
        waive_finding(number=DRAFT, rule="summary", subject="", reason="没时间", actor=world.cast.author, now=NOW)
    with pytest.raises(RuleUnknown):
        waive_finding(number=DRAFT, rule="nonsense", subject="", reason="没时间", actor=world.cast.author, now=NOW)


def test_a_frozen_figure_that_was_changed_behind_our_back_stops_the_report(world: World) -> None:
    report = world.draft()
    world.written()
    changed = FrozenFigure.objects.filter(figure_set_id=report.figure_set, numerator__gt=0).order_by("pk").first()
    assert changed is not None
    assert changed.numerator is not None
    FrozenFigure.objects.filter(pk=changed.pk).update(numerator=changed.numerator - 1)

    told = [f for f in check_report(number=DRAFT, actor=world.cast.author, now=NOW) if f.rule == "mismatch"]

    assert [f.message for f in told] == ["冻结的数字 与冻结时不一致"]
    with pytest.raises(ChecksOpen):
        submit_report(number=DRAFT, actor=world.cast.author, now=NOW)


def released_report(world: World) -> Report:
    """Publish the quarter's report with one phrase let pass and one mended after a refused submission."""
    cast = world.cast
    world.draft()
    world.written()
    words = "P1 有一项超时，将进一步加强巡检，问题得到了解决。"
    save_text(number=DRAFT, block="summary", text=words, edit_count=None, actor=cast.author, now=NOW)
    with pytest.raises(ChecksOpen):
        submit_report(number=DRAFT, actor=cast.author, now=NOW)
    words = "P1 有一项超时，将进一步加强巡检。"
    save_text(number=DRAFT, block="summary", text=words, edit_count=None, actor=cast.author, now=NOW)
    waive_finding(
        number=DRAFT, rule="empty_phrase", subject="进一步加强", reason="客户原话", actor=cast.author, now=NOW
    )
    submit_report(number=DRAFT, actor=cast.author, now=NOW)
    review_report(number=DRAFT, judgement=all_holds(), actor=cast.reviewer, now=NOW)
    approve_report(number=DRAFT, remark="", actor=cast.manager, now=NOW)
    return publish_report(number=DRAFT, actor=cast.manager, now=NOW)


def test_noise_is_what_was_released_of_what_was_raised_on_published_reports(world: World) -> None:
    """A finding that was mended was no noise: passive 0 of 1, empty_phrase 1 of 1; drafts do not count."""
    report = released_report(world)
    world.draft(period="2026Q4")
    check_report(number=Report.objects.exclude(pk=report.pk).get().number, actor=world.cast.author, now=NOW)

    lines = {line.rule.id: line for line in rule_lines()}

    assert [(lines[rule].released, lines[rule].raised, lines[rule].noise) for rule in ("empty_phrase", "passive")] == [
        (1, 1, "100%"), (0, 1, "0%"),
    ]  # fmt: skip
    assert lines["period_open"].noise == "—"
    assert RaisedFinding.objects.filter(rule="period_open").exists()


def test_reviewer_and_approver_see_what_was_let_pass_and_which_rules_were_off(world: World, client: Client) -> None:
    """F04: the finding, the reason, who gave it; on the page and in the record of the review."""
    switch_rule(rule="passive", is_on=False, reason="嘈杂", actor=world.cast.manager, now=NOW)
    world.draft()
    world.written()
    words = "P1 有一项超时，将进一步加强。"
    save_text(number=DRAFT, block="summary", text=words, edit_count=None, actor=world.cast.author, now=NOW)
    waive_finding(
        number=DRAFT, rule="empty_phrase", subject="进一步加强", reason="客户原话", actor=world.cast.author, now=NOW
    )
    report = submit_report(number=DRAFT, actor=world.cast.author, now=NOW)
    review_report(number=DRAFT, judgement=all_holds(), actor=world.cast.reviewer, now=NOW)

    client.force_login(world.cast.manager)
    page = client.get(reverse("reports:review", args=[report.pk])).content.decode()

    assert page.count("客户原话") == 2  # beside the check results and in the F04 record
    assert "空泛用语“进一步加强”" in page
    assert "提交时已关闭的规则：" in page


def test_the_page_of_rules_shows_switches_to_the_manager_alone(world: World, client: Client) -> None:
    client.force_login(world.cast.author)
    page = client.get(reverse("reports:check-rules")).content.decode()
    assert "没有空泛用语" in page
    assert "关闭规则" not in page
    address = reverse("reports:switch-rule", args=["passive"])
    assert client.post(address, {"on": "0", "reason": "嘈杂"}).status_code == 403

    client.force_login(world.cast.manager)
    page = client.post(address, {"on": "0", "reason": "嘈杂"}, follow=True).content.decode()
    assert "规则已关闭，已记入审计链" in page
    assert "开关记录" in page


def test_newer_rows_are_told_at_once_and_counted_when_the_author_asks(world: World, client: Client) -> None:
    """M14: the page tells that rows came; the recount with its differences is made on request and remembered."""
    report = world.draft()
    world.load("ticket", LATE_ROW)
    client.force_login(world.cast.author)
    address = reverse("reports:report", args=[report.pk])
    before = client.get(address).content.decode()
    assert "数据在采集之后有变动" in before
    assert "个数字不同" not in before

    client.post(reverse("reports:recheck", args=[report.pk]))

    after = client.get(address).content.decode()
    assert "个数字不同" in after
    assert "ERP 系统运维 P1 事件解决及时率 2026Q3 50.00% → 66.66%" in after
