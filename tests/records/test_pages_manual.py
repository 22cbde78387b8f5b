"""手工登记指标 by page: entered by one person, verified by another, only then a record."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from fuwubao.accounts.models import User
from fuwubao.records import queries
from fuwubao.records.models import ManualEntry
from tests.cast import cast

pytestmark = pytest.mark.django_db(transaction=True)

ENTRY = {
    "id": "M1",
    "measure": "巡检次数",
    "customer": "HD",
    "period_start": "2026-09-01",
    "period_end": "2026-09-30",
    "value": "12.5",
    "unit": "次",
    "basis": "巡检表",
    "evidence": "巡检表.xlsx 第 3 页",
}


@pytest.fixture
def people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, User]:
    monkeypatch.setenv("FUWUBAO_HOME", str(tmp_path / "home"))
    return cast()


def browser(people: dict[str, User], name: str) -> Client:
    client = Client()
    client.force_login(people[name])
    return client


def test_a_value_counts_once_another_person_stands_for_it(people: dict[str, User]) -> None:
    browser(people, "张工").post(reverse("records:manual"), ENTRY)
    entry = ManualEntry.objects.get()
    assert queries.current_rows("manual_value").num_rows == 0

    browser(people, "王审").post(reverse("records:verify", args=[entry.pk]))

    row = queries.current_rows("manual_value").to_pylist()[0]
    assert (row["measure"], row["entered_by"], row["verified_by"]) == ("巡检次数", "zhang", "wang")
    assert row["evidence"] == "巡检表.xlsx 第 3 页"


def test_nobody_verifies_an_own_entry(people: dict[str, User]) -> None:
    manager = browser(people, "李经理")
    manager.post(reverse("records:manual"), ENTRY)
    number = ManualEntry.objects.get().pk

    assert manager.post(reverse("records:verify", args=[number])).status_code == 403
    assert "等待他人核实" in manager.get(reverse("records:manual")).content.decode()
    assert queries.current_rows("manual_value").num_rows == 0


def test_an_entry_is_verified_once(people: dict[str, User]) -> None:
    browser(people, "张工").post(reverse("records:manual"), ENTRY)
    number = ManualEntry.objects.get().pk
    reviewer = browser(people, "王审")
    reviewer.post(reverse("records:verify", args=[number]))

    assert reviewer.post(reverse("records:verify", args=[number])).status_code == 404
    assert "王审" in reviewer.get(reverse("records:entries")).content.decode()


def test_a_value_or_both_parts_of_a_ratio_are_asked_for(people: dict[str, User]) -> None:
    author = browser(people, "张工")

    lacking = author.post(reverse("records:manual"), {**ENTRY, "value": "", "numerator": "3"})
    wrong = author.post(reverse("records:manual"), {**ENTRY, "value": "很多"})
    author.post(reverse("records:manual"), {**ENTRY, "value": "", "numerator": "3", "denominator": "4"})

    assert (lacking.status_code, wrong.status_code) == (422, 422)
    assert ManualEntry.objects.get().cells["denominator"] == "4"
