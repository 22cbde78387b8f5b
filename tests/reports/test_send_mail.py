"""邮件发送: the approved bytes by SMTP, one by one or Bcc; refused, delayed and silent servers are told, not lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from fuwubao.accounts import jobs
from fuwubao.accounts.models import AuditEntry, Job, Notice, User
from fuwubao.reports.actions import delivering, mailing
from fuwubao.reports.actions.publishing import publish_report
from fuwubao.reports.channels import RETRY_AFTER
from fuwubao.reports.errors import ReasonMissing
from fuwubao.reports.models import Delivery, Obligation, RegisterRow, Report
from tests.reports.post_office import PostOffice, attached_hash, opened, port_of
from tests.reports.world import DRAFT, NOW, Cast, World


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    """A post office that the settings name."""
    office = PostOffice()
    controller = opened(office)
    for name, value in {"HOST": "127.0.0.1", "PORT": str(port_of(controller)), "FROM": "sla@firm.cn"}.items():
        monkeypatch.setenv(f"FUWUBAO_SMTP_{name}", value)
    monkeypatch.setenv("FUWUBAO_SMTP_SECURITY", "none")
    yield office
    controller.stop()


def agreed(*ways: str, recipients: tuple[str, ...] = ("刘主任",)) -> None:
    """Agree the ways and recipients of the row; each recipient has an address of the pinyin kind."""
    RegisterRow.objects.update(delivery=list(ways), recipients=list(recipients))
    for number, name in enumerate(recipients):
        user, _made = User.objects.get_or_create(
            name=name, customer_code="HD", defaults={"login": f"r{number}", "email": f"r{number}@hd.cn"}
        )
        User.objects.filter(pk=user.pk).update(email=f"r{number}@hd.cn")


def published(world: World, *ways: str, recipients: tuple[str, ...] = ("刘主任",)) -> Report:
    world.approved()
    agreed(*ways, recipients=recipients)
    return publish_report(number=DRAFT, actor=world.cast.manager, now=NOW)


def run(minutes: int = 0) -> Job | None:
    """Let the worker do one job, so many minutes later."""
    return jobs.run_one(now=NOW + timedelta(minutes=minutes))


def states() -> dict[str, str]:
    return dict(Delivery.objects.order_by("pk").values_list("recipient", "state"))


def test_the_letter_carries_exactly_the_approved_bytes(world: World, cast: Cast, office: PostOffice) -> None:
    """S6.11: sent by mail; the attachment's hash is the one that was approved."""
    report = published(world, "mail")

    run()

    (letter,) = office.messages()
    assert attached_hash(letter) == report.files.get(file_format="pdf").sha256
    assert DRAFT in letter["Subject"]
    assert letter["To"].addresses[0].addr_spec == "r0@hd.cn"


def test_mail_counts_as_handed_over_when_the_server_took_it_and_not_before(
    world: World, cast: Cast, office: PostOffice
) -> None:
    """K30: the first successful hand-over by the agreed way."""
    published(world, "mail")
    duty = Obligation.objects.get(period_label="2026Q3")
    assert (duty.state, duty.fulfilled_at) == ("submitted", None)

    run(minutes=30)

    duty.refresh_from_db()
    sent = Delivery.objects.get()
    assert sent.state == "sent"
    assert sent.sent_at is not None
    assert (duty.state, duty.fulfilled_at) == ("fulfilled", sent.sent_at)
    assert sent.sent_at >= NOW + timedelta(minutes=30)
    assert [event.state for event in sent.events.order_by("pk")] == ["planned", "queued", "sending", "sent"]
    assert AuditEntry.objects.filter(act="reports.mail_accepted", channel="worker").count() == 1


def test_the_portal_counts_only_where_it_is_agreed(world: World, cast: Cast, office: PostOffice) -> None:
    """K30: with portal and mail agreed the portal's own moment is the first."""
    published(world, "portal", "mail")
    assert Obligation.objects.get(period_label="2026Q3").fulfilled_at == NOW
    run()
    assert Obligation.objects.get(period_label="2026Q3").fulfilled_at == NOW
    assert sorted(Delivery.objects.values_list("channel", "state")) == [("mail", "sent"), ("portal", "sent")]


def test_one_letter_for_all_names_nobody_to_the_others(
    world: World, cast: Cast, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FUWUBAO_SMTP_MODE", "bcc")
    office.refused = {"r1@hd.cn"}
    published(world, "mail", recipients=("刘主任", "周工", "吴工"))

    run()

    ((addresses, content),) = office.letters
    assert addresses == ["r0@hd.cn", "r2@hd.cn"]
    assert b"hd.cn" not in content
    assert states() == {"刘主任": "sent", "周工": "bounced", "吴工": "sent"}


def test_a_refused_recipient_is_told_and_does_not_hold_up_the_others(
    world: World, cast: Cast, office: PostOffice
) -> None:
    office.refused = {"r1@hd.cn"}
    published(world, "mail", recipients=("刘主任", "周工", "吴工"))

    run()

    assert states() == {"刘主任": "sent", "周工": "bounced", "吴工": "sent"}
    assert "550 no such mailbox" in Delivery.objects.get(recipient="周工").failure
    for person in (cast.manager, cast.author):
        (told,) = Notice.objects.filter(to=person, url__endswith="/distribution/")
        assert "周工" in told.text


def test_a_server_that_asks_to_wait_is_tried_again_at_growing_intervals_and_then_given_up(
    world: World, cast: Cast, office: PostOffice
) -> None:
    office.later = {"r0@hd.cn"}
    published(world, "mail")

    at = NOW
    for wait in RETRY_AFTER:
        jobs.run_one(now=at)
        letter = Delivery.objects.get()
        assert letter.state == "queued"
        assert letter.next_try_at is not None
        assert timedelta() <= letter.next_try_at - at - wait < timedelta(seconds=30)
        assert jobs.run_one(now=letter.next_try_at - timedelta(seconds=40)) is None
        at = letter.next_try_at
    jobs.run_one(now=at)

    assert states() == {"刘主任": "failed"}
    assert Notice.objects.filter(to=cast.manager, text__contains="451").count() == 1
    assert jobs.run_one(now=at + timedelta(days=30)) is None


def test_a_delayed_letter_goes_out_once_the_server_takes_it(world: World, cast: Cast, office: PostOffice) -> None:
    office.later = {"r0@hd.cn"}
    published(world, "mail")
    run()
    first_id = Delivery.objects.get().message_id
    office.later = set()

    run(minutes=2)

    assert states() == {"刘主任": "sent"}
    (letter,) = office.messages()
    assert letter["Message-ID"] == first_id


def test_a_silent_server_puts_every_letter_off(
    world: World, cast: Cast, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FUWUBAO_SMTP_PORT", "1")
    published(world, "mail", recipients=("刘主任", "周工"))

    run()

    assert set(states().values()) == {"queued"}
    assert {one.attempts for one in Delivery.objects.all()} == {1}
    assert Job.objects.filter(state="queued", not_before__gt=NOW).count() == 1


def test_without_a_mail_server_the_owner_is_told_what_to_set(
    world: World, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FUWUBAO_SMTP_HOST", raising=False)
    published(world, "mail")

    run()

    assert states() == {"刘主任": "failed"}
    assert "没有设置邮件服务器" in Notice.objects.get(to=cast.manager, url__endswith="/distribution/").text


def test_a_report_whose_letters_fail_blocks_no_other_report(world: World, cast: Cast, office: PostOffice) -> None:
    report = published(world, "mail")
    report.files.update(sha256="0" * 64)
    other = Job.objects.create(
        task="fuwubao.reports.tasks.send_mail", title="另一份", owner=cast.manager, queued_at=NOW, not_before=NOW,
        arguments={"report": report.pk, "round": "2"},
    )  # fmt: skip

    first, second = run(), run()

    assert first is not None
    assert first.state == "done"
    assert second is not None
    assert (second.pk, second.state) == (other.pk, "done")
    assert states() == {"刘主任": "failed"}


def test_a_recipient_without_an_address_waits_until_one_is_entered(
    world: World, cast: Cast, office: PostOffice
) -> None:
    world.approved()
    RegisterRow.objects.update(delivery=["mail"], recipients=["周工"])
    publish_report(number=DRAFT, actor=cast.manager, now=NOW)
    assert states() == {"周工": "planned"}

    delivering.set_address(number=DRAFT, recipient="周工", email="zhou@hd.cn", actor=cast.manager, now=NOW)
    run()

    assert states() == {"周工": "sent"}
    assert office.count() == {"zhou@hd.cn": 1}


def test_a_failed_letter_is_sent_again_on_demand(world: World, cast: Cast, office: PostOffice) -> None:
    office.refused = {"r0@hd.cn"}
    published(world, "mail")
    run()
    letter = Delivery.objects.get()
    office.refused = set()

    delivering.resend(number=DRAFT, delivery_id=letter.pk, actor=cast.manager, now=NOW)
    run()

    assert states() == {"刘主任": "sent"}


def test_the_claim_of_a_dead_worker_is_told_apart_by_how_far_it_had_come(
    world: World, cast: Cast, office: PostOffice
) -> None:
    """Before its content went out a letter is sent again; after that a person decides."""
    published(world, "mail", recipients=("刘主任", "周工"))
    job = jobs.claim(now=NOW)
    assert job is not None
    report = Report.objects.get()
    one, two = mailing.claim_letters(report_id=report.pk, job_id=job.pk, most=2, domain="firm.cn", now=NOW)
    mailing.note_content_going(deliveries=[two.pk], now=NOW)

    assert run() is None  # the worker may still be alive
    jobs.run_one(now=NOW + jobs.LEASE + timedelta(seconds=1))

    assert states() == {"刘主任": "sent", "周工": "uncertain"}
    assert office.count() == {"r0@hd.cn": 1}
    assert "周工" in Notice.objects.get(to=cast.manager, url__endswith="/distribution/").text
    with pytest.raises(ReasonMissing):
        delivering.settle_delivery(number=DRAFT, delivery_id=two.pk, reason=" ", actor=cast.manager, now=NOW)
    settled = delivering.settle_delivery(
        number=DRAFT, delivery_id=two.pk, reason="周工来电已收到", actor=cast.manager, now=NOW + timedelta(hours=1)
    )
    assert (settled.state, settled.sent_at) == ("sent", NOW)
    assert one.message_id != ""
