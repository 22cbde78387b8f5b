"""免报 and 延期: a date owed to a customer goes or moves only with her consent, dated before it (S1.29)."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime

import pytest

from fuwubao.accounts.errors import RoleMissing
from fuwubao.accounts.models import User
from fuwubao.reports import files
from fuwubao.reports.actions.duty_dates import Agreed, AnyDuty, postpone_duty, waive_duty
from fuwubao.reports.actions.duty_keeping import keep_duties
from fuwubao.reports.errors import ConsentMissing, DateNotLater, DutyNotFound, ReasonMissing
from fuwubao.reports.models import Consent, DueChange, Duty
from fuwubao.reports.queries.duties import key_of
from tests.reports.duties import consent, key, report_duty
from tests.reports.world import NOW, Cast

LATE = datetime(2026, 10, 13, 16, 0, 1, tzinfo=UTC)
GIVEN = date(2026, 10, 8)
MOVED = datetime(2026, 10, 20, 16, 0, tzinfo=UTC)


def waived(actor: User, given: Agreed | None, *, reason: str = "停产", now: datetime = NOW) -> AnyDuty:
    return waive_duty(key=key("2026Q3"), reason=reason, consent=given, actor=actor, now=now)


def test_the_manager_waives_a_duty_with_the_customers_consent_and_its_file(cast: Cast) -> None:
    duty = waived(cast.manager, consent(GIVEN))
    assert (duty.state, duty.waived_because, duty.consent) == ("waived", "停产", "刘主任 2026-10-08 同意.eml")
    kept = Consent.objects.get()
    assert kept.sha256 == hashlib.sha256(b"yes").hexdigest()
    assert files.read(kept.sha256, name=kept.file_name) == b"yes"


@pytest.mark.parametrize(
    "given",
    [None, consent(GIVEN, by=""), consent(GIVEN, content=b""), consent(date(2026, 10, 14))],
    ids=["internal approval alone", "nobody", "no file", "dated after the due day"],
)
def test_without_who_when_and_file_before_the_due_day_it_is_refused(cast: Cast, given: Agreed | None) -> None:
    with pytest.raises(ConsentMissing):
        waived(cast.manager, given)
    assert report_duty("2026Q3").state == "scheduled"


def test_a_consent_dated_after_today_is_no_consent(cast: Cast) -> None:
    with pytest.raises(ConsentMissing):
        waived(cast.manager, consent(date(2026, 10, 9)))


def test_a_waiver_entered_after_the_due_instant_is_refused_and_the_duty_stays_late(cast: Cast) -> None:
    with pytest.raises(ConsentMissing):
        waived(cast.manager, consent(GIVEN), now=LATE)
    assert report_duty("2026Q3").state == "scheduled"


def test_a_waiver_needs_its_reason(cast: Cast) -> None:
    with pytest.raises(ReasonMissing):
        waived(cast.manager, consent(GIVEN), reason=" ")


def test_the_author_cannot_waive(cast: Cast) -> None:
    with pytest.raises(RoleMissing):
        waived(cast.author, consent(GIVEN))


def test_a_key_that_names_nothing_is_not_found(cast: Cast) -> None:
    with pytest.raises(DutyNotFound):
        waive_duty(key="X1", reason="停产", consent=None, actor=cast.manager, now=NOW)


def test_a_postponed_date_leaves_its_trail_and_no_recalculation_takes_it_back(cast: Cast) -> None:
    before = report_duty("2026Q3").due_at
    postpone_duty(
        key=key("2026Q3"), new_due_at=MOVED, reason="盘点", consent=consent(GIVEN), actor=cast.manager, now=NOW
    )
    keep_duties(actor=cast.operator, now=NOW)

    assert report_duty("2026Q3").due_at == MOVED
    trail = DueChange.objects.get(obligation=report_duty("2026Q3"))
    assert (trail.old_due_at, trail.new_due_at, trail.why, trail.by) == (before, MOVED, "consent", cast.manager)


def test_a_date_is_not_postponed_without_consent_nor_to_an_earlier_day(cast: Cast) -> None:
    given = {"key": key("2026Q3"), "reason": "盘点", "actor": cast.manager, "now": NOW}
    with pytest.raises(ConsentMissing):
        postpone_duty(new_due_at=MOVED, consent=None, **given)  # type: ignore[arg-type]  # the shared facts of the test
    with pytest.raises(DateNotLater):
        postpone_duty(new_due_at=NOW, consent=consent(GIVEN), **given)  # type: ignore[arg-type]  # the same facts


def test_an_internal_duty_is_waived_by_the_manager_with_a_reason_alone(cast: Cast) -> None:
    review = Duty.objects.get(kind="row_review", subject="SLM-01")
    waive_duty(key=key_of(review), reason="年内已全面修订", consent=None, actor=cast.manager, now=NOW)
    review.refresh_from_db()
    assert review.state == "waived"
