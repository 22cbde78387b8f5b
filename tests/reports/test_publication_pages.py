"""Pages and commands of publication, walked as the people who use them."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fuwubao.accounts.models import User
from fuwubao.cli.report import report as group
from fuwubao.reports.actions.publishing import publish_report
from fuwubao.reports.models import ControlledCopy, CustomerLink, Delivery, Objection, RegisterRow, Report, SealUse
from tests.reports.world import DRAFT, NOW, Cast, World


@pytest.fixture
def report(world: World, cast: Cast) -> Report:
    """The report, published by portal and courier."""
    world.approved()
    RegisterRow.objects.update(delivery=["portal", "courier"])
    return publish_report(number=DRAFT, actor=cast.manager, now=NOW)


def page(client: Client, user: User, name: str, *arguments: object) -> str:
    """Return what a person reads."""
    client.force_login(user)
    answer = client.get(reverse(name, args=arguments))
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, user: User, name: str, *arguments: object, **values: object) -> str:
    """Send a form as a person and return the page that it leads to."""
    client.force_login(user)
    answer = client.post(reverse(name, args=arguments), values, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def test_a_courier_is_entered_in_the_page_with_its_proof(report: Report, cast: Cast, client: Client) -> None:
    assert "hand-over" in page(client, cast.author, "reports:distribution", report.pk)
    now = timezone.localtime(NOW + timedelta(hours=1))
    proof = SimpleUploadedFile("回执.png", b"\x89PNG\r\n\x1a\n pixels")

    told = send(
        client,
        cast.author,
        "reports:hand-over",
        report.pk,
        recipient="刘主任",
        channel="courier",
        handed_at=now.strftime("%Y-%m-%dT%H:%M"),
        handed_by="张工",
        proof=proof,
    )

    assert "补录" in told
    sent = Delivery.objects.get(channel="courier")
    assert (sent.state, sent.sent_at) == ("sent", NOW + timedelta(hours=1))
    client.force_login(cast.reviewer)
    kept = client.get(reverse("reports:proof", args=[report.pk, sent.pk]))
    assert kept.content.startswith(b"\x89PNG")
    assert kept.headers["Content-Disposition"].startswith("attachment")


def test_a_form_without_proof_comes_back_with_what_is_missing(report: Report, cast: Cast, client: Client) -> None:
    client.force_login(cast.author)
    answer = client.post(reverse("reports:hand-over", args=[report.pk]), {"recipient": "刘主任"})
    assert answer.status_code == 422
    assert Delivery.objects.get(channel="courier").state == "planned"


def test_a_link_is_made_shown_and_revoked(report: Report, cast: Cast, client: Client) -> None:
    told = send(client, cast.author, "reports:make-link", report.pk, recipient="刘主任", days="7")
    assert "/portal/link/1." in told or f"/portal/link/{CustomerLink.objects.get().pk}." in told
    send(client, cast.manager, "reports:revoke-link", report.pk, CustomerLink.objects.get().pk)
    assert CustomerLink.objects.get().revoked_by == cast.manager


def test_who_may_not_act_sees_no_button(report: Report, cast: Cast, client: Client) -> None:
    told = page(client, cast.reviewer, "reports:distribution", report.pk)
    assert 'data-testid="hand-over"' not in told
    assert 'data-testid="make-link"' not in told
    assert 'data-testid="issue-copy"' not in page(client, cast.reviewer, "reports:copies", report.pk)


def test_copies_and_seals_are_kept_in_their_page(report: Report, cast: Cast, client: Client) -> None:
    send(client, cast.manager, "reports:issue-copy", report.pk, holder="刘主任", department="")
    send(client, cast.author, "reports:request-seal", report.pk, seal="公章", purpose="存档", copies="1")
    use = SealUse.objects.get()
    send(client, cast.manager, "reports:decide-seal", report.pk, use.pk, decision="approve")
    send(client, cast.manager, "reports:register-seal", report.pk, use.pk, register_number="YZ-1")
    send(
        client,
        cast.author,
        "reports:register-scan",
        report.pk,
        code="",
        signed_by="刘主任",
        signed_on="2026-10-12",
        scan=SimpleUploadedFile("签章.pdf", b"%PDF-1.4 scan"),
    )

    told = page(client, cast.head, "reports:copies", report.pk)

    assert ControlledCopy.objects.get().number in told
    assert "YZ-1" in told
    assert "签章.pdf" in told
    paper = client.get(reverse("reports:copy", args=[report.pk, 1]))
    assert paper.content.startswith(b"%PDF")


def test_an_objection_goes_from_the_portal_to_its_answer(report: Report, cast: Cast, client: Client) -> None:
    send(client, cast.customer, "portal:object", report.pk, subject="P1", text="I2 应剔除")
    raised = Objection.objects.get()
    assert raised.subject in page(client, cast.manager, "reports:objections")

    send(client, cast.author, "reports:examine-objection", report.pk, raised.pk)
    send(client, cast.manager, "reports:decide-objection", report.pk, raised.pk, accepted="no", reason="未约定剔除")
    send(client, cast.manager, "reports:answer-objection", report.pk, raised.pk, answer="合同无此约定")

    assert "合同无此约定" in page(client, cast.customer, "portal:report", report.pk)
    assert raised.subject not in page(client, cast.manager, "reports:objections")


def test_the_clause_of_silence_is_recorded_and_used_in_the_page(report: Report, cast: Cast, client: Client) -> None:
    send(
        client, cast.manager, "reports:agree-silence", report.pk,
        working_days="3", clause="合同第 8 条", agreed_on="2025-12-20",
    )  # fmt: skip
    told = send(client, cast.manager, "reports:by-default", report.pk)
    assert "默认确认" in told
    assert Report.objects.get().state == "acknowledged"


def test_the_board_shows_internal_reports_to_staff_and_none_to_customers(
    report: Report, cast: Cast, client: Client
) -> None:
    RegisterRow.objects.update(customer_code="")
    Delivery.objects.create(
        report=report, recipient="公告栏", channel="bulletin", planned_at=NOW, sent_at=NOW, state="sent"
    )
    assert DRAFT in page(client, cast.reviewer, "portal:board")
    assert DRAFT not in page(client, cast.customer, "portal:board")
    assert DRAFT in page(client, cast.reviewer, "portal:report", report.pk)


def run(*arguments: str) -> str:
    """Run ``fuwubao report …`` and return what it prints."""
    done = CliRunner().invoke(group, list(arguments), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_publishing_by_command_prints_what_became_of_each_recipient(world: World, cast: Cast) -> None:
    world.approved()
    RegisterRow.objects.update(delivery=["portal", "courier"], recipients=["刘主任", "周工"])

    told = json.loads(run("publish", DRAFT, "--as", "li", "--json"))

    found = {(one["recipient"], one["channel"]): one["state"] for one in told["deliveries"]}
    assert found == {
        ("刘主任", "portal"): "sent",
        ("刘主任", "courier"): "planned",
        ("周工", "courier"): "planned",
    }
    assert told["state"] == "published"


def test_a_hand_over_is_entered_and_listed_by_command(report: Report, cast: Cast, tmp_path: Path) -> None:
    slip = tmp_path / "slip.pdf"
    slip.write_bytes(b"%PDF-1.4 slip")

    run(
        "handed-over", DRAFT, "--to", "刘主任", "--by", "courier", "--at", "2026-10-08T11:00", "--person", "张工",
        "--proof", str(slip), "--as", "zhang",
    )  # fmt: skip

    told = json.loads(run("deliveries", DRAFT, "--json", "--as", "zhang"))["deliveries"]
    courier = next(one for one in told if one["channel"] == "courier")
    assert (courier["state"], courier["entered_late"], courier["proof"]) == ("sent", True, "slip.pdf")
    assert courier["sent_at"] == "2026-10-08T03:00:00+00:00"
    assert "张工" not in run("deliveries", DRAFT, "--as", "zhang").splitlines()[0]


def test_a_copy_and_a_link_are_made_by_command(report: Report, cast: Cast, tmp_path: Path) -> None:
    copy = tmp_path / "copy.pdf"
    told = run("copy", DRAFT, "--holder", "刘主任", "--output", str(copy), "--as", "li")
    assert told.startswith(f"{DRAFT}-01  sha256 ")
    assert copy.read_bytes().startswith(b"%PDF")
    assert "/portal/link/" in run("link", DRAFT, "--to", "刘主任", "--as", "zhang")
