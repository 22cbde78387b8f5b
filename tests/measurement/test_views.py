"""The pages of figures, breaches and clocks, and who may see them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.test import Client

from fuwubao.accounts.models import Appointment, User
from fuwubao.accounts.operator import workspace_operator
from fuwubao.domain.figures import Better, Dimension, Figure, FigureStatus, Scope, Unit
from fuwubao.domain.instants import parse_instant
from fuwubao.domain.periods import parse_period
from fuwubao.domain.roles import Role
from fuwubao.domain.terms import Bound, Operator
from fuwubao.engine.measures.catalogue import CATALOGUE
from fuwubao.measurement.actions import freeze_figures
from fuwubao.measurement.addresses import figure_url
from fuwubao.measurement.figure_pages import target_text
from fuwubao.measurement.queries import figures_for
from fuwubao.records.queries import latest_snapshot
from tests.measurement.conftest import NOW, Load

AS_OF = "2026-05-20T00:00:00Z"
MARCH = f"customer=HD&period=2026-03&as_of={AS_OF}"


def logged_in(role: Role, customer_code: str = "") -> Client:
    """A browser of a person who holds the role, perhaps for one customer only."""
    user = User.objects.create(login=role.value, name="张工", customer_code=customer_code)
    Appointment.objects.create(user=user, role=role, customer_code=customer_code, starts_on=date(2020, 1, 1))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def author(loaded: Load) -> Client:
    return logged_in(Role.AUTHOR)


def test_the_list_shows_figures_with_their_base(author: Client) -> None:
    text = author.get(f"/measures/?{MARCH}").content.decode()
    assert "SLA 达成率" in text
    assert "1 / 2" in text


def test_the_page_of_a_figure_shows_value_target_distance_and_rows(author: Client) -> None:
    text = author.get(f"/measures/figure/K03/?{MARCH}").content.decode()
    assert "50.00%" in text
    assert "≥ 75%" in text
    assert "再多 1 张即达标：2 / 2" in text
    assert "报表打不开" in text
    assert "<svg" in text


@pytest.mark.parametrize("measure", sorted(measure.id for measure in CATALOGUE))
def test_every_measure_has_a_page(author: Client, measure: str) -> None:
    assert author.get(f"/measures/figure/{measure}/?{MARCH}&service=ERP").status_code == 200


def test_the_clock_page_tells_why_a_ticket_is_late(author: Client) -> None:
    text = author.get(f"/measures/clocks/T2/?as_of={AS_OF}").content.decode()
    assert "超时时刻" in text
    assert "4 小时" in text


def test_late_clocks_are_listed_with_a_link_to_their_clock(author: Client) -> None:
    text = author.get(f"/measures/breaches/?{MARCH}").content.decode()
    assert "/measures/clocks/T2/" in text


def test_the_catalogue_tells_every_definition(author: Client) -> None:
    assert "达标 ÷（达标 + 超时）" in author.get("/measures/catalogue/").content.decode()


@pytest.mark.parametrize("path", ["", "figure/K03/", "breaches/", "catalogue/", "clocks/T2/"])
def test_a_customer_sees_none_of_it(loaded: Load, path: str) -> None:
    client = logged_in(Role.CUSTOMER, "HD")
    assert client.get(f"/measures/{path}?{MARCH}").status_code == 403


@pytest.mark.parametrize("path", [f"?{MARCH}", f"figure/K03/?{MARCH}", f"breaches/?{MARCH}", "clocks/T2/"])
def test_an_author_of_another_customer_sees_none_of_this_one(loaded: Load, path: str) -> None:
    client = logged_in(Role.AUTHOR, "NF")
    assert client.get(f"/measures/{path}").status_code == 403


def test_an_unknown_ticket_is_told_as_not_found(author: Client) -> None:
    assert author.get("/measures/clocks/nobody/").status_code == 404


def test_the_page_shows_where_the_number_comes_from_and_where_it_went(author: Client, loaded: Load) -> None:
    operator = User.objects.get(login=workspace_operator(now=NOW).login)
    figures = figures_for(customer="HD", period="2026-03", as_of=parse_instant(AS_OF, "UTC"), measures=("K03",)).figures
    freeze_figures(figures=figures, snapshot=latest_snapshot(), purpose="SLM-01-2026-03-A/0", actor=operator, now=NOW)
    text = author.get(f"/measures/figure/K03/?{MARCH}&recount=1").content.decode()
    assert all(stage in text for stage in ("文件行", "有效记录", "单据", "计时与判定", "本数字", "报告"))
    assert "SLM-01-2026-03-A/0" in text
    assert "重算一致" in text


def test_rows_leave_as_files_without_formulas(author: Client) -> None:
    told = author.get(f"/measures/figure/K03/rows.csv?{MARCH}")
    assert told["Content-Type"].startswith("text/csv")
    assert told.content.decode("utf-8-sig").splitlines()[0].startswith("客户,编号")
    assert author.get(f"/measures/figure/K03/rows.xlsx?{MARCH}").content[:2] == b"PK"
    assert author.get(f"/measures/figure/K03/rows.docx?{MARCH}").status_code == 422


def test_a_figure_knows_the_address_of_its_page(author: Client) -> None:
    for figure in figures_for(customer="HD", period="2026-03", as_of=NOW, dimensions=(Dimension.TARGET,)).figures:
        page = author.get(figure_url(figure, snapshot=latest_snapshot()))
        assert page.status_code == 200
        assert figure.display in page.content.decode()


@pytest.mark.parametrize(("value", "told"), [("0.8", "≥ 80%"), ("1", "≥ 100%"), ("0.995", "≥ 99.5%")])
def test_a_target_is_written_as_agreements_do(value: str, told: str) -> None:
    figure = Figure(
        measure="K03",
        version=1,
        scope=Scope("HD"),
        period=parse_period("2026-03", "Asia/Shanghai"),
        as_of=NOW,
        unit=Unit.RATIO,
        better=Better.HIGHER,
        digits=2,
        status=FigureStatus.OK,
        numerator=1,
        denominator=1,
        value=Fraction(1),
        target=Bound(operator=Operator.AT_LEAST, value=Fraction(value)),
    )
    assert target_text(figure) == told
