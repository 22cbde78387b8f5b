"""批准链接 (S1.5): a letter leads to the page once, after the password; the letter itself approves nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fuwubao.accounts import jobs
from fuwubao.accounts.errors import RoleMissing, TooManyTries
from fuwubao.accounts.models import AuditEntry, User
from fuwubao.reports.actions.approval_links import enter_by_link, mail_approval, open_approval_link, token_of
from fuwubao.reports.models import ApprovalLink, Report
from fuwubao.reports.review_errors import ApprovalLinkClosed, CannotApprove, NoMailAddress
from tests.reports.post_office import PostOffice, opened, port_of
from tests.reports.world import DRAFT, NOW, Cast, World

SECRET = "correct horse battery"


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    """A post office that the settings name."""
    office = PostOffice()
    controller = opened(office)
    settings = {"HOST": "127.0.0.1", "PORT": str(port_of(controller)), "FROM": "sla@firm.cn", "SECURITY": "none"}
    for name, value in settings.items():
        monkeypatch.setenv(f"FUWUBAO_SMTP_{name}", value)
    monkeypatch.setenv("FUWUBAO_SITE_URL", "https://fuwubao.firm.cn")
    yield office
    controller.stop()


def reachable(person: User) -> User:
    """Give a person an address and a password."""
    person.email = f"{person.login}@firm.cn"
    person.set_password(SECRET)
    person.save()
    return person


def made(cast: Cast) -> ApprovalLink:
    return mail_approval(number=DRAFT, person=reachable(cast.manager), actor=cast.author, now=NOW)


def test_the_letter_holds_a_link_and_neither_figures_nor_files(world: World, cast: Cast, office: PostOffice) -> None:
    world.reviewed()
    link = made(cast)

    jobs.run_one(now=NOW)

    (letter,) = office.messages()
    words = letter.get_content()
    assert f"https://fuwubao.firm.cn/reports/approval/{token_of(link)}/" in words
    assert not list(letter.iter_attachments())
    assert letter["To"].addresses[0].addr_spec == "li@firm.cn"
    assert ApprovalLink.objects.get().mail_answer.startswith("250")


def test_opening_the_link_uses_nothing_up_and_the_password_opens_it_once(world: World, cast: Cast) -> None:
    """No approval by mail alone: a scanner that opens the address changes nothing."""
    world.reviewed()
    token = token_of(made(cast))
    for _time in range(2):
        assert open_approval_link(token=token, now=NOW).used_at is None
    assert enter_by_link(token=token, password="wrong", address="", now=NOW)[1] is None
    _link, person = enter_by_link(token=token, password=SECRET, address="", now=NOW)
    assert person == cast.manager
    assert Report.objects.get().state == "in_review"
    assert AuditEntry.objects.filter(act="reports.open_approval_link", actor_login="li").count() == 1
    with pytest.raises(ApprovalLinkClosed):
        enter_by_link(token=token, password=SECRET, address="", now=NOW)


def test_a_link_ends_after_three_days_by_a_newer_one_and_by_a_forged_token(world: World, cast: Cast) -> None:
    world.reviewed()
    token = token_of(made(cast))
    with pytest.raises(ApprovalLinkClosed):
        open_approval_link(token=token, now=NOW + timedelta(hours=73))
    with pytest.raises(ApprovalLinkClosed):
        open_approval_link(token=token[:-2] + "xx", now=NOW)
    newer = token_of(made(cast))
    with pytest.raises(ApprovalLinkClosed):
        open_approval_link(token=token, now=NOW)
    assert open_approval_link(token=newer, now=NOW).person == cast.manager


def test_a_link_goes_only_to_who_could_approve_now_and_has_an_address(world: World, cast: Cast) -> None:
    world.submitted()
    with pytest.raises(CannotApprove):
        made(cast)  # not reviewed yet
    Report.objects.update(reviewed_by=cast.reviewer, reviewed_at=NOW)
    with pytest.raises(CannotApprove):
        mail_approval(number=DRAFT, person=reachable(cast.head), actor=cast.author, now=NOW)
    User.objects.filter(pk=cast.manager.pk).update(email="")
    cast.manager.refresh_from_db()
    with pytest.raises(NoMailAddress):
        mail_approval(number=DRAFT, person=cast.manager, actor=cast.author, now=NOW)
    with pytest.raises(RoleMissing):
        mail_approval(number=DRAFT, person=reachable(cast.manager), actor=cast.reviewer, now=NOW)


def test_wrong_passwords_close_the_door_as_at_the_log_in(world: World, cast: Cast) -> None:
    world.reviewed()
    token = token_of(made(cast))
    for _time in range(5):
        enter_by_link(token=token, password="wrong", address="10.0.0.1", now=NOW)
    with pytest.raises(TooManyTries):
        enter_by_link(token=token, password=SECRET, address="10.0.0.1", now=NOW)


def test_the_page_shows_nothing_of_the_report_before_the_password(world: World, cast: Cast, client: Client) -> None:
    report = world.reviewed()
    link = mail_approval(number=DRAFT, person=reachable(cast.manager), actor=cast.author, now=timezone.now())
    address = reverse("reports:approval-link", args=[token_of(link)])
    shown = client.get(address).content.decode()
    assert "总体判定" not in shown
    assert client.post(address, {"password": "wrong"}).status_code == 422
    answer = client.post(address, {"password": SECRET})
    assert answer.headers["Location"] == reverse("reports:review", args=[report.pk])
    page = client.get(answer.headers["Location"]).content.decode()
    assert re.search('data-testid="approve-form"', page)
    assert client.post(reverse("reports:approve", args=[report.pk]), {"remark": ""}).status_code == 302
    assert Report.objects.get().approved_by == cast.manager
    assert client.get(address).status_code == 409
