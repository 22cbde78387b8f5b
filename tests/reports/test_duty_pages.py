"""Pages, feed and commands of the duties (S1.29, S2.4): what they show, to whom, and what they refuse."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fuwubao.accounts.models import User
from fuwubao.domain.calendars import ALWAYS
from fuwubao.domain.icalendar import Event, folded, written
from fuwubao.domain.stages import stage_dates, stage_days
from fuwubao.reports.actions.duty_feed import make_feed, revoke_feed
from fuwubao.reports.models import Consent, Obligation
from fuwubao.reports.queries.duty_pages import chase_list, stage_gantt, year_wall
from tests.reports.duties import key, report_duty
from tests.reports.world import NOW, Cast

PAGES = ("duties", "wall", "stages", "chase", "feed")


@pytest.mark.parametrize("page", PAGES)
def test_each_page_opens_for_staff_and_is_refused_to_a_customer(client: Client, cast: Cast, page: str) -> None:
    client.force_login(cast.manager)
    assert client.get(reverse(f"reports:{page}")).status_code == 200
    client.force_login(cast.customer)
    assert client.get(reverse(f"reports:{page}")).status_code == 403


def test_the_list_tells_k30_with_the_waived_beside_it_and_keeps_to_its_filters(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager)
    page = client.get(reverse("reports:duties"), {"year": "2026", "kind": "template_review"}).content.decode()
    assert "K30" in page
    assert "免报 0 件" in page
    assert "R02" in page
    assert "2026Q3" not in page


def test_the_wall_has_each_day_of_the_year_once_and_the_duty_on_its_day(cast: Cast) -> None:
    months = year_wall(reader=cast.manager, year=2026, now=NOW)
    assert sum(day.on is not None for month in months for day in month.days) == 365
    assert [line.period_label for line in months[9].days[12].lines] == ["2026Q3"]


def test_the_drawing_of_october_ends_its_stages_before_the_due_day(cast: Cast) -> None:
    drawing = stage_gantt(reader=cast.manager, due_from=date(2026, 10, 1), due_to=date(2026, 10, 31), now=NOW)
    # counted back from 13 October over the make-up Saturday: 12, 10, 9 and 8 October
    assert [(bar.stage, bar.on.day) for bar in drawing.lanes[0].bars] == [
        ("data_cutoff", 8),
        ("draft", 9),
        ("review", 10),
        ("approval", 12),
    ]


def test_stages_never_fall_into_the_period_that_they_report() -> None:
    days = stage_days("yearly", (("approval", 1),))
    dates = stage_dates(date(2027, 1, 6), date(2026, 12, 31), days, ALWAYS("Asia/Shanghai"))
    assert [(stage.stage, stage.on.day) for stage in dates] == [
        ("data_cutoff", 1),
        ("draft", 1),
        ("review", 1),
        ("approval", 5),
    ]


def test_the_chase_list_names_the_owner_of_data_that_are_due(cast: Cast) -> None:
    groups = chase_list(reader=cast.manager, now=NOW)
    assert [line.period_label for _, lines in groups for line in lines] == ["2026Q3"]
    later = chase_list(reader=cast.manager, now=datetime(2026, 12, 20, tzinfo=UTC))
    assert [line.period_label for _, lines in later for line in lines] == ["2026Q3", "2026Q4"]


def test_the_form_waives_with_a_file_and_refuses_without(client: Client, cast: Cast) -> None:
    """A duty of the coming year, so that the clock of the page is before it."""
    Obligation.objects.filter(period_label="2026Q4").update(due_at=timezone.now() + timedelta(days=30))
    client.force_login(cast.manager)
    address = reverse("reports:waive-duty", args=[key("2026Q4")])
    refused = client.post(address, {"w-reason": "停产"})
    assert b'data-code="reports.consent_missing"' in refused.content
    given = {
        "w-reason": "停产",
        "w-consented_by": "刘主任",
        "w-consented_on": timezone.localdate().isoformat(),
        "w-evidence": SimpleUploadedFile("同意.eml", b"yes"),
    }
    assert client.post(address, given).status_code == 302
    assert report_duty("2026Q4").state == "waived"
    page = client.get(reverse("reports:duty", args=[key("2026Q4")])).content.decode()
    assert Consent.objects.get().sha256 in page
    assert "/waive/" not in page


def test_an_author_sees_a_duty_but_no_form(client: Client, cast: Cast) -> None:
    client.force_login(cast.author)
    page = client.get(reverse("reports:duty", args=[key("2026Q4")])).content.decode()
    assert "登记免报" not in page
    assert client.post(reverse("reports:waive-duty", args=[key("2026Q4")])).status_code == 403


def _unfolded(text: str) -> list[str]:
    assert "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    return text.replace("\r\n ", "").split("\r\n")


def test_a_long_chinese_line_is_folded_between_characters() -> None:
    line = "SUMMARY:" + "服务报告" * 30
    assert folded(line).replace("\r\n ", "") == line
    assert all(len(part.encode()) <= 75 for part in folded(line).split("\r\n"))


def test_a_due_instant_in_the_day_is_told_in_utc_and_text_is_escaped() -> None:
    event = Event(
        uid="a@b", on=date(2026, 10, 13), at=datetime(2026, 10, 13, 4, 0, tzinfo=UTC), summary="a,b;c\\d\ne",
        description="", url="", changed_at=NOW, sequence=2, status="CONFIRMED",
    )  # fmt: skip
    lines = _unfolded(written([event], name="x"))
    assert "DTEND:20261013T040000Z" in lines
    assert "SUMMARY:a\\,b\\;c\\\\d\\ne" in lines
    assert "SEQUENCE:2" in lines


def _feed(client: Client, user: User) -> tuple[str, list[str]]:
    address = reverse("reports:feed-file", args=[make_feed(actor=user, now=NOW)])
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return address, _unfolded(answer.content.decode())


def test_the_feed_is_read_without_a_log_in_and_keeps_its_uids(client: Client, cast: Cast) -> None:
    _, lines = _feed(client, cast.manager)
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") > 4
    uids = [line for line in lines if line.startswith("UID:")]
    assert f"UID:duty-{key('2026Q3')}@fuwubao" in uids
    assert len(set(uids)) == len(uids)
    assert "DTSTART;VALUE=DATE:20261013" in lines
    assert sum(line.startswith("DTSTAMP:") for line in lines) == len(uids)
    _, again = _feed(client, cast.manager)
    assert [line for line in again if line.startswith("UID:")] == uids


def test_a_feed_holds_the_persons_own_duties_and_ends_when_it_is_revoked_or_made_anew(
    client: Client, cast: Cast
) -> None:
    address, lines = _feed(client, cast.reviewer)
    assert "BEGIN:VEVENT" not in lines
    newer, _ = _feed(client, cast.reviewer)
    assert client.get(address).status_code == 404
    revoke_feed(actor=cast.reviewer, now=NOW)
    assert client.get(newer).status_code == 404


def test_the_command_waives_by_key_with_the_file_and_refuses_without(
    cast: Cast, tmp_path: Path, transactional_db: None
) -> None:
    from fuwubao.cli.report import report

    due = datetime.now(UTC) + timedelta(days=30)
    Obligation.objects.filter(period_label="2026Q4").update(due_at=due)
    evidence = tmp_path / "同意.eml"
    evidence.write_bytes(b"yes")
    run = CliRunner().invoke
    told = run(report, ["due", "--kind", "all", "--json"])
    assert {"report_owed", "template_review"} <= {line["kind"] for line in json.loads(told.stdout)}
    reports = json.loads(run(report, ["due", "--json"]).stdout)
    assert {line["kind"] for line in reports} == {"report_owed"}
    number = key("2026Q4")
    refused = run(report, ["waive", number, "--reason", "停产", "--as", "li"])
    assert refused.exit_code != 0
    on = datetime.now(UTC).date().isoformat()
    given = ["--consented-by", "刘主任", "--consented-on", on, "--evidence", str(evidence)]
    done = run(report, ["waive", number, "--reason", "停产", *given, "--as", "li"])
    assert done.exit_code == 0, done.output
    assert report_duty("2026Q4").state == "waived"
