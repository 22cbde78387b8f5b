"""``fuwubao supplier``: what suppliers owe, sent and are scored by. Django is imported after the workspace is open."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from fuwubao.accounts.workspace import time_zone
from fuwubao.cli.acting import as_option
from fuwubao.cli.report_acts import acting
from fuwubao.cli.report_delivery import AS_JSON, FILE, INSTANT, local_moment
from fuwubao.cli.tables import table
from fuwubao.cli.words import say

REPORT = click.argument("report_id", type=int)
SUPPLIER = click.argument("supplier")
STATES = ("due", "received", "checked", "returned", "accepted", "late")


@click.group(help=say("供应商报告与评价", "Suppliers' reports and their evaluation"))
def supplier() -> None:
    """Group of the supplier commands."""


@supplier.command("list", help=say("列出供应商应提交的报告", "List the reports that suppliers owe"))
@click.option("--supplier", "code", default="", help=say("供应商编号", "Supplier code"))
@click.option("--state", type=click.Choice(STATES), default=None, help=say("状态", "State"))
@AS_JSON
@as_option
def list_reports(code: str, state: str | None, as_json: bool, login: str | None) -> None:
    """Print number, supplier, period, due instant and state."""
    with acting(login) as (actor, now):
        from fuwubao.accounts.permissions import refuse_unless_may
        from fuwubao.reports.actions.supplier_evaluation import supplier_called
        from fuwubao.reports.queries.suppliers import supplier_lines

        refuse_unless_may(actor, "reports.read_suppliers", customer_code=code, now=now)
        if code:
            supplier_called(code)
        lines = supplier_lines(reader=actor, now=now, supplier=code, state=state or "")
    if as_json:
        click.echo(json.dumps([line.to_json() for line in lines], ensure_ascii=False))
        return
    heads = say("号 供应商 报告 期间 应提交 收到 状态", "id supplier report period due received state").split()
    late = say("（逾期）", " (overdue)")
    rows = [
        [
            str(line.id),
            line.supplier_code,
            line.name,
            line.period,
            local_moment(line.due_at),
            local_moment(line.received_at),
            say(line.state_words.zh, line.state_words.en) + (late if line.late else ""),
        ]
        for line in lines
    ]
    click.echo(table(heads, rows))


@supplier.command(help=say("登记收到的报告", "Enter a report that came in"))
@REPORT
@click.argument("file", type=FILE)
@click.option("--at", "received_at", type=INSTANT, required=True, help=say("收到时间", "When it came in"))
@click.option("--channel", required=True, help=say("收到方式", "How it came in"))
@click.option("--remark", default="", help=say("说明", "Remark"))
@as_option
def receive(report_id: int, file: Path, received_at: datetime, channel: str, remark: str, login: str | None) -> None:
    """Keep the file with the time at which it came."""
    at = received_at if received_at.tzinfo else received_at.replace(tzinfo=ZoneInfo(time_zone()))
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.supplying import Paper, receive_supplier_report

        paper = Paper(content=file.read_bytes(), name=file.name, received_at=at, channel=channel, remark=remark)
        kept = receive_supplier_report(report_id=report_id, paper=paper, actor=actor, now=now)
    click.echo(say(f"已登记第 {kept.serial} 次提交：{kept.file_name}", f"Submission {kept.serial}: {kept.file_name}"))


@supplier.command(help=say("核对：未列出的项为合格", "Check: items that are not named are passed"))
@REPORT
@click.option(
    "--failed",
    multiple=True,
    metavar="ITEM=REMARK",
    help=say("不合格的项及说明", "A failed item with its remark"),
)
@as_option
def check(report_id: int, failed: tuple[str, ...], login: str | None) -> None:
    """Store a result for every item of the list."""
    with acting(login) as (actor, now):
        from fuwubao.domain.supplying import CHECKS
        from fuwubao.reports.actions.supplying import Result, check_supplier_report
        from fuwubao.reports.queries.suppliers import supplier_report_page

        wrong = dict(entry.partition("=")[::2] for entry in failed)
        page = supplier_report_page(report_id, reader=actor, now=now)
        for item in wrong:
            if item not in page.items:
                known = "、".join(f"{name}（{CHECKS[name].zh}）" for name in page.items)
                raise click.BadParameter(say(f"没有核对项 {item}；有：{known}", f"No item {item}; known: {known}"))
        results = {item: Result(passed=item not in wrong, remark=wrong.get(item, "")) for item in page.items}
        check_supplier_report(report_id=report_id, results=results, actor=actor, now=now)
    click.echo(say(f"核对 {len(results)} 项，不合格 {len(wrong)} 项", f"{len(results)} checked, {len(wrong)} failed"))


@supplier.command(help=say("接受核对过的报告", "Accept a checked report"))
@REPORT
@click.option("--remark", default="", help=say("说明", "Remark"))
@as_option
def accept(report_id: int, remark: str, login: str | None) -> None:
    """Accept it; the duty is met at the time at which it came."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.supplying import accept_supplier_report

        accept_supplier_report(report_id=report_id, remark=remark, actor=actor, now=now)
    click.echo(say("已接受", "Accepted"))


@supplier.command("return", help=say("退回核对过的报告", "Return a checked report"))
@REPORT
@click.option("--reason", required=True, help=say("要改什么", "What has to be mended"))
@as_option
def return_(report_id: int, reason: str, login: str | None) -> None:
    """Send it back to the supplier."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.supplying import return_supplier_report

        return_supplier_report(report_id=report_id, reason=reason, actor=actor, now=now)
    click.echo(say("已退回", "Returned"))


@supplier.command(help=say("评价一个供应商已结束的期间", "Evaluate a supplier for a closed period"))
@SUPPLIER
@click.option("--period", required=True, help=say("期间，如 2026Q3", "Period, such as 2026Q3"))
@click.option("--deduct", multiple=True, metavar="POINTS REASON", help=say("扣分与原因", "Points off, with the reason"))
@click.option("--conclusion", required=True, help=say("评价结论", "Conclusion"))
@AS_JSON
@as_option
def evaluate(
    supplier: str, period: str, deduct: tuple[str, ...], conclusion: str, as_json: bool, login: str | None
) -> None:
    """Freeze the score with all that it is made of, and print it."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.supplier_evaluation import evaluate_supplier, read_deductions
        from fuwubao.reports.queries.suppliers import score_text

        kept = evaluate_supplier(
            supplier=supplier,
            period=period,
            deductions=read_deductions("\n".join(deduct)),
            conclusion=conclusion,
            actor=actor,
            now=now,
        )
        score = score_text(kept.score)
    if as_json:
        told = {"supplier": supplier, "period": kept.period_label, "edition": kept.edition, "score": score}
        exact = {"numerator": kept.score_numerator, "denominator": kept.score_denominator, "parts": kept.parts}
        click.echo(json.dumps(told | exact | {"deductions": kept.deductions}, ensure_ascii=False))
        return
    click.echo(say(f"{supplier} {kept.period_label} 得分 {score}", f"{supplier} {kept.period_label} scores {score}"))
