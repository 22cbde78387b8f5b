"""Publication by command: publish, deliveries, hand-overs, resending, links, copies, scans.

Django and what needs it are imported inside the commands, after the workspace is open. Letters are queued and sent
by ``fuwubao worker``; ``report deliveries`` tells what became of them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO
from zoneinfo import ZoneInfo

import click

from fuwubao.accounts.workspace import setting, time_zone
from fuwubao.cli.acting import as_option
from fuwubao.cli.days import DAY
from fuwubao.cli.report_acts import NUMBER, REASON, acting
from fuwubao.cli.selecting import NUMBER_IF_ONE, SELECTED, act_on_file, the_number
from fuwubao.cli.tables import table
from fuwubao.cli.words import say

if TYPE_CHECKING:
    from fuwubao.reports.models import Report
    from fuwubao.reports.queries.distribution import DeliveryLine

AS_JSON = click.option("--json", "as_json", is_flag=True, help=say("输出 JSON", "Print JSON"))
DELIVERY = click.argument("delivery", type=int)
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
INSTANT = click.DateTime(formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S%z"])


@click.command(help=say("发布批准的文件", "Publish the approved files"))
@NUMBER_IF_ONE
@SELECTED
@AS_JSON
@as_option
def publish(number: str | None, selected: TextIO | None, as_json: bool, login: str | None) -> None:
    """Publish a report, or each selected one, to its agreed recipients and print what became of each."""
    one = the_number(number, selected)
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.publishing import publish_report

        if selected is not None:
            act_on_file("publish", selected, as_json=as_json, actor=actor, now=now)
            return
        report = publish_report(number=one, actor=actor, now=now)
        _print(report, as_json=as_json, heading=say(f"{one} 已发布", f"{one} published"))


@click.command(help=say("分发记录：每位接收人的方式、状态与时间", "Deliveries: each recipient's way, state and times"))
@NUMBER
@AS_JSON
@as_option
def deliveries(number: str, as_json: bool, login: str | None) -> None:
    """Print who got a report, how, when and in what state."""
    with acting(login) as (actor, _now):
        from fuwubao.reports.queries.reports import report_numbered

        _print(report_numbered(number, reader=actor), as_json=as_json)


def _print(report: Report, *, as_json: bool, heading: str = "") -> None:
    from fuwubao.reports.queries.distribution import delivery_lines

    lines = delivery_lines(report)
    if as_json:
        told = {"report": report.number, "state": report.state, "deliveries": [line.to_json() for line in lines]}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    if heading:
        click.echo(heading)
    heads = (
        say("号", "Id"),
        say("接收人", "Recipient"),
        say("方式", "Way"),
        say("状态", "State"),
        say("送达", "Handed over"),
        say("打开", "Opened"),
        say("确认", "Acknowledged"),
        say("说明", "Remark"),
    )
    click.echo(table(heads, _rows(lines)))


def _rows(lines: Sequence[DeliveryLine]) -> list[tuple[str, ...]]:
    return [
        (
            str(line.id),
            line.recipient,
            line.channel_words,
            line.state_words + (say("（补录）", " (entered later)") if line.entered_late else ""),
            local_moment(line.sent_at),
            local_moment(line.opened_at),
            local_moment(line.acknowledged_at) + (say("（默认）", " (by default)") if line.by_default else ""),
            line.failure or line.remark,
        )
        for line in lines
    ]


def local_moment(at: datetime | None) -> str:
    """Write an instant in the workspace's zone; — for none."""
    return "—" if at is None else f"{at.astimezone(ZoneInfo(time_zone())):%Y-%m-%d %H:%M}"


@click.command("handed-over", help=say("登记线下送达", "Enter a hand-over outside the system"))
@NUMBER
@click.option("--to", "recipient", required=True, help=say("接收人", "Recipient"))
@click.option("--by", "channel", required=True, help="meeting | wecom | wechat | in_person | courier | paper")
@click.option("--at", "handed_at", required=True, type=INSTANT, help=say("送达时间", "When"))
@click.option("--person", required=True, help=say("送达人", "Who handed it over"))
@click.option("--proof", required=True, type=FILE, help=say("凭据文件", "The file that proves it"))
@click.option("--remark", default="", help=say("说明", "Remark"))
@as_option
def handed_over(
    number: str,
    recipient: str,
    channel: str,
    handed_at: datetime,
    person: str,
    proof: Path,
    remark: str,
    login: str | None,
) -> None:
    """Enter that a report was handed over by a person; an instant without a zone is the workspace's."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.delivering import HandOver, register_hand_over

        at = handed_at if handed_at.tzinfo else handed_at.replace(tzinfo=ZoneInfo(time_zone()))
        told = HandOver(
            recipient=recipient,
            channel=channel,
            handed_at=at,
            handed_by=person,
            proof_name=proof.name,
            proof=proof.read_bytes(),
            remark=remark,
        )
        delivery = register_hand_over(number=number, told=told, actor=actor, now=now)
    late = say("，标为补录", ", marked as entered later") if delivery.entered_late else ""
    click.echo(say(f"{number} → {recipient} 已登记送达{late}", f"{number} → {recipient} entered{late}"))


@click.command(help=say("重新发送退信、失败或结果不明的邮件", "Send a bounced, failed or unsure mail again"))
@NUMBER
@DELIVERY
@as_option
def resend(number: str, delivery: int, login: str | None) -> None:
    """Queue one delivery again by its number."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.delivering import resend as send_again

        sent = send_again(number=number, delivery_id=delivery, actor=actor, now=now)
    click.echo(say(f"{number} → {sent.recipient} 已排入发送队列", f"{number} → {sent.recipient} queued"))


@click.command(help=say("确认结果不明的邮件已送达", "Settle that an unsure mail did arrive"))
@NUMBER
@DELIVERY
@REASON
@as_option
def settle(number: str, delivery: int, reason: str, login: str | None) -> None:
    """Say how one knows that a mail of unknown outcome arrived."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.delivering import settle_delivery

        sent = settle_delivery(number=number, delivery_id=delivery, reason=reason, actor=actor, now=now)
    click.echo(say(f"{number} → {sent.recipient} 已确认送达", f"{number} → {sent.recipient} settled"))


@click.command(help=say("建立客户链接（限时、可撤销、免登录）", "Make a customer link (expires, revocable, no log-in)"))
@NUMBER
@click.option("--to", "recipient", required=True, help=say("接收人", "Recipient"))
@click.option("--days", type=int, default=14, show_default=True, help=say("有效天数", "Days it lives"))
@as_option
def link(number: str, recipient: str, days: int, login: str | None) -> None:
    """Print the address of a new link; its site is FUWUBAO_SITE_URL."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.links import make_link, token_of

        made = make_link(number=number, recipient=recipient, days=days, actor=actor, now=now)
        site = setting("SITE_URL", "http://localhost:8000").rstrip("/")
        click.echo(f"{site}/portal/link/{token_of(made)}/")


@click.command("copy", help=say("发放受控副本", "Issue a controlled copy"))
@NUMBER
@click.option("--holder", required=True, help=say("持有人", "Holder"))
@click.option("--department", default="", help=say("部门", "Department"))
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help=say("写到文件", "Write the PDF there"))
@as_option
def copy_(number: str, holder: str, department: str, output: Path | None, login: str | None) -> None:
    """Issue the next distribution number to a holder; print it with the copy's hash."""
    with acting(login) as (actor, now):
        from fuwubao.reports import files
        from fuwubao.reports.actions.copies import issue_copy

        made = issue_copy(number=number, holder=holder, department=department, actor=actor, now=now)
        if output is not None:
            output.write_bytes(files.read(made.sha256, name=made.number))
    click.echo(f"{made.number}  sha256 {made.sha256}")


@click.command(help=say("登记签章扫描件", "Enter the scan of a signed paper"))
@NUMBER
@click.argument("file", type=FILE)
@click.option("--signed-by", required=True, help=say("签章人", "Who signed"))
@click.option("--signed-on", required=True, type=DAY, help=say("签章日期", "When"))
@click.option("--code", default="", help=say("封面二维码文字", "What the code on the cover reads"))
@as_option
def scan(number: str, file: Path, signed_by: str, signed_on: datetime, code: str, login: str | None) -> None:
    """Attach a signed scan to exactly the version that was signed."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.sealing import ReturnedPaper, register_scan

        paper = ReturnedPaper(
            name=file.name, content=file.read_bytes(), signed_by=signed_by, signed_on=signed_on.date(), code=code
        )
        kept = register_scan(number=number, paper=paper, actor=actor, now=now)
    click.echo(f"{number}  {kept.name}  sha256 {kept.sha256}")


DELIVERY_ACTS: tuple[click.Command, ...] = (
    publish, deliveries, handed_over, resend, settle, link, copy_, scan,
)  # fmt: skip
