"""``fuwubao register``: show, export, import, and the acts of a row. Django is imported after the workspace is open."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fuwubao.cli.acting import acting_user, as_option
from fuwubao.cli.days import DAY
from fuwubao.cli.report_acts import acting
from fuwubao.cli.tables import table
from fuwubao.cli.words import counted, say
from fuwubao.cli.workspace import open_workspace

if TYPE_CHECKING:
    from fuwubao.reports.actions.register_taking import Taken

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
    """Write the register as CSV in Chinese, as the form is; the file appears whole or not at all."""
    with acting(login) as (actor, now), in_the_forms_language():
        from fuwubao.reports.queries.register import register_lines
        from fuwubao.reports.register_files import register_csv

        content = register_csv(register_lines(reader=actor, now=now))
        part = output.with_name(output.name + ".part")
        part.write_bytes(content)
        part.replace(output)
    click.echo(str(output))


@contextmanager
def in_the_forms_language() -> Iterator[None]:
    """Speak Chinese for as long as the form is read or written: what is exported can be imported anywhere."""
    from django.conf import settings
    from django.utils import translation

    with translation.override(settings.LANGUAGE_CODE):
        yield


@register.command("import", help=say("从 CSV 登记新条目，比对已有条目", "Register new rows from CSV, compare others"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--available",
    is_flag=True,
    help=say("有条目缺协议时，只登记其余的", "Where rows lack an agreement, register the others"),
)
@click.option("--json", "as_json", is_flag=True, help=say("输出 JSON", "Print JSON"))
@as_option
def import_(file: Path, available: bool, as_json: bool, login: str | None) -> None:
    """Add new rows as drafts and tell what the others say differently; exit 1 while a row waits for its agreement."""
    with acting(login) as (actor, now), in_the_forms_language():
        from fuwubao.agreements.files import text_of
        from fuwubao.reports.actions.register_taking import take_rows
        from fuwubao.reports.register_import import rows_of_csv

        rows = rows_of_csv(text_of(file), file=file.name)
        taken = take_rows(rows=rows, available_only=available, actor=actor, now=now)
    if as_json:
        click.echo(json.dumps(taken.to_json(), ensure_ascii=False))
    else:
        _say_taken(taken)
    if taken.lacking and not taken.added:
        _say_lacking(taken)
        raise click.exceptions.Exit(1)
    if taken.lacking:
        _say_lacking(taken)


def _say_taken(taken: Taken) -> None:
    """Say how many rows came, how many were there, and each cell that says something else."""
    added, same = len(taken.added), len(taken.same)
    click.echo(say(f"已登记 {added} 条（草稿）", f"{counted(added, 'row')} registered as drafts"))
    click.echo(say(f"已有且相同 {same} 条", f"{counted(same, 'row')} already there, same"))
    for one in taken.different:
        words = say(
            f"不同：{one.number} {one.column}  已有“{one.here}”，文件“{one.file}”（未改动）",
            f"different: {one.number} {one.column}: here “{one.here}”, in the file “{one.file}” (not changed)",
        )
        click.echo(words)


def _say_lacking(taken: Taken) -> None:
    """Say which agreements come first, and what can be taken without them."""
    codes = sorted({code for one in taken.lacking for code in one.agreements})
    rows = ", ".join(one.number for one in taken.lacking)
    click.echo(
        say(
            f"未登记 {rows}：缺服务协议 {', '.join(codes)}",
            f"Not registered: {rows}; agreements are missing: {', '.join(codes)}",
        ),
        err=True,
    )
    click.echo(say("→ 先载入：fuwubao agreement load FILE", "→ Load them first: fuwubao agreement load FILE"), err=True)
    if taken.ready and not taken.added:
        ready = ", ".join(taken.ready)
        click.echo(say(f"→ 可先登记 {ready}：加 --available", f"→ {ready} can be taken now: add --available"), err=True)


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
