"""任命 with its paper (S1.8, S2.14): who held a role on a day, by which file."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from fuwubao.accounts.actions import appoint
from fuwubao.accounts.appointment_files import Paper
from fuwubao.accounts.errors import AppointmentFileUnfit, AppointmentUnknown
from fuwubao.accounts.models import Appointment, AuditEntry
from fuwubao.accounts.queries import appointment_paper, holders_of
from fuwubao.domain.roles import Role
from tests.cast import cast

NOW = datetime(2026, 10, 8, 2, 0, tzinfo=UTC)
PDF = b"%PDF-1.7 appointment"


@pytest.fixture(autouse=True)
def home(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workspace of its own."""
    monkeypatch.setenv("FUWUBAO_HOME", str(tmp_path))


def appointed(paper: Paper | None) -> Appointment:
    people = cast()
    return appoint(
        login="wang",
        role=Role.REPORT_MANAGER,
        starts_on=date(2026, 10, 1),
        ends_before=date(2027, 1, 1),
        evidence="任命书 2026-10",
        paper=paper,
        actor=people["高管理员"],
        now=NOW,
    )


def test_an_appointment_keeps_its_paper_by_its_hash_and_the_chain_holds_it() -> None:
    """S2.14: dates and file."""
    made = appointed(Paper(name="任命书.pdf", content=PDF))
    assert appointment_paper(made.pk) == ("任命书.pdf", made.evidence_sha256)
    entry = AuditEntry.objects.get(act="accounts.appoint")
    assert entry.after is not None
    assert entry.after["file"] == made.evidence_sha256


def test_who_held_it_on_a_day_is_told_with_the_paper() -> None:
    """S1.8: a query over dates; the end is excluded."""
    appointed(Paper(name="任命书.pdf", content=PDF))
    held = {day: [(h.name, h.file_name) for h in holders_of(Role.REPORT_MANAGER, on=day)] for day in DAYS}
    assert ("王审", "任命书.pdf") not in held[DAYS[0]]
    assert ("王审", "任命书.pdf") in held[DAYS[1]]
    assert ("王审", "任命书.pdf") not in held[DAYS[2]]


DAYS = (date(2026, 9, 30), date(2026, 10, 1), date(2027, 1, 1))


@pytest.mark.parametrize("paper", [Paper(name="a.exe", content=b"MZ"), Paper(name="a.pdf", content=b"MZ")])
def test_a_file_that_is_no_paper_is_refused(paper: Paper) -> None:
    with pytest.raises(AppointmentFileUnfit):
        appointed(paper)
    assert not Appointment.objects.filter(evidence="任命书 2026-10").exists()


def test_an_appointment_without_a_paper_has_none_to_show() -> None:
    made = appointed(None)
    with pytest.raises(AppointmentUnknown):
        appointment_paper(made.pk)


def test_the_administrator_hands_a_paper_in_by_page_and_staff_read_it(client: Client) -> None:
    people = cast()
    client.force_login(people["高管理员"])
    given = {
        "role": Role.REVIEWER.value,
        "starts_on": "2026-10-01",
        "evidence": "任命书",
        "paper": SimpleUploadedFile("任命.pdf", PDF),
    }
    client.post(reverse("accounts:appoint", args=["zhang"]), given)
    made = Appointment.objects.get(user=people["张工"], role=Role.REVIEWER)
    client.force_login(people["李经理"])
    answer = client.get(reverse("accounts:appointment_file", args=[made.pk]))
    assert (answer.content, answer.headers["X-Content-Type-Options"]) == (PDF, "nosniff")
    told = client.get(reverse("accounts:roles"), {"role": Role.REVIEWER.value, "on": "2026-10-02"}).content.decode()
    assert "任命.pdf" in told
    client.force_login(people["刘主任"])
    assert client.get(reverse("accounts:appointment_file", args=[made.pk])).status_code == 403
