"""``fuwubao report``: build, list, due; the acts of a report's life are in ``report_acts``.

Django and what needs it are imported inside the commands, after the workspace is open.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import click

from fuwubao.cli.acting import acting_user, as_option
from fuwubao.cli.days import DAY
from fuwubao.cli.known import refuse_unknown
from fuwubao.cli.report_acts import ACTS
from fuwubao.cli.report_checks import CHECK_ACTS
from fuwubao.cli.report_delivery import DELIVERY_ACTS
from fuwubao.cli.report_duties import DUTY_ACTS
from fuwubao.cli.report_endings import ENDINGS
from fuwubao.cli.report_evidence import EVIDENCE_ACTS
from fuwubao.cli.report_period import PERIOD_ACTS, build_all_due
from fuwubao.cli.report_verify import VERIFY_ACTS
from fuwubao.cli.report_warnings import WARNING_ACTS
from fuwubao.cli.tables import table
from fuwubao.cli.words import say
from fuwubao.cli.workspace import open_workspace

FORMATS = ("pdf", "docx", "xlsx", "html", "json")
AS_JSON = click.option("--json", "as_json", is_flag=True, help=say("输出 JSON", "Print JSON"))


@click.group(help=say("服务报告", "Service reports"))
def report() -> None:
    """Group of the report commands."""


for act in (
    *ACTS, *CHECK_ACTS, *DELIVERY_ACTS, *DUTY_ACTS, *EVIDENCE_ACTS, *ENDINGS, *PERIOD_ACTS, *VERIFY_ACTS, *WARNING_ACTS,
):  # fmt: skip
    report.add_command(act)


def _formats(context: click.Context, parameter: click.Parameter, value: str) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(part.strip().lower() for part in value.split(",") if part.strip()))
    unknown = [name for name in chosen if name not in FORMATS]
    if unknown or not chosen:
        raise click.BadParameter(say(f"可选：{','.join(FORMATS)}", f"choose from {','.join(FORMATS)}"))
    return chosen


@report.command(help=say("按列表条目生成报告（草稿标“草稿”）", "Build the report of a register row"))
@click.argument("row", required=False)
@click.option("--due", "all_due", is_flag=True, help=say("期间内数据完整的条目", "Due rows with complete data"))
@click.option("--carry", is_flag=True, help=say("与 --due：带入上期文字", "With --due: carry over the last words"))
@click.option("--period", required=True, help="2026-09 | 2026Q3 | 2026 | 2026-09-15/2026-10-02")
@click.option("--customer", help=say("客户代码，用于核对", "Customer, as a check"))
@click.option("--format", "formats", default="pdf", callback=_formats, help=",".join(FORMATS))
@click.option("--output", "folder", type=click.Path(path_type=Path, file_okay=False), default=Path("."))
@click.option("--retake", is_flag=True, help=say("草稿重新取数", "Take a draft's figures anew"))
@as_option
@AS_JSON
def build(
    row: str | None,
    all_due: bool,
    carry: bool,
    period: str,
    customer: str | None,
    formats: tuple[str, ...],
    folder: Path,
    retake: bool,
    login: str | None,
    as_json: bool,
) -> None:
    """Make or reuse the draft of a row's period and write its files; or with ``--due`` make every draft that is due."""
    if all_due == (row is not None):
        raise click.UsageError(say("写一个条目编号，或用 --due", "give one row, or --due"))
    if row is None:
        build_all_due(period, carry=carry, login=login, as_json=as_json)
        return
    open_workspace()
    from fuwubao.accounts.audit import through
    from fuwubao.reports.actions.building import build_report

    now = datetime.now(UTC)
    with through("cli"):
        built = build_report(
            row_number=row,
            period_label=period,
            customer=customer,
            formats=formats,
            folder=folder,
            retake=retake,
            actor=acting_user(login, now=now),
            now=now,
        )
    paths = [str(path) for path in built.paths]
    if as_json:
        facts = {"report": built.report.number, "state": built.report.state, "files": paths}
        click.echo(json.dumps({**facts, "figures": len(built.figures)}, ensure_ascii=False))
        return
    click.echo("\n".join(paths))


@report.command("list", help=say("列出报告", "List reports"))
@click.option("--row", help=say("列表条目编号", "Register row"))
@click.option("--state", help=say("状态", "State"))
@as_option
@AS_JSON
def list_(row: str | None, state: str | None, login: str | None, as_json: bool) -> None:
    """List reports with their state, newest period first."""
    open_workspace()
    from fuwubao.domain.lifecycles import REPORT
    from fuwubao.reports.models import RegisterRow
    from fuwubao.reports.queries.reports import report_lines

    refuse_unknown("--row", row, RegisterRow.objects.values_list("number", flat=True))
    refuse_unknown("--state", state, REPORT.states)
    now = datetime.now(UTC)
    lines = report_lines(reader=acting_user(login, now=now), row_number=row, state=state)
    if as_json:
        click.echo(json.dumps([line.to_json() for line in lines], ensure_ascii=False))
        return
    heads = (
        say("编号", "Number"),
        say("名称", "Name"),
        say("客户", "Customer"),
        say("状态", "State"),
        say("编制", "Author"),
    )
    click.echo(table(heads, [(x.number, x.name, x.customer, x.state_words, x.author) for x in lines]))


@report.command(help=say("应提交报告：到期、逾期", "Duties: due and overdue"))
@click.option("--from", "due_from", type=DAY, help=say("自（日期）", "From (date)"))
@click.option("--to", "due_to", type=DAY, help=say("至（日期，含）", "To (date, included)"))
@click.option("--kind", default="report_owed", help=say("种类；all 为全部", "Kind of duty; all for every kind"))
@click.option("--owner", help=say("责任人姓名", "Name of who is responsible"))
@as_option
@AS_JSON
def due(
    due_from: datetime | None,
    due_to: datetime | None,
    kind: str,
    owner: str | None,
    login: str | None,
    as_json: bool,
) -> None:
    """List duties by due date, after bringing the register up to date."""
    open_workspace()
    from fuwubao.accounts.audit import through
    from fuwubao.reports.actions.building import bring_up_to_date
    from fuwubao.reports.duty_kinds import KINDS
    from fuwubao.reports.errors import DutyKindUnknown
    from fuwubao.reports.queries.duties import duty_lines
    from fuwubao.reports.templatetags.duties import due_moment

    if kind != "all" and kind not in KINDS:
        raise DutyKindUnknown(kind=kind, where="--kind", why=kind)
    now = datetime.now(UTC)
    with through("cli"):
        actor = acting_user(login, now=now)
        if login is None:
            bring_up_to_date(actor=actor, now=now)
    lines = duty_lines(
        reader=actor,
        now=now,
        due_from=_day(due_from),
        due_to=_day(due_to),
        kinds=tuple(KINDS) if kind == "all" else (kind,),
    )
    from fuwubao.accounts.models import User

    refuse_unknown("--owner", owner, [*(x.author for x in lines), *User.objects.values_list("name", flat=True)])
    lines = [line for line in lines if owner in (None, line.author)]
    if as_json:
        click.echo(json.dumps([line.to_json() for line in lines], ensure_ascii=False))
        return
    heads = (
        say("不迟于", "Due"),
        say("条目", "Row"),
        say("报告", "Report"),
        say("期间", "Period"),
        say("状况", "Flag"),
    )
    rows = [
        (due_moment(x.due_at), x.row_number, f"{x.row_name}（{x.customer}）", x.period_label, x.flag) for x in lines
    ]
    click.echo(table(heads, rows))


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()
