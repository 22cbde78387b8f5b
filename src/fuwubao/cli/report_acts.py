"""The acts of a report's life by command: write, explain, submit, review, approve, acknowledge, correct.

Django and what needs it are imported inside the commands, after the workspace is open. Each act needs a named
person (``--as``), since the workspace operator may do none of them (design section 7).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from fuwubao.cli.acting import acting_user, as_option
from fuwubao.cli.days import DAY
from fuwubao.cli.selecting import NUMBER_IF_ONE, SELECTED, act_on_file, the_number
from fuwubao.cli.text_files import TEXT
from fuwubao.cli.words import say
from fuwubao.cli.workspace import open_workspace

if TYPE_CHECKING:
    from fuwubao.accounts.models import User

NUMBER = click.argument("number")
AS_JSON = click.option("--json", "as_json", is_flag=True, help=say("输出 JSON", "Print JSON"))
REASON = click.option("--reason", default="", help=say("原因", "Reason"))


@contextmanager
def acting(login: str | None) -> Iterator[tuple[User, datetime]]:
    """Open the workspace and name who acts, now, through the command line."""
    open_workspace()
    from fuwubao.accounts.audit import through

    now = datetime.now(UTC)
    with through("cli"):
        yield acting_user(login, now=now), now


@click.command(help=say("写入一节文字（- 为标准输入）", "Write the words of a block (- is standard input)"))
@NUMBER
@click.argument("block")
@click.argument("file", type=TEXT)
@as_option
def write(number: str, block: str, file: TextIO, login: str | None) -> None:
    """Replace the text of one block."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.writing import save_text

        save_text(number=number, block=block, text=file.read(), edit_count=None, actor=actor, now=now)
    click.echo(say(f"{number} {block} 已保存", f"{number} {block} saved"))


@click.command(help=say("写明超时或未达标的原因与措施", "Explain breaches or a missed target"))
@NUMBER
@click.argument("subjects", nargs=-1, required=True)
@click.option("--cause", required=True, help=say("原因", "Cause"))
@click.option("--measure", default="", help=say("措施", "Measure"))
@click.option("--owner", default="", help=say("责任人", "Owner"))
@click.option("--due", type=DAY, help=say("期限", "Due date"))
@as_option
def explain(
    number: str,
    subjects: tuple[str, ...],
    cause: str,
    measure: str,
    owner: str,
    due: datetime | None,
    login: str | None,
) -> None:
    """Note cause, measure, owner and date for the subjects that ``report check`` names."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.writing import Explanation, explain_breaches

        explanation = Explanation(cause=cause, measure=measure, owner=owner, due_on=due.date() if due else None)
        count = explain_breaches(number=number, subjects=subjects, explanation=explanation, actor=actor, now=now)
    click.echo(say(f"已说明 {count} 项", f"{count} explained"))


@click.command(help=say("作者陈述：为正文中的数字写明依据", "State a number of the prose with its basis"))
@NUMBER
@click.argument("block")
@click.argument("value")
@click.option("--basis", required=True, help=say("依据", "Basis"))
@as_option
def state(number: str, block: str, value: str, basis: str, login: str | None) -> None:
    """Let a number stand as the author's own statement."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.writing import state_number

        state_number(number=number, block=block, value=value, basis=basis, actor=actor, now=now)
    click.echo(say(f"{value} 标为作者陈述", f"{value} stated"))


@click.command(help=say("说明后放行一项提醒", "Let a warning stand with a reason"))
@NUMBER
@click.argument("rule")
@click.option("--subject", default="", help=say("对象", "Subject"))
@REASON
@as_option
def waive(number: str, rule: str, subject: str, reason: str, login: str | None) -> None:
    """Let one finding stand; the approver sees the reason."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.writing import waive_finding

        waive_finding(number=number, rule=rule, subject=subject, reason=reason, actor=actor, now=now)
    click.echo(say(f"{rule} 已说明后放行", f"{rule} waived"))


@click.command(help=say("提交评审", "Submit for review"))
@NUMBER_IF_ONE
@SELECTED
@AS_JSON
@as_option
def submit(number: str | None, selected: TextIO | None, as_json: bool, login: str | None) -> None:
    """Send a draft, or each selected one, to review."""
    one = the_number(number, selected)
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.review import submit_report

        if selected is not None:
            act_on_file("submit", selected, as_json=as_json, actor=actor, now=now)
            return
        report = submit_report(number=one, actor=actor, now=now)
    if as_json:
        click.echo(json.dumps({"report": one, "state": report.state}, ensure_ascii=False))
        return
    click.echo(say(f"{one} 已送评审", f"{one} submitted"))


@click.command(help=say("评审：逐项给出结果", "Review: a result for each item"))
@NUMBER
@click.option("--conclusion", type=click.Choice(["pass", "pass_after_change", "return"]), required=True)
@click.option("--opinion", default="", help=say("意见", "Opinion"))
@click.option("--fails", multiple=True, metavar="ITEM=COMMENT", help=say("不符合的检查项", "Items that do not hold"))
@as_option
def review(number: str, conclusion: str, opinion: str, fails: tuple[str, ...], login: str | None) -> None:
    """Record a review; items not named hold."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.review import Judgement, review_report
        from fuwubao.reports.rules import REVIEW_ITEMS

        failed = {item.partition("=")[0]: item.partition("=")[2] for item in fails}
        unknown = sorted(set(failed) - {code for code, _, _ in REVIEW_ITEMS})
        if unknown:
            known = ", ".join(code for code, _, _ in REVIEW_ITEMS)
            raise click.UsageError(say(f"没有检查项 {unknown[0]}，可选：{known}", f"no item {unknown[0]}; {known}"))
        items = {code: (code not in failed, failed.get(code, "")) for code, _, _ in REVIEW_ITEMS}
        judgement = Judgement(items=items, conclusion=conclusion, opinion=opinion)
        review_report(number=number, judgement=judgement, actor=actor, now=now)
    click.echo(say(f"{number} 评审记录已保存", f"{number} reviewed"))


@click.command("return", help=say("退回编制人", "Return to the author"))
@NUMBER
@REASON
@as_option
def return_(number: str, reason: str, login: str | None) -> None:
    """Send a report back with a reason."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.review import return_report

        return_report(number=number, reason=reason, actor=actor, now=now)
    click.echo(say(f"{number} 已退回", f"{number} returned"))


@click.command(help=say("退回后继续编制", "Take a returned report up again"))
@NUMBER
@as_option
def revise(number: str, login: str | None) -> None:
    """Make a returned report a draft again."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.review import revise_report

        revise_report(number=number, actor=actor, now=now)
    click.echo(say(f"{number} 继续编制", f"{number} is a draft again"))


@click.command(help=say("异常报告转管理体系负责人", "Send an abnormal report to the system head"))
@NUMBER
@REASON
@as_option
def escalate(number: str, reason: str, login: str | None) -> None:
    """Ask for the system head's approval as well."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.review import escalate_report

        escalate_report(number=number, reason=reason, actor=actor, now=now)
    click.echo(say(f"{number} 待体系负责人批准", f"{number} awaits the system head"))


@click.command(help=say("批准", "Approve"))
@NUMBER_IF_ONE
@SELECTED
@click.option("--remark", default="", help=say("批注", "Remark"))
@AS_JSON
@as_option
def approve(number: str | None, selected: TextIO | None, remark: str, as_json: bool, login: str | None) -> None:
    """Approve a report, or each selected one whose summary was opened: bytes are written once, kept by their hash."""
    one = the_number(number, selected)
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.review import approve_report

        if selected is not None:
            act_on_file("approve", selected, as_json=as_json, actor=actor, now=now)
            return
        report = approve_report(number=one, remark=remark, actor=actor, now=now)
        hashes = {file.file_format: file.sha256 for file in report.files.order_by("file_format")}
    if as_json:
        click.echo(json.dumps({"report": one, "state": report.state, "sha256": hashes}, ensure_ascii=False))
        return
    click.echo(say(f"{one} 已批准", f"{one} approved"))
    for name, digest in hashes.items():
        click.echo(f"{name}  sha256 {digest}")


@click.command(help=say("接收人确认收到", "A recipient acknowledges receipt"))
@NUMBER
@click.option("--remark", default="", help=say("说明", "Remark"))
@as_option
def acknowledge(number: str, remark: str, login: str | None) -> None:
    """Confirm receipt as the recipient."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.publishing import acknowledge_report
        from fuwubao.reports.queries.reports import published_numbered

        report = published_numbered(number, reader=actor)
        acknowledge_report(report_id=report.pk, remark=remark, actor=actor, now=now)
    click.echo(say(f"{number} 已确认收到", f"{number} acknowledged"))


@click.command(help=say("更正：为已发布的报告建立新版本", "Correct a published report by a new version"))
@NUMBER
@REASON
@as_option
def correct(number: str, reason: str, login: str | None) -> None:
    """Open the next version with figures taken anew."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.drafting import correct_report

        report = correct_report(number=number, reason=reason, actor=actor, now=now)
    click.echo(say(f"已建立 {report.number}", f"{report.number} opened"))


@click.command(help=say("取出批准的文件", "Hand out the approved files"))
@NUMBER
@click.option("--output", "folder", type=click.Path(path_type=Path, file_okay=False), default=Path("."))
@as_option
def files(number: str, folder: Path, login: str | None) -> None:
    """Copy the kept bytes into a folder after checking their hashes."""
    with acting(login) as (actor, _now):
        from fuwubao.reports.files import read
        from fuwubao.reports.queries.reports import report_numbered

        report = report_numbered(number, reader=actor)
        folder.mkdir(parents=True, exist_ok=True)
        for kept in report.files.order_by("file_format"):
            path = folder / kept.name
            path.write_bytes(read(kept.sha256, name=kept.name))
            click.echo(str(path))


ACTS: tuple[click.Command, ...] = (
    write, explain, state, waive, submit, review, return_, revise, escalate, approve, acknowledge, correct,
    files,
)  # fmt: skip
