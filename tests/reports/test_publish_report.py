"""发布: exactly the approved bytes, to an agreed party, to named people; what is damaged does not go out."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fuwubao.accounts.errors import RoleMissing
from fuwubao.accounts.models import Notice, User
from fuwubao.reports import files
from fuwubao.reports.actions.building import build_report
from fuwubao.reports.actions.publishing import publish_report
from fuwubao.reports.errors import FileDamaged, NoRecipients, NotAgreedParty, StepRefused
from fuwubao.reports.models import Delivery, Obligation, RegisterRow, Report
from tests.reports.world import DRAFT, NOW, Cast, World

TOO_LATE = datetime(2026, 10, 13, 16, 0, 1, tzinfo=UTC)


def publish(actor: User, *, now: datetime = NOW) -> Report:
    return publish_report(number=DRAFT, actor=actor, now=now)


def test_publishing_fulfils_the_duty_and_tells_the_recipient(world: World, cast: Cast) -> None:
    world.approved()

    report = publish(cast.manager)

    assert (report.state, report.published_at) == ("published", NOW)
    duty = Obligation.objects.get(period_label="2026Q3")
    assert (duty.state, duty.fulfilled_at) == ("fulfilled", NOW)
    delivery = Delivery.objects.get()
    assert (delivery.recipient, delivery.user, delivery.channel, delivery.sent_at) == (
        "刘主任",
        cast.customer,
        "portal",
        NOW,
    )
    assert DRAFT in Notice.objects.get(to=cast.customer).text


def test_the_published_file_is_the_approved_one_however_often_it_is_built_again(
    world: World, cast: Cast, tmp_path: Path
) -> None:
    approved = {file.file_format: file.sha256 for file in world.approved().files.all()}
    publish(cast.manager)

    built = build_report(
        row_number="SLM-01",
        period_label="2026Q3",
        customer=None,
        formats=("pdf", "docx", "xlsx", "html"),
        folder=tmp_path / "out",
        retake=True,
        actor=cast.operator,
        now=NOW + timedelta(days=1),
    )

    found = {path.suffix[1:]: hashlib.sha256(path.read_bytes()).hexdigest() for path in built.paths}
    assert found == approved


def test_a_recipient_without_an_account_is_planned_but_not_sent_to(world: World, cast: Cast) -> None:
    RegisterRow.objects.update(recipients=["刘主任", "周工"])
    world.approved()

    publish(cast.manager)

    other = Delivery.objects.get(recipient="周工")
    assert (other.user, other.sent_at) == (None, None)


def test_a_party_that_no_live_agreement_names_gets_nothing(world: World, cast: Cast) -> None:
    world.approved()
    RegisterRow.objects.update(customer_code="ZZ", customer_name="无约公司")
    with pytest.raises(NotAgreedParty, match="无约公司"):
        publish(cast.manager)


def test_a_report_of_the_agreements_last_quarter_still_goes_out_after_its_end(world: World, cast: Cast) -> None:
    world.approved()
    Report.objects.update(period_ends_before=datetime(2026, 12, 31, 16, 0, tzinfo=UTC))

    assert publish(cast.manager, now=datetime(2027, 1, 8, tzinfo=UTC)).state == "published"


def test_long_after_the_agreement_has_ended_nothing_more_goes_out(world: World, cast: Cast) -> None:
    world.approved()
    Report.objects.update(period_ends_before=datetime(2027, 3, 31, 16, 0, tzinfo=UTC))
    with pytest.raises(NotAgreedParty):
        publish(cast.manager, now=datetime(2027, 4, 8, tzinfo=UTC))


def test_without_recipients_there_is_nobody_to_publish_to(world: World, cast: Cast) -> None:
    world.approved()
    RegisterRow.objects.update(recipients=[])
    with pytest.raises(NoRecipients):
        publish(cast.manager)


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_a_damaged_file_is_not_published(world: World, cast: Cast, harm: str) -> None:
    kept = world.approved().files.get(file_format="pdf")
    path = files.path_of(kept.sha256)
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b" ")

    with pytest.raises(FileDamaged):
        publish(cast.manager)
    assert Report.objects.get().state == "approved"


def test_the_first_publication_after_the_due_instant_is_late(world: World, cast: Cast) -> None:
    world.approved()
    publish(cast.manager, now=TOO_LATE)
    duty = Obligation.objects.get(period_label="2026Q3")
    assert duty.fulfilled_at is not None
    assert duty.fulfilled_at > duty.due_at


def test_what_is_not_approved_is_not_published(world: World, cast: Cast) -> None:
    world.reviewed()
    with pytest.raises(StepRefused):
        publish(cast.manager)


def test_only_the_manager_publishes(world: World, cast: Cast) -> None:
    world.approved()
    for actor in (cast.author, cast.operator, cast.customer):
        with pytest.raises(RoleMissing):
            publish(actor)
