"""The page of the yearly cycle, from the review of a row to the input of a management review (S1.11, S1.19, S1.20)."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from fuwubao.accounts.models import Appointment, User
from fuwubao.domain.roles import Role
from fuwubao.reports.actions.duty_keeping import keep_duties
from fuwubao.reports.models import AnnualReview, SummaryReview
from tests.cast import client_of
from tests.reports.world import NOW, Cast, World


@pytest.fixture
def head_of_system(cast: Cast) -> User:
    """何代表 convenes the review of the summary."""
    person = User.objects.create(login="he", name="何代表")
    Appointment.objects.create(user=person, role=Role.MANAGEMENT_REPRESENTATIVE, starts_on=date(2026, 1, 1))
    return person


@time_machine.travel(NOW, tick=False)
def test_a_row_is_reviewed_by_page(world: World, cast: Cast) -> None:
    keep_duties(actor=cast.manager, now=NOW)
    manager = client_of(cast.manager)
    assert "尚未评审" in manager.get("/reports/annual/").content.decode()
    sent = {"outcome": "keep", "reason": "仍有人读", "held_with": ""}
    assert manager.post("/reports/annual/row/SLM-01/review/", {"outcome": "keep"}).status_code == 422
    assert manager.post("/reports/annual/row/SLM-01/review/", sent).status_code == 302
    assert AnnualReview.objects.get().reason == "仍有人读"
    assert "仍有人读" in manager.get("/reports/annual/").content.decode()
    assert client_of(cast.author).post("/reports/annual/row/SLM-01/review/", sent).status_code == 403


@time_machine.travel(NOW, tick=False)
def test_the_summary_is_reviewed_by_page(world: World, cast: Cast, head_of_system: User) -> None:
    convener, member = client_of(head_of_system), client_of(cast.reviewer)
    meeting = {"year": "2026", "held_on": "2026-10-26", "agenda": "逐份评审", "inputs": "年度总结", "members": ["wang"]}
    assert convener.post("/reports/annual/convene/", meeting | {"members": []}).status_code == 422
    assert convener.post("/reports/annual/convene/", meeting).status_code == 302
    review = SummaryReview.objects.get()
    early = convener.post(f"/reports/annual/summary/{review.pk}/conclude/", {"conclusion": "通过"})
    assert early.status_code == 409
    spoken = {"conclusion": "agree", "opinion": "数据完整"}
    assert member.post(f"/reports/annual/summary/{review.pk}/opinion/", spoken).status_code == 302
    convener.post(f"/reports/annual/summary/{review.pk}/conclude/", {"conclusion": "通过"})
    convener.post(f"/reports/annual/summary/{review.pk}/hand/", {"target": "management_review", "reference": "MR-2026"})
    page = convener.get("/reports/annual/?year=2026").content.decode()
    assert "MR-2026" in page
    assert "数据完整" in page
