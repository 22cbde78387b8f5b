"""The pages of figures, breaches and clocks, and who may see them."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from fuwubao.accounts.models import Appointment, User
from fuwubao.domain.roles import Role
from tests.measurement.conftest import Load

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
    assert "再多 1 个即达标：2 / 2" in text
    assert "报表打不开" in text
    assert "<svg" in text


@pytest.mark.parametrize("measure", ["K01", "K04", "K06", "K07", "K08", "K09", "K10", "K11", "K17", "K21", "K28"])
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
