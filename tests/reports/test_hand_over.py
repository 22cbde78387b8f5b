"""登记线下送达与 K30: which hand-over counts, what is entered with it, what is refused (S1.16, S6.11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from fuwubao.accounts.errors import RoleMissing
from fuwubao.accounts.models import Notice, User
from fuwubao.reports import files
from fuwubao.reports.actions.delivering import HandOver, register_hand_over
from fuwubao.reports.actions.publishing import acknowledge_report, publish_report, withdraw_report
from fuwubao.reports.distribution_errors import (
    ChannelUnknown,
    FileUnfit,
    HandOverImpossible,
    NotInDistribution,
    ProofMissing,
)
from fuwubao.reports.errors import NotAgreedParty, ReasonMissing, StepRefused
from fuwubao.reports.models import Delivery, Obligation, RegisterRow, Report
from tests.reports.world import DRAFT, NOW, Cast, World

SLIP = b"%PDF-1.7 courier slip"
TOLD = HandOver(
    recipient="刘主任",
    channel="courier",
    handed_at=NOW + timedelta(hours=1),
    handed_by="张工",
    proof_name="回执.pdf",
    proof=SLIP,
)


def published(world: World, *ways: str) -> Report:
    world.approved()
    RegisterRow.objects.update(delivery=list(ways))
    return publish_report(number=DRAFT, actor=world.cast.manager, now=NOW)


def enter(world: World, *, told: HandOver = TOLD, actor: User | None = None, hours: int = 2) -> Delivery:
    return register_hand_over(
        number=DRAFT, told=told, actor=actor or world.cast.author, now=NOW + timedelta(hours=hours)
    )


def fulfilled_at() -> datetime | None:
    return Obligation.objects.get(period_label="2026Q3").fulfilled_at


def test_a_report_that_goes_by_courier_is_on_time_when_the_courier_was(world: World, cast: Cast) -> None:
    published(world, "courier")
    assert fulfilled_at() is None

    delivery = enter(world)

    assert fulfilled_at() == TOLD.handed_at
    assert (delivery.state, delivery.handed_by, delivery.entered_by, delivery.entered_late) == (
        "sent",
        "张工",
        cast.author,
        False,
    )
    assert files.read(delivery.proof_sha256, name="回执.pdf") == SLIP


def test_what_is_entered_on_a_later_day_is_marked_and_counts_from_its_own_instant(world: World, cast: Cast) -> None:
    published(world, "courier", "in_person")

    late = enter(world, hours=30)
    earlier = enter(world, told=replace(TOLD, channel="in_person", handed_at=NOW + timedelta(minutes=5)), hours=31)

    assert late.entered_late
    assert earlier.entered_late
    assert fulfilled_at() == NOW + timedelta(minutes=5)


def test_a_way_that_was_not_agreed_is_kept_but_does_not_fulfil_the_duty(world: World, cast: Cast) -> None:
    published(world, "courier")

    delivery = enter(world, told=replace(TOLD, channel="wechat"))

    assert (delivery.state, delivery.agreed) == ("sent", False)
    assert fulfilled_at() is None


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"proof": b""}, ProofMissing),
        ({"handed_by": " "}, ProofMissing),
        ({"handed_at": None}, ProofMissing),
        ({"handed_at": NOW + timedelta(hours=3)}, HandOverImpossible),
        ({"handed_at": NOW - timedelta(minutes=1)}, HandOverImpossible),
        ({"channel": "mail"}, ChannelUnknown),
        ({"recipient": "无关人"}, NotInDistribution),
        ({"proof_name": "回执.exe"}, FileUnfit),
        ({"proof": b"MZ"}, FileUnfit),
    ],
)
def test_a_hand_over_that_cannot_be_is_refused(
    world: World, cast: Cast, wrong: dict[str, object], refusal: type[Exception]
) -> None:
    published(world, "courier")

    with pytest.raises(refusal):
        enter(world, told=replace(TOLD, **wrong))  # type: ignore[arg-type]  # each case names a field of HandOver

    assert Delivery.objects.get().state == "planned"


def test_it_is_entered_once_and_only_for_a_report_that_was_published(world: World, cast: Cast) -> None:
    world.approved()
    with pytest.raises(StepRefused):
        enter(world)
    RegisterRow.objects.update(delivery=["courier"])
    publish_report(number=DRAFT, actor=cast.manager, now=NOW)
    enter(world)
    with pytest.raises(StepRefused):
        enter(world)


def test_readers_and_customers_enter_no_hand_over(world: World, cast: Cast) -> None:
    published(world, "courier")
    for actor in (cast.customer, cast.reviewer, cast.operator):
        with pytest.raises(RoleMissing):
            enter(world, actor=actor)


def test_a_party_whose_agreement_ended_is_given_nothing_more(world: World, cast: Cast) -> None:
    """S1.16: at the moment of the hand-over, not only at the publication."""
    published(world, "courier")
    Report.objects.update(period_ends_before=NOW + timedelta(days=400))
    after = NOW + timedelta(days=200)
    with pytest.raises(NotAgreedParty):
        register_hand_over(
            number=DRAFT, told=replace(TOLD, handed_at=after), actor=cast.author, now=after + timedelta(hours=1)
        )


def test_the_board_shows_at_once(world: World, cast: Cast) -> None:
    published(world, "bulletin")
    board = Delivery.objects.get(channel="bulletin")
    assert (board.recipient, board.state, board.sent_at) == ("公告栏", "sent", NOW)
    assert fulfilled_at() == NOW


def test_one_confirmation_by_a_person_covers_all_ways_she_was_sent_it(world: World, cast: Cast) -> None:
    User.objects.filter(pk=cast.customer.pk).update(email="liu@hd.cn")
    report = published(world, "portal", "mail")

    acknowledge_report(report_id=report.pk, remark="", actor=cast.customer, now=NOW)

    assert Report.objects.get().state == "acknowledged"
    assert Delivery.objects.filter(acknowledged_at=NOW).count() == 2


def test_a_withdrawn_report_stops_what_was_not_sent_and_tells_its_readers(world: World, cast: Cast) -> None:
    published(world, "portal", "courier")
    with pytest.raises(ReasonMissing):
        withdraw_report(number=DRAFT, reason=" ", actor=cast.manager, now=NOW)

    report = withdraw_report(number=DRAFT, reason="发错期间", actor=cast.manager, now=NOW)

    assert report.state == "withdrawn"
    assert dict(Delivery.objects.values_list("channel", "state")) == {"portal": "sent", "courier": "cancelled"}
    assert Notice.objects.filter(to=cast.customer, text__contains="发错期间").count() == 1
