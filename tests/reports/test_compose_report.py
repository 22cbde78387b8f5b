"""Composition: from material to the tree of R02, R01 and R05; every part says what it has or that it has none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from fuwubao.domain.figures import Dimension
from fuwubao.render import tree as t
from fuwubao.reports.composition import compose
from fuwubao.reports.composition.composer import clock_words
from fuwubao.reports.material import EventFact, Material, Note, OutageFact, RestatedFact, grouped_measures
from fuwubao.reports.seed import TEMPLATES
from tests.reports.small import BREACH, NOTE, at_least, mean_time, rate, small_material
from tests.reports.telling import cell, told

GOLDEN = Path(__file__).parent / "golden"


def tree(material: Material, template: str = "R02") -> t.Document:
    return compose(material, TEMPLATES[template][1])[0]


def lines(material: Material, template: str = "R02") -> list[str]:
    return told(tree(material, template)).splitlines()


def table(document: t.Document, caption: str) -> list[list[str]]:
    found = next(b for b in t.flat(document.blocks) if isinstance(b, t.Table) and b.caption == caption)
    return [[cell(one) for one in row.cells] for row in found.rows]


@pytest.mark.parametrize("template", ["R01", "R02", "R05"])
def test_the_tree_of_each_template_is_the_golden_one(template: str, request: pytest.FixtureRequest) -> None:
    text = told(tree(small_material(), template))
    path = GOLDEN / f"{template}.txt"
    if request.config.getoption("--golden-write"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_previous_actions_stand_before_everything_but_the_summary() -> None:
    for template, (_, blocks) in TEMPLATES.items():
        assert [block["code"] for block in blocks[:2]] == ["summary", "previous_actions"], template


def test_one_promise_for_many_tickets_is_one_line_with_their_number() -> None:
    notes = tuple(replace(NOTE, subject=f"I{n} resolution") for n in range(3))
    other = replace(NOTE, subject="I9 resolution", due_on=date(2026, 12, 1))

    found = lines(replace(small_material(), previous_notes=(*notes, other)))

    at = found.index("# 上期改进措施跟踪")
    assert found[at + 2 : at + 4] == [
        "  1 | 增设备岗（涉及 3 项）（来源：上期报告） | 张工 | 2026-11-15 | — | 进行中",
        "  2 | 增设备岗（来源：上期报告） | 张工 | 2026-12-01 | — | 进行中",
    ]


def test_of_several_outcomes_the_least_done_stands_for_the_promise() -> None:
    notes = [replace(NOTE, outcome="done"), replace(NOTE, outcome="open"), Note(subject="x", cause="无措施")]
    assert [(note.outcome, count) for note, count in grouped_measures(notes)] == [("open", 2)]


def test_the_same_promise_of_this_period_is_one_line_too() -> None:
    found = lines(small_material())
    assert "1. 增设备岗（涉及 2 项） 张工 2026-11-15 计划" in found


def test_a_period_in_which_nothing_happened_says_so_part_by_part() -> None:
    empty = replace(small_material(), breaches=(), events=(), notes={}, targets=(), figures={})

    found = lines(empty)

    for subject in (
        "上期遗留的改进措施",
        "约定的 SLA 目标",
        "未达标的目标",
        "P1 超时",
        "排除的工单",
        "对已发布报告的更正",
        "重大事故",
        "部署新的或变更的服务",
        "触发业务连续性计划",
        "对服务要求的不符合",
        "满意度调查与服务投诉",
        "新的改进措施",
        "超时的单据",
    ):
        assert f"本期无{subject}" in found


@pytest.mark.parametrize("template", TEMPLATES)
def test_what_is_printed_as_a_figure_is_exactly_what_is_listed(template: str) -> None:
    document, figures = compose(small_material(), TEMPLATES[template][1])

    text = told(document)

    assert {figure.display for figure in figures} == {f.display for f in document.figures}
    for figure in figures:
        assert figure.display in text
    shown = {key for block in t.flat(document.blocks) for key in _keys(block)}
    assert shown <= {figure.key for figure in document.figures}


def _keys(block: t.Block) -> list[str]:
    if isinstance(block, t.Table):
        return [one.figure for row in block.rows for one in row.cells if one.figure]
    if isinstance(block, t.KeyFigures):
        return [
            *(one.figure for one in block.cards if one.figure),
            *(one.figure for one in block.targets if one.figure),
        ]
    return []


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0:00"), (1, "0:01"), (60, "0:01"), (61, "0:02"), (3600, "1:00"), (14401, "4:01"), (-30, "−0:01")],
)
def test_a_breach_is_never_shown_shorter_than_it_was(seconds: int, shown: str) -> None:
    assert clock_words(seconds) == shown


def test_a_breach_of_one_second_is_told_as_a_minute() -> None:
    found = lines(small_material())
    assert "INC0000045 4:01 +0:01 夜班交接" in found


def test_a_target_in_working_days_has_no_seconds_to_be_over() -> None:
    days = replace(BREACH, target_seconds=None)
    assert "INC0000045 4:01 — 夜班交接" in lines(replace(small_material(), breaches=(days,)))


def test_downtime_minutes_are_cut_upward_and_agreed_time_downward() -> None:
    k09 = rate("K09", 3600 - 61, 3600 + 59, dimension=Dimension.SERVICE, key="ERP", target=at_least("99.9"))
    row = table(tree(small_material(k09)), "服务可用性")[0]
    assert (row[3], row[4]) == ("60", "2")


def test_weighted_downtime_is_told_in_minutes_as_well() -> None:
    agreed = 92 * 86400
    half_an_hour_at_a_half_and_one_second = 1800 * 50 + 33
    weighted = rate(
        "K09",
        agreed * 100 - half_an_hour_at_a_half_and_one_second,
        agreed * 100,
        dimension=Dimension.SERVICE,
        key="ERP",
        target=at_least("99.9"),
    )

    row = table(tree(small_material(weighted)), "服务可用性")[0]

    assert [part.replace("\u2009", "") for part in (row[3], row[4])] == [str(agreed // 60), "16"]


def test_an_outage_over_midnight_is_told_in_the_zone_of_the_report() -> None:
    begins, ends = datetime(2026, 7, 31, 15, 50, tzinfo=UTC), datetime(2026, 7, 31, 16, 20, tzinfo=UTC)
    outage = OutageFact(service="ERP", starts_at=begins, ends_at=ends, seconds=1800, cause="电源", planned=False)
    row = table(tree(replace(small_material(), outages=(outage,))), "计划外中断")[0]
    assert row == ["ERP 系统", "2026-07-31 23:50", "2026-08-01 00:20", "30", "电源"]


def test_planned_maintenance_is_no_outage() -> None:
    begins = datetime(2026, 7, 31, 15, 50, tzinfo=UTC)
    planned = OutageFact(service="ERP", starts_at=begins, ends_at=None, seconds=1800, cause="", planned=True)
    assert "本期无计划外中断" in lines(replace(small_material(), outages=(planned,)))


def test_a_continuity_event_is_told_by_its_kind() -> None:
    event = EventFact(
        kind="continuity", at=datetime(2026, 9, 30, 15, 59, tzinfo=UTC), title="切换灾备", detail="2 小时"
    )
    found = lines(replace(small_material(), events=(event,)))
    assert "2026-09-30 23:59 触发业务连续性计划 切换灾备：2 小时 " in found
    assert "本期无触发业务连续性计划" not in found


def test_a_turned_verdict_is_told_with_the_report_that_told_it() -> None:
    turned = RestatedFact(ticket="I1", clock="resolution", report="SLM-01-2026Q2-A/0", was="met", now="breached")
    rows = table(tree(replace(small_material(), restated=(turned,))), "判定有变化的工单")
    assert rows == [["I1（解决）", "SLM-01-2026Q2-A/0", "达标", "超时"]]


def test_a_report_over_several_customers_tells_rates_by_class_without_a_target() -> None:
    rolled = rate("K03", 999, 1010, dimension=Dimension.CLASS, key="incident")
    document = tree(replace(small_material(rolled), targets=()), "R05")
    assert table(document, "及时率")[0][:2] == ["事件解决及时率", "98.91%（999 / 1\u2009010）"]
    assert "本期无约定的 SLA 目标" not in told(document)


@pytest.mark.parametrize(("numerator", "word"), [(19, "达标"), (18, "临近"), (17, "未达标")])
def test_a_target_is_at_risk_when_one_more_miss_would_break_it(numerator: int, word: str) -> None:
    figure = rate("K03", numerator, 20, dimension=Dimension.TARGET, key="P1-解决", target=at_least("90"))
    row = next(r for r in table(tree(small_material(figure)), "SLA 目标达成情况") if r[0].startswith("P1"))
    assert row[-1] == word


def test_a_small_sample_is_tagged() -> None:
    figure = rate("K03", 1, 2, dimension=Dimension.TARGET, key="P1-解决", target=at_least("95"))
    row = next(r for r in table(tree(small_material(figure)), "SLA 目标达成情况") if r[0].startswith("P1"))
    assert row[-1] == "未达标 样本不足"


def test_teams_that_do_not_fit_the_table_are_counted_and_not_listed_as_printed() -> None:
    teams = [rate("K03", n, n, dimension=Dimension.TEAM, key=f"组{n}") for n in range(1, 18)]
    document, _figures = compose(small_material(*teams), TEMPLATES["R05"][1])

    assert [row[0] for row in table(document, "按处理组的解决判定")] == [f"组{n}" for n in range(17, 2, -1)]
    assert "另有 2 个处理组共 3 项判定未列出。" in told(document)


def test_a_document_shows_rates_and_times_by_class_and_never_over_all_classes() -> None:
    """M10: the report on incidents holds no rate over all classes, not even as an overview."""
    mixed = [rate("K01", 61, 63), rate("K03", 20, 30), rate("K03", 3, 9, dimension=Dimension.TEAM, key="一组")]
    document, figures = compose(small_material(*mixed, mean_time(3725, 42)), TEMPLATES["R05"][1])

    assert [(figure.measure, figure.scope.key) for figure in figures] == [("K04", "incident")]
    assert [row[0] for row in table(document, "响应与解决时间")] == ["事件解决"]
    assert table(document, "按处理组的解决判定") == [["一组", "9", "6"]]
