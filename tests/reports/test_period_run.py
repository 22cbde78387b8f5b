"""本期批次: a period's due rows on one page, built, submitted, approved and published by selection (part 14)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from fuwubao.accounts import jobs
from fuwubao.accounts.models import AuditEntry
from fuwubao.domain.errors import FuwubaoError
from fuwubao.reports.actions.period_run import approve_selected, build_due, publish_selected, submit_selected
from fuwubao.reports.actions.review import review_report
from fuwubao.reports.actions.summary_opening import open_summary
from fuwubao.reports.models import Report, SummaryOpening
from fuwubao.reports.period_errors import NothingSelected
from fuwubao.reports.queries.period_run import period_run
from tests.reports.world import DRAFT, NOW, World, all_holds

pytestmark = pytest.mark.django_db(transaction=True)
Q3 = "2026Q3"


def test_a_row_shows_what_is_missing_before_it_is_built(world: World) -> None:
    """S6.1: no report is made of data that nobody completed."""
    early = NOW - timedelta(days=20)
    (line,) = period_run(label=Q3, reader=world.cast.manager, now=early).lines
    assert not line.data.complete
    assert line.report is None
    (outcome,) = build_due(period_label=Q3, carry=False, actor=world.cast.author, now=early)
    assert (outcome.number, outcome.done, outcome.code) == ("SLM-01", False, "reports.data_incomplete")
    assert not Report.objects.exists()


def test_a_source_that_was_not_loaded_since_the_period_ended_is_named(world: World) -> None:
    """S6.1: the rule is that each source was loaded after the period's end."""
    lines = period_run(label="2026Q4", reader=world.cast.manager, now=NOW + timedelta(days=100)).lines
    assert [words for line in lines for words in line.data.missing if words.startswith("desk 在期间结束后")]


def test_the_drafts_whose_data_is_complete_are_built_once(world: World) -> None:
    (outcome,) = build_due(period_label=Q3, carry=False, actor=world.cast.author, now=NOW)
    assert (outcome.number, outcome.done) == (DRAFT, True)
    assert build_due(period_label=Q3, carry=False, actor=world.cast.author, now=NOW) == ()
    (line,) = period_run(label=Q3, reader=world.cast.author, now=NOW).lines
    assert line.report is not None
    assert line.look is not None
    assert [words.split()[-1] for words in line.look.red] == ["50.00%"]
    assert line.is_exception
    assert line.look.untouched
    assert line.act == "submit"


def test_each_refusal_is_named_and_the_others_go_on(world: World) -> None:
    world.draft()
    refused, unknown = submit_selected(numbers=[DRAFT, "SLM-99-2026Q3-A/0"], actor=world.cast.author, now=NOW)
    assert (refused.done, refused.code) == (False, "reports.checks_open")
    assert (unknown.done, unknown.code) == (False, "reports.report_not_found")
    world.written()
    (sent,) = submit_selected(numbers=[DRAFT, DRAFT], actor=world.cast.author, now=NOW)
    assert sent.done


def test_nothing_selected_is_refused(world: World) -> None:
    with pytest.raises(NothingSelected):
        publish_selected(numbers=["", " "], actor=world.cast.manager, now=NOW)


def test_who_approves_by_selection_has_opened_the_summary_of_this_submission(world: World) -> None:
    """S1.5, S1.25: the opening is kept; without it the refusal names the report."""
    report = world.reviewed()
    (refused,) = approve_selected(numbers=[report.number], actor=world.cast.manager, now=NOW)
    assert refused.code == "reports.summary_unopened"
    assert report.number in refused.zh
    open_summary(number=report.number, actor=world.cast.manager, now=NOW)
    open_summary(number=report.number, actor=world.cast.manager, now=NOW)
    assert SummaryOpening.objects.count() == 1
    (approved,) = approve_selected(numbers=[report.number], actor=world.cast.manager, now=NOW)
    assert approved.done
    entry = AuditEntry.objects.filter(act="reports.approve").get()
    assert entry.actor_login == world.cast.manager.login
    assert len(Report.objects.get(pk=report.pk).files.all()) == len((entry.after or {})["sha256"])


def test_a_report_submitted_again_is_opened_again(world: World) -> None:
    """S1.25: what was opened is the submission, not the report."""
    report = world.reviewed()
    open_summary(number=report.number, actor=world.cast.manager, now=NOW)
    again = NOW + timedelta(hours=1)
    Report.objects.filter(pk=report.pk).update(submitted_at=again)
    (refused,) = approve_selected(numbers=[report.number], actor=world.cast.manager, now=again)
    assert refused.code == "reports.summary_unopened"


def test_a_draft_has_no_summary_to_open(world: World) -> None:
    report = world.draft()
    with pytest.raises(FuwubaoError, match="it cannot 打开摘要"):
        open_summary(number=report.number, actor=world.cast.manager, now=NOW)


def test_the_page_takes_a_period_from_draft_to_publication(world: World, client: Client) -> None:
    """One page, one job an act: build, submit, approve, publish; each report keeps its own entries (S6.11)."""
    client.force_login(world.cast.author)
    page = client.get("/reports/run/", {"period": Q3})
    assert "应提交" in page.content.decode()
    assert client.post("/reports/run/build/", {"period": Q3}).status_code == 302
    built = jobs.run_one(now=timezone.now())
    assert built is not None
    assert (built.state, (built.result or {})["done"], built.steps_total) == ("done", 1, 1)
    world.written()
    _sent(client, "submit", DRAFT)
    review_report(number=DRAFT, judgement=all_holds(), actor=world.cast.reviewer, now=timezone.now())
    client.force_login(world.cast.manager)
    report = Report.objects.get(number=DRAFT)
    summary = client.get(f"/reports/run/summary/{report.pk}/", {"period": Q3}).content.decode()
    assert "P1 有一项超时。" in summary
    _sent(client, "approve", DRAFT)
    _sent(client, "publish", DRAFT)
    assert Report.objects.get(number=DRAFT).state == "published"
    kept = AuditEntry.objects.filter(act__in=("reports.submit", "reports.approve", "reports.publish"))
    assert kept.count() == 3


def _sent(client: Client, act: str, number: str) -> None:
    answer = client.post(f"/reports/run/{act}/", {"period": Q3, act: number})
    assert answer.status_code == 302
    job = jobs.run_one(now=timezone.now())
    assert job is not None
    assert (job.state, (job.result or {})["done"]) == ("done", 1), job.result
    page = client.get(job.result_url).content.decode()
    assert number in page
    assert "办理结果" in page


def test_a_refused_row_shows_its_reason_until_the_next_run(world: World, client: Client) -> None:
    world.draft()
    client.force_login(world.cast.author)
    client.post("/reports/run/submit/", {"period": Q3, "submit": DRAFT})
    jobs.run_one(now=timezone.now())
    page = client.get("/reports/run/", {"period": Q3, "only": "errors"}).content.decode()
    assert "项必须先改" in page
    world.written()
    client.post("/reports/run/submit/", {"period": Q3, "submit": DRAFT})
    jobs.run_one(now=timezone.now())
    assert "没有符合条件的报告" in client.get("/reports/run/", {"period": Q3, "only": "errors"}).content.decode()


def test_the_export_of_the_page_selects_for_the_command_line(world: World, client: Client) -> None:
    from fuwubao.reports.selections import read_selection

    world.draft()
    client.force_login(world.cast.manager)
    for file_format in ("csv", "json"):
        text = client.get(f"/reports/run/export/{file_format}/", {"period": Q3}).content.decode()
        assert read_selection(text, file="run") == (DRAFT,)
    assert read_selection(f"# mine\n{DRAFT}\n\n{DRAFT}\n", file="run") == (DRAFT,)
    with pytest.raises(NothingSelected):
        read_selection("\n", file="run")


def test_a_customer_sees_no_run(world: World, client: Client) -> None:
    client.force_login(world.cast.customer)
    assert client.get("/reports/run/", {"period": Q3}).status_code == 403
