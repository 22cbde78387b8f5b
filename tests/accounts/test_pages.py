"""The room's pages: log-in with its limits, accounts, delegations, the chain, notices."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from fuwubao.accounts import actions
from fuwubao.accounts.models import AuditEntry, Delegation, LoginFailure, Notice, User
from fuwubao.domain.roles import Role
from tests.accounts.conftest import Appoint

SECRET = "correct horse battery"


@pytest.fixture
def known(manager: User) -> User:
    """The manager with a password that the test knows."""
    manager.set_password(SECRET)
    manager.save()
    return manager


def try_login(client: Client, password: str, **more: str) -> int:
    """Send the log-in form as zhou."""
    answer = client.post(reverse("accounts:log_in"), {"login": "zhou", "password": password, **more})
    return int(answer.status_code)


def test_a_fitting_password_opens_the_page_that_was_asked_for(client: Client, known: User) -> None:
    answer = client.post(reverse("accounts:log_in"), {"login": "zhou", "password": SECRET, "next": "/accounts/audit/"})

    assert answer.headers["Location"] == "/accounts/audit/"
    assert AuditEntry.objects.filter(act="accounts.log_in", actor_login="zhou").count() == 1


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_log_in_never_leads_to_another_site(client: Client, known: User, elsewhere: str) -> None:
    answer = client.post(reverse("accounts:log_in"), {"login": "zhou", "password": SECRET, "next": elsewhere})

    assert answer.headers["Location"] == "/"


def test_five_wrong_passwords_close_the_door_even_to_the_right_one(client: Client, known: User) -> None:
    assert [try_login(client, "wrong") for _ in range(5)] == [422] * 5

    assert try_login(client, SECRET) == 409


def test_one_address_may_fail_thirty_times_under_any_name(client: Client, known: User) -> None:
    for number in range(30):
        client.post(reverse("accounts:log_in"), {"login": f"guess{number}", "password": "wrong"})

    assert try_login(client, SECRET) == 409


def test_a_right_password_wipes_the_failures(client: Client, known: User) -> None:
    for _ in range(4):
        try_login(client, "wrong")
    try_login(client, SECRET)

    assert not LoginFailure.objects.exists()


def test_a_closed_account_cannot_log_in(client: Client, known: User) -> None:
    User.objects.update(is_active=False)

    assert try_login(client, SECRET) == 422


def test_the_operator_cannot_log_in_with_any_password(client: Client, db: None) -> None:
    User.objects.create(login="zhou", name="操作员", password="!")

    assert try_login(client, "!") == 422
    assert try_login(client, "") == 422


def test_logging_out_needs_a_post(client: Client, known: User) -> None:
    client.force_login(known)

    assert client.get(reverse("accounts:log_out")).status_code == 405
    client.post(reverse("accounts:log_out"))
    assert client.get(reverse("accounts:notices")).status_code == 302


def test_ones_password_is_changed_and_the_session_stays(client: Client, known: User) -> None:
    client.force_login(known)
    new = "another long one"

    client.post(reverse("accounts:password"), {"present": SECRET, "password": new, "again": new})

    assert client.get(reverse("accounts:notices")).status_code == 200
    assert User.objects.get(login="zhou").check_password(new)


@pytest.mark.parametrize(
    "present, password, again, status",
    [
        ("wrong", "another long one", "another long one", 409),
        (SECRET, "short", "short", 422),
        (SECRET, "a" * 12, "b" * 12, 422),
    ],
)
def test_a_password_is_not_changed_when_anything_is_amiss(
    client: Client, known: User, present: str, password: str, again: str, status: int
) -> None:
    client.force_login(known)

    answer = client.post(reverse("accounts:password"), {"present": present, "password": password, "again": again})

    assert answer.status_code == status
    assert User.objects.get(login="zhou").check_password(SECRET)


def test_a_new_account_has_a_random_password_that_is_shown_once(client: Client, admin: User) -> None:
    client.force_login(admin)

    answer = client.post(
        reverse("accounts:new_user"), {"login": "li.min", "name": "李敏", "roles": ["author", "reviewer"]}
    )

    secret = re.search(r'data-testid="secret">([^<]+)<', answer.content.decode())
    assert secret is not None
    user = User.objects.get(login="li.min")
    assert user.check_password(secret[1])
    assert sorted(user.appointments.values_list("role", flat=True)) == ["author", "reviewer"]
    assert secret[1] not in json.dumps(list(AuditEntry.objects.values("before", "after", "remark")))


@pytest.mark.parametrize(
    "wrong",
    [
        {"roles": ["customer"]},  # an outsider without a firm
        {"roles": ["author"], "customer_code": "HD"},  # an insider of another firm
        {"roles": ["operator"]},  # the operator is not made by hand
        {"roles": ["author"], "login": "有 空格"},
    ],
)
def test_an_account_that_makes_no_sense_is_not_made(client: Client, admin: User, wrong: dict[str, object]) -> None:
    client.force_login(admin)

    answer = client.post(reverse("accounts:new_user"), {"login": "li.min", "name": "李敏", **wrong})

    assert answer.status_code == 422
    assert User.objects.count() == 1


def test_an_administrator_appoints_and_ends_an_appointment(client: Client, admin: User, manager: User) -> None:
    client.force_login(admin)
    client.post(
        reverse("accounts:appoint", args=["zhou"]),
        {"role": "reviewer", "starts_on": "2026-10-01", "evidence": "任命书 7 号"},
    )
    made = manager.appointments.get(role="reviewer")

    client.post(reverse("accounts:end_appointment", args=[made.pk]), {"ends_before": "2026-12-01"})

    made.refresh_from_db()
    assert str(made.ends_before) == "2026-12-01"
    assert client.get(reverse("accounts:user", args=["zhou"])).status_code == 200


def test_the_list_of_users_warns_while_one_person_alone_can_approve(
    client: Client, admin: User, manager: User, appoint: Appoint
) -> None:
    client.force_login(admin)

    assert "只有一人可以批准报告" in client.get(reverse("accounts:users")).content.decode()
    appoint("he", Role.SYSTEM_HEAD)
    assert "只有一人可以批准报告" not in client.get(reverse("accounts:users")).content.decode()


def test_the_manager_delegates_and_takes_back_and_the_holder_is_told(
    client: Client, manager: User, appoint: Appoint
) -> None:
    holder = appoint("sun", Role.AUTHOR)
    client.force_login(manager)
    terms = {
        "holder": "sun",
        "starts_on": "2027-01-01",
        "ends_before": "2099-01-01",
        "reason": "出差",
        "acts": ["reports.approve"],
    }

    client.post(reverse("accounts:delegate"), terms)
    given = Delegation.objects.get()
    page = client.get(reverse("accounts:delegations")).content.decode()
    client.post(reverse("accounts:revoke", args=[given.pk]))

    assert (given.acts, given.scope) == (["reports.approve"], "")
    assert "sun先生 代 zhou先生" in page
    assert Notice.objects.filter(to=holder).count() == 1
    assert Delegation.objects.get().revoked_at is not None


def test_the_chain_is_shown_filtered_verified_and_exported(client: Client, admin: User, appoint: Appoint) -> None:
    auditor = appoint("shen", Role.AUDITOR)
    client.force_login(admin)
    client.post(reverse("accounts:new_user"), {"login": "li.min", "name": "李敏", "roles": ["author"]})
    client.force_login(auditor)

    whole = client.get(reverse("accounts:audit"), {"verify": "1"}).content.decode()
    none = client.get(reverse("accounts:audit"), {"actor": "nobody"}).content.decode()
    lines = b"".join(client.get(reverse("accounts:audit_export"))).decode().splitlines()

    assert "审计链完整：1 条" in whole
    assert "没有符合条件的记录" in none
    assert [json.loads(line)["act"] for line in lines] == ["accounts.create_user"]


def test_a_change_behind_the_products_back_is_found_on_the_page(client: Client, manager: User, admin: User) -> None:
    client.force_login(admin)
    client.post(reverse("accounts:new_user"), {"login": "li.min", "name": "李敏", "roles": ["author"]})
    AuditEntry.objects.update(actor_name="别人")
    client.force_login(manager)

    assert "第 1 条与链不符" in client.get(reverse("accounts:audit"), {"verify": "1"}).content.decode()


def test_notices_are_ones_own_and_can_be_marked_as_read(client: Client, manager: User, admin: User) -> None:
    for user in (manager, admin):
        Notice.objects.create(
            to=user, at=user.appointments.get().starts_on.isoformat() + "T00:00:00Z", text=f"给{user}"
        )
    client.force_login(manager)

    page = client.get(reverse("accounts:notices")).content.decode()
    client.post(reverse("accounts:notices"))

    assert "给zhou先生" in page
    assert "给gao先生" not in page
    assert Notice.objects.filter(read_at=None).count() == 1


def test_a_password_is_reset_to_another_random_one(known: User, client: Client, admin: User) -> None:
    client.force_login(admin)

    client.post(reverse("accounts:reset_password", args=["zhou"]))

    assert not User.objects.get(login="zhou").check_password(SECRET)
    assert actions.SHORTEST_PASSWORD <= 16


def test_a_date_field_shows_its_day_as_browsers_read_it(client: Client, admin: User, manager: User) -> None:
    client.force_login(admin)

    page = client.get(reverse("accounts:user", args=["zhou"])).content.decode()

    assert re.search(r'type="date" name="starts_on" value="\d{4}-\d{2}-\d{2}"', page)
