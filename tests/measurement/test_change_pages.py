"""Pages of change requests: asked on one person's page, decided on another's."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fuwubao.accounts.models import User
from fuwubao.measurement.models import ChangeRequest
from fuwubao.records.models import Batch
from tests.cast import cast
from tests.measurement.conftest import Load

pytestmark = pytest.mark.django_db(transaction=True)
ASK = "/measures/changes/exclude/?source=desk&ticket=T2"


@pytest.fixture
def people(loaded: Load) -> dict[str, User]:
    """The cast in the loaded workspace."""
    return cast()


def as_person(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_an_exclusion_is_asked_for_previewed_and_approved_by_another(people: dict[str, User]) -> None:
    asked = as_person(people["张工"]).post(ASK, {"reason": "机房断电", "clause": "第 4.3 条"})
    request = ChangeRequest.objects.get()
    page = asked.headers["Location"]
    assert page == f"/measures/changes/{request.number}/"

    own = as_person(people["张工"]).get(page).content.decode()
    other = as_person(people["李经理"]).get(page).content.decode()

    assert ["批准并生效" in own, "撤回申请" in own] == [False, True]
    assert ["批准并生效" in other, "撤回申请" in other] == [True, False]
    assert all(words in other for words in ("K03", "单独列示"))
    assert as_person(people["张工"]).post(f"{page}approve/").status_code == 403
    assert as_person(people["李经理"]).post(f"{page}approve/").status_code == 302
    assert "已批准并生效" in as_person(people["李经理"]).get("/measures/changes/").content.decode()


def test_the_customer_s_file_is_kept_and_handed_out(people: dict[str, User]) -> None:
    told = {"reason": "断电", "confirmed_by": "刘主任", "confirmed_on": "2026-03-05"}
    file = SimpleUploadedFile("确认函.pdf", b"%PDF yes")
    made = as_person(people["张工"]).post(ASK, {**told, "file": file})

    answer = as_person(people["李经理"]).get(made.headers["Location"] + "evidence/")

    assert b"".join(answer.streaming_content) == b"%PDF yes"  # type: ignore[attr-defined]  # a file's answer streams


def test_every_form_opens_and_asks_for_a_reason(people: dict[str, User]) -> None:
    batch = Batch.objects.filter(kind="ticket").get().number
    client = as_person(people["李经理"])
    for address in (ASK, f"/measures/changes/undo/?batch={batch}", "/measures/changes/calendar/?agreement=SLA-1"):
        assert client.get(address).status_code == 200
        assert client.post(address, {}).status_code == 422
    made = client.post(f"/measures/changes/undo/?batch={batch}", {"reason": "导错"})
    assert client.post(made.headers["Location"] + "withdraw/").status_code == 302
    assert ChangeRequest.objects.get().state == "withdrawn"


def test_nobody_from_outside_reads_or_decides(people: dict[str, User]) -> None:
    for name in ("刘主任", "赵客", "老孙"):
        assert as_person(people[name]).get("/measures/changes/").status_code == 403
