"""手工登记指标 in reports: frozen, citable, tagged and printed like any figure (design 3, M14)."""

from __future__ import annotations

import json
from pathlib import Path

from django.test import Client
from django.urls import reverse

from fuwubao.domain.figures import FigureStatus
from fuwubao.measurement.queries import frozen_figures
from fuwubao.reports import files
from fuwubao.reports.actions.building import build_report, document_of
from fuwubao.reports.actions.writing import save_text
from fuwubao.reports.queries.citing import figure_address
from fuwubao.reports.queries.material import material_of
from fuwubao.reports.queries.pages import editor_page
from tests.reports.telling import told
from tests.reports.world import NOW, World

VALUES = """
id  measure    customer  service  period_start  period_end  value  numerator  denominator  unit  basis    evidence  entered_by  verified_by
M1  巡检次数    HD        -        2026-07-01    2026-09-30  12     -          -            次    巡检台账  x.pdf     zhang       wang
M0  巡检次数    HD        -        2026-04-01    2026-06-30  10     -          -            次    巡检台账  -         zhang       wang
M2  备份成功率  HD        ERP      2026-07-01    2026-09-30  -      91         92           -     备份月报  -         zhang       wang
M3  未核实的    HD        -        2026-07-01    2026-09-30  7      -          -            次    台账      -         zhang       zhang
M4  别家巡检    QM        -        2026-07-01    2026-09-30  5      -          -            次    台账      -         zhang       wang
"""  # noqa: E501 – one value a line


def test_verified_values_of_the_customer_and_period_are_frozen_and_printed_with_their_tag(world: World) -> None:
    world.load("manual_value", VALUES)

    report = world.draft()

    assert report.figure_set is not None
    kept = [f for f in frozen_figures(report.figure_set) if f.entry and f.period.label == "2026Q3"]
    assert [(f.measure, f.display, f.tag) for f in kept] == [
        ("巡检次数", "12 次", "手工登记"),
        ("备份成功率", "98.91%", "手工登记"),
    ]
    text = told(document_of(report)[0])
    assert "巡检次数 | 12 次 | +20.00% | 巡检台账（x.pdf） | zhang / wang | 无目标 手工登记" in text
    assert "备份成功率（ERP 系统运维） | 98.91%（91 / 92）" in text
    assert "未核实的" not in text
    assert "别家巡检" not in text


def test_a_report_without_such_values_has_no_empty_table(world: World) -> None:
    assert "手工登记" not in told(document_of(world.draft())[0])


def test_an_entered_value_is_cited_and_says_in_the_prose_what_it_is(world: World) -> None:
    world.load("manual_value", VALUES)
    report = world.draft()
    cited = "本期巡检 [[巡检次数:statistic=manual]]，上期 [[巡检次数:statistic=manual@2026Q2]]。"
    save_text(number=report.number, block="summary", text=cited, edit_count=None, actor=world.cast.author, now=NOW)

    assert "本期巡检 12 次（手工登记），上期 10 次（手工登记）。" in told(document_of(report)[0])
    page = editor_page(report.pk, reader=world.cast.author, block="summary", now=NOW)
    assert not [finding for finding in page.must if finding.rule in ("uncited", "unknown_citation")]
    assert ("[[巡检次数:statistic=manual]]", "12 次") in [(one.token, one.display) for one in page.citable]


def test_all_formats_and_the_json_tell_the_same_entered_value(world: World, tmp_path: Path) -> None:
    world.load("manual_value", VALUES)
    built = build_report(
        row_number="SLM-01", period_label="2026Q3", customer=None, formats=("json", "html"), folder=tmp_path,
        retake=False, actor=world.cast.author, now=NOW,
    )  # fmt: skip

    listed = json.loads(built.paths[0].read_text(encoding="utf-8"))["figures"]
    entered = {one["measure"]: one for one in listed if one.get("tag")}
    assert set(entered) == {"巡检次数", "备份成功率"}
    assert entered["巡检次数"]["entry"]["verified_by"] == "wang"
    assert "12 次" in built.paths[1].read_text(encoding="utf-8")
    for file_format in ("pdf", "docx", "xlsx"):
        assert files.written(built.document, file_format)


def test_the_page_of_an_entered_value_tells_who_entered_and_who_verified_it(world: World, client: Client) -> None:
    world.load("manual_value", VALUES)
    material = material_of(world.draft())
    figure = material.figure("巡检次数:statistic=manual")
    assert figure is not None
    assert figure.status is FigureStatus.OK
    client.force_login(world.cast.author)

    page = client.get(figure_address(figure, material))
    told_there = page.content.decode()

    assert page.status_code == 200
    for words in ("巡检次数", "手工登记", "12 次", "10 次", "巡检台账", "x.pdf", "SLM-01-2026Q3-A/0"):
        assert words in told_there
    rows = client.get(
        reverse("measurement:figure-rows", args=["巡检次数", "csv"])
        + "?"
        + figure_address(figure, material).split("?")[1]
    )
    assert "wang" in rows.content.decode("utf-8-sig")


def test_a_name_that_nobody_entered_has_no_page(world: World, client: Client) -> None:
    client.force_login(world.cast.author)
    address = reverse("measurement:figure", args=["巡检次数"])
    asked = "?customer=HD&period=2026Q3&as_of=2026-10-08T02:00:00Z&statistic=manual"
    assert client.get(address + asked).status_code in (400, 404)
