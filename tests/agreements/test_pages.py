"""What the pages of agreements show, asked of the queries that build them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import translation

from fuwubao.agreements import queries
from fuwubao.agreements.actions import Loaded
from fuwubao.agreements.errors import AgreementUnknown
from fuwubao.agreements.year_view import DayCell, YearView
from tests.agreements.files import DUTY, SMALL, changed

Load = Callable[[str], Loaded]
TODAY = date(2026, 10, 9)
REVISED = changed(
    "within: 4h", "within: 1h", text=changed("timezone:", "revision: {from: 2026-07-01, reason: 目标调整}\ntimezone:")
)


def day(view: YearView | None, month: int, number: int) -> DayCell:
    """Return one date's cell."""
    assert view is not None
    return view.months[month - 1].days[number - 1]


@pytest.mark.parametrize(
    "today, state, revision",
    [
        (date(2025, 12, 31), "to_come", 1),
        (date(2026, 6, 30), "in_force", 1),
        (date(2026, 7, 1), "in_force", 2),
        (date(2027, 1, 1), "expired", 2),
    ],
)
def test_the_list_shows_the_revision_of_the_day_and_its_state(
    load: Load, today: date, state: str, revision: int
) -> None:
    load(SMALL)
    load(REVISED)

    (row,) = queries.agreement_rows(today=today)

    assert (row.state, row.revision, row.targets, row.customer_name) == (state, revision, 3, "华东制造有限公司")


def test_the_page_puts_targets_in_words(load: Load) -> None:
    load(SMALL + DUTY)

    page = queries.agreement_page("SLA-2026-007", today=TODAY)

    (service,) = page.services
    assert [(row.title, row.within, row.calendar, row.bound) for row in service.targets] == [
        ("事件 P1 响应", "15 分", "7×24", "—"),
        ("事件 P1 解决", "4 小时", "office", "—"),
        ("可用性", "—", "office", "≥ 99.9%"),
    ]
    assert service.targets[2].maintenance == "周日 00:00—04:00"
    assert page.duties[0].due == "期间结束后第 5 个工作日前（24:00）"
    assert (page.pending, page.reopen, page.cohort) == ("等待客户", "累计计时", "按判定时点")


def test_the_page_speaks_english(load: Load) -> None:
    load(SMALL + DUTY)

    with translation.override("en"):
        page = queries.agreement_page("SLA-2026-007", today=TODAY)

    assert page.duties[0].due.startswith("5 working days after period end")


def test_the_year_marks_holidays_make_up_days_weekends_and_today(load: Load) -> None:  # M13
    load(SMALL)

    view = queries.agreement_page("SLA-2026-007", today=TODAY).year

    assert view is not None
    assert (view.working_days, view.months[9].working_days, list(view.months[9].blanks)) == (248, 18, [0, 1, 2])
    assert (day(view, 10, 1).mark, day(view, 10, 1).title) == ("holiday", "国庆节")
    assert day(view, 10, 10).title == "国庆节 调休上班，09:00—12:00、13:00—18:00"
    assert (day(view, 10, 11).mark, day(view, 10, 12).mark) == ("rest", "work")
    assert [cell.day for month in view.months for cell in month.days if cell.is_today] == [TODAY]
    assert view.weekly == "周一至周五 09:00—12:00、13:00—18:00"


def test_special_hours_are_marked_and_a_year_not_published_is_provisional(load: Load) -> None:
    text = changed("2026-12-31", "2027-12-31", text=changed("china}", 'china, special_shifts: {"2027-09-30": []}}'))
    load(text)

    page = queries.agreement_page("SLA-2026-007", today=TODAY, year=2027)

    assert page.years == (2026, 2027)
    assert page.year is not None
    assert page.year.is_provisional
    assert day(page.year, 9, 30).mark == "special"
    assert day(page.year, 9, 30).title == "特别安排，无服务时间"


def test_another_calendar_of_the_agreement_can_be_shown(load: Load) -> None:
    load(SMALL)

    page = queries.agreement_page("SLA-2026-007", today=TODAY, calendar="always")
    unknown = queries.agreement_page("SLA-2026-007", today=TODAY, calendar="nowhere", year=1999)

    assert page.year is not None
    assert unknown.year is not None
    assert (page.year.name, page.year.working_days, page.year.national_version) == ("always", 365, "")
    assert (unknown.year.name, unknown.year.year) == ("office", 2026)


def test_the_history_says_when_each_revision_held(load: Load) -> None:
    load(SMALL)
    load(REVISED)

    page = queries.agreement_page("SLA-2026-007", today=TODAY, number=1)

    newest, first = page.revisions
    assert (first.holds_from, first.last, first.is_shown) == (date(2026, 1, 1), date(2026, 6, 30), True)
    assert (newest.reason, newest.last) == ("目标调整", date(2026, 12, 31))
    assert page.services[0].targets[1].within == "4 小时"


@pytest.mark.parametrize("number", [0, 3])
def test_a_revision_that_is_not_there_is_not_shown(load: Load, number: int) -> None:
    load(SMALL)

    with pytest.raises(AgreementUnknown):
        queries.agreement_page("SLA-2026-007", today=TODAY, number=number)


def test_organisations_and_services_name_their_agreements(load: Load) -> None:
    load(SMALL)
    load(REVISED.replace("code: ERP", "code: MES").replace("ERP 系统运维", "制造执行系统"))

    (organisation,) = queries.organisation_rows()
    services = queries.service_rows(today=TODAY)

    assert (organisation.kind, organisation.agreements) == ("客户", ("SLA-2026-007",))
    assert [(row.code, row.agreements) for row in services] == [("ERP", ()), ("MES", ("SLA-2026-007",))]


def test_the_list_takes_as_many_statements_for_many_agreements_as_for_few(
    load: Load, django_assert_num_queries: Callable[[int], object]
) -> None:
    for number in range(6):
        load(SMALL.replace("SLA-2026-007", f"SLA-{number}").replace("code: HD", f"code: C{number}"))

    with django_assert_num_queries(1):  # type: ignore[attr-defined]  # the fixture's own type is not public
        assert len(queries.agreement_rows(today=TODAY)) == 6
