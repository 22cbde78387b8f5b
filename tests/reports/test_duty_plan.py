"""Who is told of late duties, when stages end, who sees to data: set by page, refused to others (S1.29, S2.4)."""

from __future__ import annotations

import pytest
from django.test import Client

from fuwubao.accounts.models import AuditEntry
from fuwubao.domain.errors import FuwubaoError
from fuwubao.reports.actions.duty_keeping import ladder
from fuwubao.reports.actions.duty_plan import plan_stages, set_ladder
from fuwubao.reports.duty_kinds import LADDER
from fuwubao.reports.models import DataOwner, RegisterRow
from fuwubao.reports.period_errors import PlanUnreadable
from fuwubao.reports.queries.due_terms import stages_of
from tests.reports.world import NOW, World

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_manager_sets_the_rungs_and_none_brings_the_defaults_back(world: World, client: Client) -> None:
    client.force_login(world.cast.manager)
    fields = {"days": ["2", "", "7"], "who": ["responsible", "responsible", "system_head"]}
    assert client.post("/reports/plan/ladder/", fields).status_code == 302
    assert ladder() == ((2, "responsible"), (7, "system_head"))
    assert AuditEntry.objects.filter(act="reports.set_ladder").exists()
    client.post("/reports/plan/ladder/", {"days": ["", ""], "who": ["responsible", "responsible"]})
    assert ladder() == LADDER


@pytest.mark.parametrize("rung", [(0, "responsible"), (-1, "responsible"), (3, "nobody")])
def test_a_rung_without_days_or_for_nobody_is_refused(world: World, rung: tuple[int, str]) -> None:
    with pytest.raises(PlanUnreadable):
        set_ladder(rungs=[rung], actor=world.cast.manager, now=NOW)
    assert ladder() == LADDER


def test_the_stages_of_a_row_are_its_own_until_they_are_the_defaults_again(world: World, client: Client) -> None:
    client.force_login(world.cast.manager)
    client.post("/reports/plan/SLM-01/stages/", {"data_cutoff": "6", "draft": "4", "review": "2", "approval": "1"})
    assert dict(stages_of(RegisterRow.objects.get(number="SLM-01")))["data_cutoff"] == 6
    assert "自定" in client.get("/reports/plan/").content.decode()
    client.post("/reports/plan/SLM-01/stages/", {"data_cutoff": "4", "draft": "3", "review": "2", "approval": "1"})
    assert stages_of(RegisterRow.objects.get(number="SLM-01")) == ()


def test_stages_in_the_wrong_order_are_refused(world: World) -> None:
    days = {"data_cutoff": 1, "draft": 3, "review": 2, "approval": 1}
    with pytest.raises(PlanUnreadable):
        plan_stages(number="SLM-01", days=days, actor=world.cast.manager, now=NOW)


def test_a_source_gets_its_owner_and_loses_it(world: World, client: Client) -> None:
    client.force_login(world.cast.manager)
    client.post("/reports/plan/SLM-01/owner/", {"source": "desk", "owner": str(world.cast.author.pk)})
    assert DataOwner.objects.get().owner == world.cast.author
    page = client.get("/reports/plan/SLM-01/").content.decode()
    assert "desk" in page
    client.post("/reports/plan/SLM-01/owner/", {"source": "desk", "owner": ""})
    assert not DataOwner.objects.exists()


def test_an_author_sees_the_plan_and_may_not_change_it(world: World, client: Client) -> None:
    client.force_login(world.cast.author)
    assert "保存阶梯" not in client.get("/reports/plan/").content.decode()
    assert client.post("/reports/plan/ladder/", {"days": ["2"], "who": ["responsible"]}).status_code == 403
    with pytest.raises(FuwubaoError):
        set_ladder(rungs=[(2, "responsible")], actor=world.cast.author, now=NOW)
