"""R03, R04 and R06–R10: what they tell of the kept facts, and that they say so where there is none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fuwubao.render import docx, html, pdf, xlsx
from fuwubao.render import tree as t
from fuwubao.reports.composition import compose
from fuwubao.reports.material import Material
from fuwubao.reports.practice_material import Practice
from fuwubao.reports.practice_templates import PRACTICE_TEMPLATES
from fuwubao.reports.queries.material import told_targets
from tests.reports.practices import ALL, practice_material
from tests.reports.telling import table, told

GOLDEN = Path(__file__).parent / "golden"


def tree(material: Material, template: str) -> t.Document:
    """Compose as a draft does: with the targets that the template tells."""
    blocks = PRACTICE_TEMPLATES[template][1]
    return compose(replace(material, targets=told_targets(material.targets, blocks)), blocks)[0]


@pytest.mark.parametrize("template", PRACTICE_TEMPLATES)
def test_the_tree_of_each_template_is_the_golden_one(template: str, request: pytest.FixtureRequest) -> None:
    text = told(tree(practice_material(), template))
    path = GOLDEN / f"{template}.txt"
    if request.config.getoption("--golden-write"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("template", PRACTICE_TEMPLATES)
def test_every_format_is_written_from_the_same_tree(template: str) -> None:
    document = tree(practice_material(), template)
    assert pdf.write(document).startswith(b"%PDF-")
    assert docx.write(document).startswith(b"PK")
    assert xlsx.write(document).startswith(b"PK")
    page = html.write(document)
    for figure in document.figures:
        assert figure.display.encode() in page


@pytest.mark.parametrize(
    ("template", "subjects"),
    [
        ("R03", ("可用性低于目标的服务",)),
        ("R04", ("故障中断", "中断与计划维护")),
        ("R06", ("未关闭或新登记的问题", "已定位的根因与临时方案", "已解决的问题")),
        ("R07", ("重大事件", "登记的时间线", "触发业务连续性计划")),
        ("R08", ("预警",)),
        ("R09", ("计划内的变更、发布、维护、演练、审核与评审", "同一服务上时间重叠的活动", "预计的停机")),
        ("R10", ("完成的变更", "失败、回退、超窗或引发事件的变更", "紧急与未授权变更", "登记的发布")),
    ],
)
def test_a_period_without_anything_says_so_part_by_part(template: str, subjects: tuple[str, ...]) -> None:
    quiet = replace(practice_material(Practice()), events=(), targets=())
    lines = told(tree(quiet, template)).splitlines()
    for subject in subjects:
        assert f"本期无{subject}" in lines


def test_each_template_covers_a_to_f_or_says_why_not() -> None:
    """S1.36: every item has a block or a reason in the document itself."""
    for template, (_, blocks) in PRACTICE_TEMPLATES.items():
        covered = {letter for one in blocks for letter in one["covers"]}
        reasons = {letter for one in blocks for letter in one["parameters"].get("reasons", {})}
        assert covered | reasons == set("abcdef"), template
        assert not covered & reasons, template
        if reasons:
            rows = table(tree(practice_material(), template), "本报告不含的内容")
            assert [row[0][0] for row in rows] == sorted(reasons)
            assert all(row[1] for row in rows)


def test_a_problem_adds_up_from_the_beginning_to_the_end() -> None:
    rows = table(tree(practice_material(), "R06"), "问题按类别")
    for _, opening, opened, closed, closing in rows:
        assert int(opening) + int(opened) - int(closed) == int(closing)
    assert [sum(int(row[n]) for row in rows) for n in range(1, 5)] == [1, 1, 1, 1]


def test_a_solution_after_which_incidents_came_is_marked() -> None:
    assert table(tree(practice_material(), "R06"), "解决效果（解决前后的关联事件）")[0][3:] == ["4", "1", "再次发生"]


def test_a_change_that_fell_says_every_reason() -> None:
    rows = table(tree(practice_material(), "R10"), "未成功的变更及原因")
    assert [row[0] for row in rows] == ["CHG-2"]
    assert rows[0][3:5] == ["紧急变更（未授权）", "回退（引发 2 起事件、超出计划窗口）"]


def test_downtime_by_cause_runs_to_the_whole() -> None:
    rows = table(tree(practice_material(), "R04"), "停机按原因")
    assert [row[1:] for row in rows] == [["1", "70", "87.50%"], ["1", "10", "100.00%"]]


def test_maintenance_is_no_failure_in_the_ranking() -> None:
    assert table(tree(practice_material(), "R04"), "计划与非计划停机") == [["ERP 系统", "2", "80", "1", "60"]]


def test_the_time_line_counts_from_the_beginning() -> None:
    rows = table(tree(practice_material(), "R07"), "I2 时间线")
    assert [row[1:] for row in rows] == [["0", "受理", "值班"], ["5", "响应", "张工"], ["300", "解决", "张工"]]


def test_an_incident_that_goes_on_says_so_on_the_first_page() -> None:
    going = replace(ALL, majors=(replace(ALL.majors[0], recovered_at=None),))
    assert "总体判定：尚未恢复" in told(tree(practice_material(going), "R07"))


def test_a_clash_is_told_once() -> None:
    rows = table(tree(practice_material(), "R09"), "时间冲突")
    assert [[row[0], row[1].split("（")[0], row[2].split("（")[0]] for row in rows] == [
        ["ERP 系统", "CHG-9 换交换机", "OUT-9 机房检修"]
    ]


def test_warnings_are_told_with_owner_action_and_outcome() -> None:
    rows = table(tree(practice_material(), "R08"), "预警与处置")
    assert [row[4:] for row in rows] == [["升级二线（张工）", "已避免"], ["未登记（未指派）", "未能避免"]]
    assert "发出 2 条预警，避免 1 条，未能避免 1 条，处置中 0 条。" in told(tree(practice_material(), "R08"))


def test_a_report_on_problems_tells_no_service_level_target() -> None:
    material = practice_material()
    assert told_targets(material.targets, PRACTICE_TEMPLATES["R06"][1]) == ()
    kept = told_targets(material.targets, PRACTICE_TEMPLATES["R03"][1])
    assert [line.id for line in kept] == ["可用性"]
