"""``fuwubao register``: show, export, import, and the acts of a row. Django is imported after the workspace is open."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from fuwubao.cli.acting import acting_user, as_option
from fuwubao.cli.report_acts import acting
from fuwubao.cli.tables import table
from fuwubao.cli.words import say
from fuwubao.cli.workspace import open_workspace

DAY = click.DateTime(formats=["%Y-%m-%d"])
NUMBER = click.argument("number")
MOVES = ("lower_row", "restore_row", "pause_row", "resume_row", "retire_row")


@click.group(help=say("服务报告列表", "The report register"))
def register() -> None:
    """Group of the register commands."""


@register.command(help=say("显示列表", "Show the register"))
@click.option("--json", "as_json", is_flag=True, help=say("输出 JSON", "Print JSON"))
@as_option
def show(as_json: bool, login: str | None) -> None:
    """Show every row, after adopting what agreements promise."""
    open_workspace()
    from fuwubao.accounts.audit import through
    from fuwubao.reports.actions.building import bring_up_to_date
    from fuwubao.reports.queries.register import register_lines

    now = datetime.now(UTC)
    with through("cli"):
        actor = acting_user(login, now=now)
        if login is None:
            bring_up_to_date(actor=actor, now=now)
    lines = register_lines(reader=actor, now=now)
    if as_json:
        click.echo(json.dumps([line.to_json() for line in lines], ensure_ascii=False))
        return
    heads = (
        say("编号", "Number"),
        say("名称", "Name"),
        say("汇报对象", "Recipient"),
        say("截止规则", "Due"),
        say("状态", "State"),
    )
    click.echo(
        table(heads, [(x.number, x.name, x.recipient, f"{x.frequency} {x.due_rule}", x.state_words) for x in lines])
    )


@register.command(help=say("导出为 CSV（表单 F01 的列）", "Export as CSV (columns of form F01)"))
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True)
@as_option
def export(output: Path, login: str | None) -> None:
    """Write the register as CSV; the file appears whole or not at all."""
    with acting(login) as (actor, now):
        from fuwubao.reports.queries.register import register_lines
        from fuwubao.reports.register_files import register_csv

        content = register_csv(register_lines(reader=actor, now=now))
        part = output.with_name(output.name + ".part")
        part.write_bytes(content)
        part.replace(output)
    click.echo(str(output))


@register.command("import", help=say("从 CSV 登记新条目（草稿）", "Register new rows from CSV, as drafts"))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@as_option
def import_(file: Path, login: str | None) -> None:
    """Add every row of the file as a draft; a file with one fault adds none."""
    with acting(login) as (actor, now):
        from fuwubao.agreements.files import text_of
        from fuwubao.reports.actions.duties import add_rows
        from fuwubao.reports.register_import import rows_of_csv

        added = add_rows(contents=rows_of_csv(text_of(file), file=file.name), actor=actor, now=now)
    click.echo(say(f"已登记 {len(added)} 条（草稿）", f"{len(added)} rows registered as drafts"))


@register.command(help=say("登记约定：谁、何时、凭据", "Record the agreement: who, when, evidence"))
@NUMBER
@click.option("--by", "agreed_by", required=True, help=say("约定人", "Who"))
@click.option("--on", "agreed_on", type=DAY, required=True, help=say("日期", "When"))
@click.option("--evidence", required=True, help=say("凭据", "Evidence"))
@as_option
def agree(number: str, agreed_by: str, agreed_on: datetime, evidence: str, login: str | None) -> None:
    """Record who agreed the report of a row."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.register import agree_row

        agree_row(
            number=number, agreed_by=agreed_by, agreed_on=agreed_on.date(), evidence=evidence, actor=actor, now=now
        )
    click.echo(say(f"{number} 已约定", f"{number} agreed"))


@register.command(help=say("生效：开始产生应提交期次", "Activate: raise duties from now on"))
@NUMBER
@as_option
def activate(number: str, login: str | None) -> None:
    """Let an agreed row raise duties."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.duties import activate_and_schedule

        activate_and_schedule(number=number, actor=actor, now=now)
    click.echo(say(f"{number} 已生效", f"{number} is active"))


@register.command(help=say("指定编制人与审核人", "Name author and reviewer"))
@NUMBER
@click.option("--author", required=True, metavar="LOGIN")
@click.option("--reviewer", required=True, metavar="LOGIN")
@as_option
def assign(number: str, author: str, reviewer: str, login: str | None) -> None:
    """Name who writes and who verifies the report of a row."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.register import assign_row

        writer, checker = acting_user(author, now=now), acting_user(reviewer, now=now)
        assign_row(number=number, author=writer, reviewer=checker, actor=actor, now=now)
    click.echo(say(f"{number}：编制 {author}，审核 {reviewer}", f"{number}: author {author}, reviewer {reviewer}"))


@register.command(help=say("改变条目状态", "Change the state of a row"))
@NUMBER
@click.argument("act", type=click.Choice(MOVES))
@click.option("--reason", default="", help=say("原因", "Reason"))
@as_option
def move(number: str, act: str, reason: str, login: str | None) -> None:
    """Lower, restore, pause, resume or retire a row."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.register import move_row

        row = move_row(number=number, act=f"reports.{act}", reason=reason, actor=actor, now=now)
    click.echo(f"{number}: {row.state}")
