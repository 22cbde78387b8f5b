"""A newer national calendar never changes what was judged before (M13)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from fuwubao.accounts.models import AuditEntry, User
from fuwubao.agreements import china, errors, queries
from fuwubao.agreements.actions import Loaded, adopt_calendar, load_calendar
from fuwubao.agreements.models import CalendarVersion
from fuwubao.agreements.second_person import CalendarNeedsApproval
from tests.agreements.conftest import NOW
from tests.agreements.files import SMALL

Load = Callable[[str], Loaded]
NEXT_YEAR = (
    china.shipped_text().replace("version: 1.11.0", "version: 2027.1").replace("2026-12-31", "2027-12-31")
    + "2027-10-01,holiday,国庆节\n2027-10-09,makeup,国庆节\n"
)


def keep(text: str, manager: User) -> CalendarVersion:
    return load_calendar(text=text, file="2027.csv", actor=manager, now=NOW)


def test_an_agreement_keeps_the_calendar_that_it_was_loaded_with(load: Load, manager: User) -> None:
    before = load(SMALL).terms

    keep(NEXT_YEAR, manager)

    assert queries.national_calendar().version == "2027.1"
    assert queries.terms_of_all() == (before,)
    assert load(SMALL).added is False


def test_an_agreement_loaded_later_takes_the_newest_calendar(load: Load, manager: User) -> None:
    keep(NEXT_YEAR, manager)

    terms = load(SMALL).terms

    assert date(2027, 10, 1) in terms.calendars["office"].holidays
    assert queries.revision_facts("SLA-2026-007")[0].calendar_version == "2027.1"


def test_a_person_asks_for_another_calendar_and_does_not_adopt_it_alone(load: Load, manager: User) -> None:
    """Design section 6: calendars need a request and an approver who is not the requester."""
    before = load(SMALL).terms
    keep(NEXT_YEAR, manager)

    with pytest.raises(CalendarNeedsApproval):
        adopt_calendar(agreement_code="SLA-2026-007", version="2027.1", reason="x", actor=manager, now=NOW)

    assert queries.terms_of_all() == (before,)


def test_an_agreement_may_adopt_days_that_were_not_published_before(load: Load, operator: User) -> None:
    load(SMALL)
    keep(NEXT_YEAR, operator)

    adopt_calendar(agreement_code="SLA-2026-007", version="2027.1", reason="2027 年安排公布", actor=operator, now=NOW)

    assert date(2027, 10, 9) in queries.terms_of_all()[0].calendars["office"].extra_workdays
    entry = AuditEntry.objects.get(act="agreements.adopt_calendar")
    assert (entry.before["calendar"], entry.after["calendar"]) == ("1.11.0", "2027.1")
    assert load(SMALL).added is False


def test_a_calendar_that_changes_a_published_day_is_not_adopted(load: Load, operator: User) -> None:
    load(SMALL)
    keep(NEXT_YEAR.replace("2026-10-10,makeup,国庆节\n", ""), operator)

    with pytest.raises(errors.CalendarPastChanged) as caught:
        adopt_calendar(agreement_code="SLA-2026-007", version="2027.1", reason="x", actor=operator, now=NOW)

    assert caught.value.facts["day"] == date(2026, 10, 10)


def test_the_same_calendar_again_does_nothing_and_another_text_is_refused(manager: User) -> None:
    first = keep(NEXT_YEAR, manager)

    assert keep(NEXT_YEAR, manager) == first
    with pytest.raises(errors.CalendarVersionDiffers):
        keep(NEXT_YEAR + "2027-10-02,holiday,国庆节\n", manager)


def test_only_a_known_agreement_and_version_can_be_adopted(load: Load, operator: User) -> None:
    load(SMALL)

    with pytest.raises(errors.AgreementUnknown):
        adopt_calendar(agreement_code="SLA-0", version="1.11.0", reason="x", actor=operator, now=NOW)
    with pytest.raises(errors.CalendarVersionUnknown):
        adopt_calendar(agreement_code="SLA-2026-007", version="0", reason="x", actor=operator, now=NOW)
