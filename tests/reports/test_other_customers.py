"""Rows of a group or of the firm itself, and customers whose day ends elsewhere than in Shanghai."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from fuwubao.agreements.actions import load_agreement
from fuwubao.domain.figures import Dimension, FigureStatus, FigureVerdict, Scope
from fuwubao.reports.actions.building import bring_up_to_date, document_of
from fuwubao.reports.actions.duties import activate_and_schedule
from fuwubao.reports.actions.register import RowContent, add_row, agree_row
from fuwubao.reports.composition import compose
from fuwubao.reports.composition.composer import Composer
from fuwubao.reports.material import Naming
from fuwubao.reports.models import Report
from fuwubao.reports.queries.material import material_of
from fuwubao.reports.rolling_up import by_citation
from fuwubao.reports.seed import TEMPLATES
from tests.reports.small import rate, small_material
from tests.reports.telling import told
from tests.reports.test_schedule_duties import BERLIN
from tests.reports.world import NOW, Cast, World

ABROAD = BERLIN.replace("code: ERP", "code: MES").replace("ERP 系统运维", "MES 运维")
# the quarter begins in Berlin at 06:00 in Shanghai and ends at 06:00 on 1 October
TICKETS_ABROAD = """
id  class     title  customer  service  priority  opened_at            resolved_at          state
B1  incident  前一季  MB        MES      P1        2026-07-01T05:00:00  2026-07-01T05:59:59  resolved
B2  incident  首刻    MB        MES      P1        2026-07-01T06:00:00  2026-07-01T07:00:00  resolved
B3  incident  末刻    MB        MES      P1        2026-10-01T05:00:00  2026-10-01T05:59:59  resolved
B4  incident  后一季  MB        MES      P1        2026-10-01T05:30:00  2026-10-01T06:00:00  resolved
"""
INTERNAL = RowContent(
    number="INC-01",
    name="事件管理季度报告",
    source_process="事件管理",
    template="R05",
    frequency="quarterly",
    audience="internal",
    recipients=("陈总",),
)


def with_berlin(world: World) -> None:
    load_agreement(text=ABROAD, file="mb.yaml", actor=world.cast.operator, now=NOW)
    world.load("ticket", TICKETS_ABROAD)
    bring_up_to_date(actor=world.cast.operator, now=NOW)


def internal_draft(world: World, cast: Cast) -> Report:
    add_row(content=replace(INTERNAL, duties_from=NOW.date()), actor=cast.manager, now=NOW)
    agree_row(number="INC-01", agreed_by="陈总", agreed_on=NOW.date(), evidence="会议纪要", actor=cast.manager, now=NOW)
    activate_and_schedule(number="INC-01", actor=cast.manager, now=NOW)
    return world.draft(row="INC-01")


def test_a_quarter_in_berlin_begins_and_ends_at_midnight_there(world: World) -> None:
    with_berlin(world)

    material = material_of(world.draft(row="SLM-02"))

    rate = material.figure("K03:target=P1-解决")
    assert rate is not None
    assert (rate.numerator, rate.denominator) == (2, 2)  # B2 and B3
    assert material.period.ends_before == datetime(2026, 9, 30, 22, 0, tzinfo=UTC)
    assert material.figure("K09:service=MES") is not None


def test_the_report_of_one_customer_knows_nothing_of_another(world: World) -> None:
    with_berlin(world)
    text = told(document_of(world.draft(row="SLM-02"))[0])
    assert "I2" not in text
    assert "ERP" not in text


def test_a_row_of_the_firm_rolls_all_customers_up(world: World, cast: Cast) -> None:
    with_berlin(world)

    report = internal_draft(world, cast)
    material = material_of(report)

    rate = material.figure("K03:class=incident")
    assert rate is not None
    # HD: 5 of 6; MB, in the firm's own zone: B2, B3 and B4 until midnight in Shanghai, so only B1 and B2
    assert (rate.numerator, rate.denominator) == (7, 8)
    assert rate.status is FigureStatus.OK
    assert rate.target is None
    assert rate.scope.customer == "HD+MB"


def test_each_member_stands_beside_the_total_and_its_targets_under_its_own_agreement(world: World, cast: Cast) -> None:
    """Design 8: Σ/Σ with a column per member."""
    with_berlin(world)
    report = internal_draft(world, cast)
    material = material_of(report)
    text = told(document_of(report)[0])

    own = material.figure("K03:customer=HD;class=incident")
    assert own is not None
    assert (own.numerator, own.denominator) == (5, 6)
    assert "事件解决及时率 | 87.50%（7 / 8） | 83.33%（5 / 6） | 100.00%（2 / 2）" in text
    codes = {line.agreement for line in material.targets}
    assert len(codes) == 2
    keys = [line.key for line in material.targets]
    assert len(set(keys)) == len(keys)
    missed = {
        line.agreement
        for line, figure in Composer(material).target_figures()
        if figure and figure.verdict == FigureVerdict.NOT_MET
    }
    assert missed == {"SLA-2026-007"}
    assert "华东制造有限公司 · ERP 系统运维" in text


def test_more_members_than_fit_as_columns_have_a_row_each() -> None:
    """Three stand beside the total; of five each is a row of its own table."""
    members = {f"C{n}": f"客户{n}" for n in range(5)}
    own = [
        replace(
            rate("K03", n, 10, dimension=Dimension.CLASS, key="incident"),
            scope=Scope(f"C{n}", Dimension.CLASS, "incident"),
        )
        for n in range(5)
    ]
    naming = Naming(members=members)
    material = replace(small_material(), targets=(), naming=naming, figures=by_citation(own, naming))
    text = told(compose(material, TEMPLATES["R05"][1])[0])
    assert "事件解决及时率 | 20.00%（10 / 50）" in text
    assert "表 各客户的及时率" in text
    assert "客户4 | 40.00%（4 / 10）" in text


def test_the_cause_that_a_members_own_report_gives_holds_in_the_firms_own_report(world: World, cast: Cast) -> None:
    with_berlin(world)
    report = internal_draft(world, cast)
    world.draft()
    world.written()
    note = material_of(report).notes["I2 resolution"]
    assert (note.cause, note.owner) == ("夜班交接", "张工")


def test_the_firms_own_report_tells_the_rates_of_its_class_without_a_promise(world: World, cast: Cast) -> None:
    with_berlin(world)
    text = told(document_of(internal_draft(world, cast))[0])
    assert "事件解决及时率 | 87.50%（7 / 8）" in text
    assert "全部计时合计" not in text  # M10: no rate over all classes
    assert "本期无约定的 SLA 目标" not in text


def test_the_late_tickets_of_all_members_are_listed(world: World, cast: Cast) -> None:
    with_berlin(world)
    material = material_of(internal_draft(world, cast))
    assert [breach.ticket for breach in material.breaches] == ["I2"]
    assert set(material.services) == {"ERP", "MES"}
