"""客户链接: opens one report without a log-in, until it expires or is revoked; each opening is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fuwubao.accounts.errors import RoleMissing
from fuwubao.accounts.models import AuditEntry
from fuwubao.reports.actions.links import make_link, open_link, revoke_link, token_of
from fuwubao.reports.actions.publishing import publish_report, withdraw_report
from fuwubao.reports.distribution_errors import LinkClosed, LinkTooLong, NotInDistribution
from fuwubao.reports.errors import StepRefused
from fuwubao.reports.models import CustomerLink, Delivery, LinkOpening
from tests.reports.world import DRAFT, NOW, Cast, World


@pytest.fixture
def link(world: World, cast: Cast) -> CustomerLink:
    """A link of 刘主任 for two weeks."""
    world.approved()
    publish_report(number=DRAFT, actor=cast.manager, now=NOW)
    return make_link(number=DRAFT, recipient="刘主任", days=14, actor=cast.author, now=NOW)


def opened(link: CustomerLink, *, days: int = 1) -> str:
    at = NOW + timedelta(days=days)
    return open_link(token=token_of(link), what="page", address="10.0.0.9", now=at).number


def test_it_opens_its_report_and_keeps_when_and_from_where(link: CustomerLink, cast: Cast) -> None:
    assert opened(link) == DRAFT
    kept = LinkOpening.objects.get()
    assert (kept.at, kept.address) == (NOW + timedelta(days=1), "10.0.0.9")
    assert Delivery.objects.get().opened_at == NOW + timedelta(days=1)
    assert AuditEntry.objects.filter(act="reports.open_link").count() == 1


def test_it_expires_and_can_be_revoked(link: CustomerLink, cast: Cast) -> None:
    opened(link, days=13)
    with pytest.raises(LinkClosed):
        opened(link, days=14)
    revoke_link(link_id=link.pk, actor=cast.manager, now=NOW)
    with pytest.raises(LinkClosed):
        opened(link, days=1)


@pytest.mark.parametrize("token", ["1", "1.forged", "", "a.b.c"])
def test_a_token_that_was_not_signed_here_opens_nothing(link: CustomerLink, token: str) -> None:
    with pytest.raises(LinkClosed):
        open_link(token=token, what="page", address="", now=NOW)


def test_it_is_made_for_agreed_recipients_and_ninety_days_at_most(link: CustomerLink, cast: Cast) -> None:
    with pytest.raises(NotInDistribution):
        make_link(number=DRAFT, recipient="路人", days=1, actor=cast.author, now=NOW)
    for days in (0, 91):
        with pytest.raises(LinkTooLong):
            make_link(number=DRAFT, recipient="刘主任", days=days, actor=cast.author, now=NOW)
    with pytest.raises(RoleMissing):
        make_link(number=DRAFT, recipient="刘主任", days=1, actor=cast.customer, now=NOW)


def test_a_draft_has_no_link(world: World, cast: Cast) -> None:
    world.approved()
    with pytest.raises(StepRefused):
        make_link(number=DRAFT, recipient="刘主任", days=1, actor=cast.author, now=NOW)


def test_the_page_needs_no_log_in_and_shows_nothing_else(link: CustomerLink, cast: Cast, client: Client) -> None:
    CustomerLink.objects.update(expires_at=timezone.now() + timedelta(days=1))
    token = token_of(link)

    page = client.get(reverse("portal:link", args=[token]))
    paper = client.get(reverse("portal:link-file", args=[token]))

    assert page.status_code == paper.status_code == 200
    assert DRAFT in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    assert paper.headers["Content-Type"] == "application/pdf"
    assert client.get(reverse("portal:reports")).status_code == 302
    assert client.get(reverse("portal:link", args=["9.x"])).status_code == 404


def test_a_withdrawn_report_says_so_around_the_file(link: CustomerLink, cast: Cast, client: Client) -> None:
    CustomerLink.objects.update(expires_at=timezone.now() + timedelta(days=1))
    withdraw_report(number=DRAFT, reason="发错", actor=cast.manager, now=NOW)

    page = client.get(reverse("portal:link", args=[token_of(link)])).content.decode()

    assert 'data-testid="withdrawn"' in page
