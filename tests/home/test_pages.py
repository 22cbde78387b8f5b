"""The first page as each person sees it, and the search that leads everywhere."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fuwubao.accounts.models import Appointment, Notice
from fuwubao.agreements.models import Organisation
from fuwubao.domain.roles import Role
from fuwubao.home.palette import fit, hits
from fuwubao.home.queries import home_page
from fuwubao.reports.models import RegisterRow
from tests.home.conftest import DUE, NOW, MakeReport, People, duty_of


@pytest.mark.parametrize("name", ["李经理", "张工", "王审", "陈总", "高管理员"])
def test_everybody_inside_has_a_first_page(client: Client, people: People, report_in: MakeReport, name: str) -> None:
    report_in("draft")
    client.force_login(people[name])

    answer = client.get("/")

    assert answer.status_code == 200
    assert ("应办日历" in answer.content.decode()) is (name != "高管理员")


@pytest.mark.parametrize("name", ["刘主任", "赵客", "老孙"])
def test_outsiders_are_led_to_their_portal(client: Client, people: People, name: str) -> None:
    client.force_login(people[name])

    answer = client.get("/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/portal/")


def test_the_strip_marks_days_off_and_make_up_days(people: People, row: RegisterRow) -> None:
    duty_of(row)

    days = {day.on: day for day in home_page(reader=people["张工"], now=NOW).days}

    assert next(iter(days)) == date(2026, 10, 5)
    assert days[date(2026, 10, 7)].mark == "休"
    assert days[date(2026, 10, 10)].mark == "班"
    assert days[date(2026, 10, 9)].is_today
    assert [due.words for due in days[date(2026, 10, 13)].dues] == ["SLM-01"]


def test_timeliness_counts_what_was_due_this_year_with_its_months(people: People, row: RegisterRow) -> None:
    duty_of(row, due_at=DUE - timedelta(days=100), label="2026Q2", fulfilled=True)
    duty_of(row, due_at=DUE - timedelta(days=7), label="2026-09")
    duty_of(row, label="2026Q3")

    shown = home_page(reader=people["李经理"], now=NOW).timeliness

    assert shown is not None
    assert (shown.share.numerator, shown.share.denominator, shown.value, shown.late) == (1, 2, "50.00", 1)
    assert [(bar.month, bar.due, bar.late) for bar in shown.bars if bar.due] == [(7, 1, 0), (10, 1, 1)]


def test_timeliness_of_nothing_is_no_number(people: People) -> None:
    shown = home_page(reader=people["李经理"], now=NOW).timeliness

    assert shown is not None
    assert (shown.value, shown.share.is_applicable) == ("—", False)


def test_a_lone_approver_is_told_of_to_those_who_can_mend_it(client: Client, people: People) -> None:
    client.force_login(people["李经理"])
    assert "只有一人可以批准报告" not in client.get("/").content.decode()
    Appointment.objects.filter(role=Role.SYSTEM_HEAD).delete()

    assert "只有一人可以批准报告" in client.get("/").content.decode()
    client.force_login(people["王审"])
    assert "只有一人可以批准报告" not in client.get("/").content.decode()


def test_the_latest_notices_are_ones_own(client: Client, people: People) -> None:
    Notice.objects.create(to=people["张工"], at=NOW, text="报告已退回")
    client.force_login(people["张工"])

    assert "报告已退回" in client.get("/").content.decode()
    client.force_login(people["王审"])
    assert "报告已退回" not in client.get("/").content.decode()


def test_the_page_asks_no_more_of_the_database_for_more_duties(people: People, row: RegisterRow) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            home_page(reader=people["张工"], now=NOW)
        return len(queries)

    for n in range(2):
        duty_of(row, label=f"2026-0{n + 1}", due_at=DUE + timedelta(days=n))
    few = asked()
    for n in range(2, 9):
        duty_of(row, label=f"2026-0{n + 1}", due_at=DUE + timedelta(days=n % 5))

    assert asked() == few


@pytest.mark.parametrize(
    "asked, texts, rank",
    [
        ("服务", ("服务报告",), 0),
        ("报告", ("服务报告",), 1),
        ("fwbg", ("服务报告",), 2),
        ("fuwu", ("服务报告",), 2),
        ("fu wu bao", ("服务报告",), 2),
        ("slm", ("SLM-01", "SLA执行情况报告"), 0),
        ("bg", ("服务报告",), None),
        ("合同", ("服务报告",), None),
    ],
)
def test_words_fit_by_beginning_by_part_or_by_pinyin(asked: str, texts: tuple[str, ...], rank: int | None) -> None:
    assert fit(asked, *texts) == rank


def test_the_palette_finds_pages_rows_reports_customers_and_measures(people: People, report_in: MakeReport) -> None:
    report_in("draft")
    Organisation.objects.create(code="HD", name="华东制造有限公司", kind="customer")

    def kinds(words: str) -> set[str]:
        return {hit.kind for hit in hits(words, reader=people["李经理"], now=NOW)}

    assert "页面" in kinds("fwbg")
    assert kinds("slm-01") == {"报告条目", "服务报告"}
    assert "客户与供应商" in kinds("hdzz")
    assert kinds("k01") == {"指标"}
    assert kinds("  ") == set()


def test_the_palette_keeps_to_what_the_reader_may_see(people: People, report_in: MakeReport) -> None:
    report_in("published")
    Organisation.objects.create(code="HD", name="华东制造有限公司", kind="customer")

    found = {
        name: [hit.url for hit in hits("sla", reader=people[name], now=NOW)] for name in ("刘主任", "赵客", "高管理员")
    }

    assert [url.split("/")[1] for url in found["刘主任"]] == ["portal"]
    assert (found["赵客"], found["高管理员"]) == ([], [])
    for name in ("刘主任", "赵客"):
        assert hits("华东", reader=people[name], now=NOW) == ()
        assert hits("审计", reader=people[name], now=NOW) == ()


def test_the_search_page_works_without_script(client: Client, people: People, report_in: MakeReport) -> None:
    report_in("published")
    for name, frame in (("李经理", "tabbar"), ("刘主任", "portal")):
        client.force_login(people[name])
        text = client.get("/search/", {"q": "sla"}).content.decode()
        assert "SLA执行情况报告" in text
        assert frame in text
    assert "没有找到" in client.get("/search/", {"q": "没有这个"}).content.decode()
