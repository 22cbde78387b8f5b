"""Buttons and links of the room's pages stand only before those who may follow them, whatever their role."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from fuwubao.accounts import permissions
from fuwubao.accounts.models import Appointment, User
from fuwubao.domain.roles import Role
from fuwubao.reports.actions.closing import follow_up_report
from fuwubao.reports.actions.publishing import acknowledge_report, publish_report
from fuwubao.reports.models import RegisterRow, Report
from tests.reports.world import DRAFT, NOW, World

OUTSIDE = {Role.CUSTOMER: "HD", Role.SUPPLIER: "HD"}
TARGET = re.compile(r'<(?:form[^>]*?action|a[^>]*?href)="(/[^"#?]*)')


def person(role: Role) -> User:
    """Make a person with that role alone."""
    code = OUTSIDE.get(role, "")
    user = User.objects.create(login=f"only-{role.value}", name=role.value, customer_code=code)
    Appointment.objects.create(user=user, role=role, starts_on=date(2026, 1, 1), customer_code=code)
    return user


def offered_but_refused(client: Client, addresses: list[str]) -> Iterator[str]:
    """Yield what pages offer to a role that may not follow it."""
    for role in Role:
        if role is Role.DELEGATE:
            continue  # held by delegation, never alone
        reader = User.objects.filter(login=f"only-{role.value}").first() or person(role)
        client.force_login(reader)
        for address in addresses:
            page = client.get(address)
            if page.status_code != 200:
                continue
            for target in sorted(set(TARGET.findall(page.content.decode()))):
                try:
                    act = getattr(resolve(target).func, "act", "public")
                except Resolver404:
                    continue
                if act != "public" and not permissions.may(reader, act, now=timezone.now()):
                    yield f"{role.value} at {address}: {target} ({act})"


def pages(report: Report) -> list[str]:
    """Every page of the room that shows this report."""
    return [
        reverse("reports:report", args=[report.pk]),
        reverse("reports:report", args=[report.pk]) + "?block=attainment",
        reverse("reports:review", args=[report.pk]),
        reverse("portal:report", args=[report.pk]),
    ]


def published(world: World) -> Report:
    world.approved()
    return publish_report(number=DRAFT, actor=world.cast.manager, now=NOW)


def acknowledged(world: World) -> Report:
    return acknowledge_report(report_id=published(world).pk, remark="", actor=world.cast.customer, now=NOW)


def followed_up(world: World) -> Report:
    acknowledged(world)
    return follow_up_report(number=DRAFT, actor=world.cast.author, now=NOW)


STAGES: tuple[Callable[[World], Report], ...] = (
    World.draft, World.reviewed, World.approved, acknowledged, followed_up,
)  # fmt: skip


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.__name__)
def test_no_page_of_a_report_offers_what_its_reader_may_not_do(
    world: World, client: Client, stage: Callable[[World], Report]
) -> None:
    report = stage(world)
    assert list(offered_but_refused(client, pages(report))) == []


def test_no_list_offers_what_its_reader_may_not_do(world: World, client: Client) -> None:
    world.submitted()
    named = ("reports:issues", "reports:register", "reports:year", "reports:new-row", "home:home", "portal:reports")
    addresses = [*(reverse(name) for name in named), reverse("reports:row", args=["SLM-01"])]
    assert list(offered_but_refused(client, addresses)) == []


@pytest.mark.parametrize("state", ["draft", "agreed", "active", "paused"])
def test_no_page_of_a_row_offers_what_its_reader_may_not_do(world: World, client: Client, state: str) -> None:
    RegisterRow.objects.update(state=state)
    address = reverse("reports:row", args=["SLM-01"])
    assert list(offered_but_refused(client, [address])) == []


def test_the_manager_is_offered_what_the_state_of_a_row_permits(world: World, client: Client) -> None:
    """The refusals above would also hold for a page without buttons."""
    client.force_login(world.cast.manager)
    address = reverse("reports:row", args=["SLM-01"])
    for state, words in (("draft", "登记约定"), ("agreed", "生效"), ("active", "暂停"), ("paused", "恢复执行")):
        RegisterRow.objects.update(state=state)
        page = client.get(address).content.decode()
        assert words in page, state
        assert "<dd>客户门户</dd>" in page  # the agreed way in words


def test_a_paused_row_is_resumed_by_its_button_and_a_retired_one_has_none(world: World, client: Client) -> None:
    client.force_login(world.cast.manager)
    RegisterRow.objects.update(state="paused")
    client.post(reverse("reports:move-row", args=["SLM-01", "resume_row"]))
    assert RegisterRow.objects.get(number="SLM-01").state == "active"
    client.post(reverse("reports:move-row", args=["SLM-01", "retire_row"]), {"reason": "合同终止"})
    assert 'data-testid="moves"' not in client.get(reverse("reports:row", args=["SLM-01"])).content.decode()
