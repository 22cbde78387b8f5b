"""免报: a duty owed to a customer is freed only with her consent, dated before its due day (S1.29)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from fuwubao.accounts.errors import RoleMissing
from fuwubao.accounts.models import User
from fuwubao.reports.actions.duties import waive_duty
from fuwubao.reports.errors import ConsentMissing, ReasonMissing
from fuwubao.reports.models import Obligation
from tests.reports.world import NOW, Cast

LATE = datetime(2026, 10, 13, 16, 0, 1, tzinfo=UTC)


def waived(
    actor: User,
    *,
    on: date | None = date(2026, 10, 8),
    by: str = "刘主任",
    evidence: str = "邮件",
    reason: str = "停产",
    now: datetime = NOW,
) -> Obligation:
    duty = Obligation.objects.get(period_label="2026Q3")
    return waive_duty(
        obligation_id=duty.pk, reason=reason, consented_by=by, consented_on=on, evidence=evidence, actor=actor, now=now
    )


def test_the_manager_waives_a_duty_with_the_customers_consent(cast: Cast) -> None:
    duty = waived(cast.manager)
    assert (duty.state, duty.waived_because, duty.consent) == ("waived", "停产", "刘主任 2026-10-08 邮件")


@pytest.mark.parametrize("lacking", [{"by": ""}, {"evidence": ""}, {"on": None}, {"on": date(2026, 10, 14)}])
def test_without_who_when_and_evidence_before_the_due_day_it_is_refused(
    cast: Cast, lacking: dict[str, date | str | None]
) -> None:
    with pytest.raises(ConsentMissing):
        waived(cast.manager, **lacking)  # type: ignore[arg-type]  # each case lacks one of the named facts


def test_a_consent_dated_after_today_is_no_consent(cast: Cast) -> None:
    with pytest.raises(ConsentMissing):
        waived(cast.manager, on=date(2026, 10, 9))


def test_after_the_due_instant_it_is_too_late(cast: Cast) -> None:
    with pytest.raises(ConsentMissing):
        waived(cast.manager, now=LATE)


def test_a_waiver_needs_its_reason(cast: Cast) -> None:
    with pytest.raises(ReasonMissing):
        waived(cast.manager, reason="")


def test_the_author_cannot_waive(cast: Cast) -> None:
    with pytest.raises(RoleMissing):
        waived(cast.author)
