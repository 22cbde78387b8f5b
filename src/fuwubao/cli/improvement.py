"""``fuwubao action`` and ``fuwubao nonconformity``. Django is imported after the workspace is open."""

from __future__ import annotations

import json
from datetime import date, datetime

import click

from fuwubao.cli.acting import acting_user, as_option
from fuwubao.cli.days import DAY
from fuwubao.cli.known import customer_codes, refuse_unknown
from fuwubao.cli.report_acts import acting
from fuwubao.cli.tables import table
from fuwubao.cli.words import counted, say
from fuwubao.domain.lifecycles import ACTION, NONCONFORMITY

NUMBER = click.argument("number")
JSON = click.option("--json", "as_json", is_flag=True, help=say("输出 JSON", "Print JSON"))


@click.group(help=say("改进措施", "Improvement actions"))
def action() -> None:
    """Group of the action commands."""


@click.group(help=say("不符合", "Nonconformities"))
def nonconformity() -> None:
    """Group of the nonconformity commands."""


@action.command("list", help=say("列出改进措施", "List actions"))
@click.option("--state", default="", help=say("状态代码、open 或 effective", "A state's code, open or effective"))
@click.option("--owner", default="", metavar="LOGIN", help=say("责任人", "Owner"))
@click.option("--customer", default="", help=say("客户代码", "Customer code"))
@click.option("--source", default="", help=say("来源代码，如 report", "Kind of source, such as report"))
@click.option("--overdue", is_flag=True, help=say("只列逾期的", "Overdue ones only"))
@JSON
@as_option
def list_actions(
    state: str, owner: str, customer: str, source: str, overdue: bool, as_json: bool, login: str | None
) -> None:
    """List actions, overdue ones first."""
    with acting(login) as (actor, now):
        from fuwubao.accounts.models import User
        from fuwubao.accounts.permissions import refuse_unless_may
        from fuwubao.improvement.queries.actions import Filters, action_lines
        from fuwubao.improvement.rules import SOURCES

        refuse_unless_may(actor, "improvement.read", customer_code=customer, now=now)
        refuse_unknown("--state", state, ("open", "effective", *ACTION.states))
        refuse_unknown("--source", source, SOURCES)
        refuse_unknown("--customer", customer, customer_codes())
        refuse_unknown("--owner", owner, User.objects.values_list("login", flat=True))
        filters = Filters(state=state, owner=owner, overdue=overdue, customer=customer, source=source)
        lines = action_lines(reader=actor, now=now, filters=filters)
    if as_json:
        click.echo(json.dumps([line.to_json() for line in lines], ensure_ascii=False))
        return
    heads = (
        say("编号", "Number"),
        say("事项", "Matter"),
        say("责任人", "Owner"),
        say("期限", "Due"),
        say("状态", "State"),
    )
    click.echo(table(heads, [(x.number, x.title, x.owner, str(x.due_on or "—"), x.state_words) for x in lines]))


@action.command("show", help=say("显示一项措施及其经过", "Show an action and what happened to it"))
@NUMBER
@JSON
@as_option
def show_action(number: str, as_json: bool, login: str | None) -> None:
    """Show one action."""
    with acting(login) as (actor, now):
        from fuwubao.improvement.queries.pages import action_page

        page = action_page(number, reader=actor, now=now)
    happened = [
        {"at": one.at.isoformat(), "who": one.who, "act": one.act, "remark": one.remark} for one in page.happenings
    ]
    if as_json:
        click.echo(json.dumps(page.line.to_json() | {"happened": happened}, ensure_ascii=False))
        return
    click.echo(f"{page.line.number} {page.line.title} · {page.line.state_words} · {page.line.owner} {page.line.due_on}")
    strip = page.line.strip
    if strip:
        actual = strip.actual.value if strip.actual else "—"
        click.echo(f"{strip.measure} {strip.title}: {strip.baseline.value} → {strip.target} → {actual}")
    for one in happened:
        click.echo(f"{one['at'][:16]}  {one['who']}  {one['act']}  {one['remark']}")


@action.command("raise", help=say("登记改进措施", "Raise an action"))
@click.option("--title", required=True, help=say("改进事项", "What it is about"))
@click.option("--measure", required=True, help=say("措施", "Measure"))
@click.option("--owner", required=True, metavar="LOGIN", help=say("责任人", "Owner"))
@click.option("--due", type=DAY, required=True, help=say("计划完成", "Due day"))
@click.option("--source", default="review", show_default=True, help=say("来源代码", "Kind of source"))
@click.option("--reference", default="", help=say("来源编号", "Number of the source"))
@click.option("--customer", default="", help=say("客户代码", "Customer code"))
@click.option("--problem", default="", help=say("问题", "Problem"))
@click.option("--cause", default="", help=say("原因", "Cause"))
@click.option("--figure", default="", metavar="K03", help=say("判断效果的指标", "Measure that tells the effect"))
@click.option("--baseline", default="", metavar="PERIOD", help=say("基线期间", "Baseline period"))
@click.option("--target", default="", metavar='">= 95%"', help=say("目标", "Target"))
@JSON
@as_option
def raise_(
    title: str,
    measure: str,
    owner: str,
    due: datetime,
    source: str,
    reference: str,
    customer: str,
    problem: str,
    cause: str,
    figure: str,
    baseline: str,
    target: str,
    as_json: bool,
    login: str | None,
) -> None:
    """Raise an action with owner and due day; a named figure is frozen as its baseline."""
    with acting(login) as (actor, now):
        from fuwubao.improvement.actions.raising import Content, Source, raise_action
        from fuwubao.improvement.effects import Expectation

        made = raise_action(
            content=Content(title=title, measure=measure, problem=problem, cause=cause, customer_code=customer),
            source=Source(kind=source, number=reference),
            owner=acting_user(owner, now=now),
            due_on=due.date(),
            expected=Expectation(measure=figure, customer=customer, period=baseline, target=target),
            actor=actor,
            now=now,
        )
    _told(made.number, made.state, as_json)


@action.command(help=say("开始实施", "Begin the work"))
@NUMBER
@as_option
def start(number: str, login: str | None) -> None:
    """Begin the work of an action."""
    with acting(login) as (actor, now):
        from fuwubao.improvement.actions.working import start_action

        made = start_action(number=number, actor=actor, now=now)
    _told(number, made.state, False)


@action.command(help=say("报告完成，送验证", "Report the work done"))
@NUMBER
@click.option("--result", required=True, help=say("完成情况", "What was done"))
@as_option
def done(number: str, result: str, login: str | None) -> None:
    """Report the work of an action done."""
    with acting(login) as (actor, now):
        from fuwubao.improvement.actions.working import report_done

        made = report_done(number=number, result=result, actor=actor, now=now)
    _told(number, made.state, False)


@action.command(help=say("验证效果（责任人以外的人）", "Verify the effect (not by the owner)"))
@NUMBER
@click.option("--effective/--ineffective", required=True, help=say("结论", "Conclusion"))
@click.option("--remark", required=True, help=say("依据", "What was found"))
@as_option
def verify(number: str, effective: bool, remark: str, login: str | None) -> None:
    """Conclude that an action had its effect, or send it back."""
    with acting(login) as (actor, now):
        from fuwubao.improvement.actions.working import verify_action

        made = verify_action(number=number, effective=effective, remark=remark, actor=actor, now=now)
    _told(number, made.state, False)


@action.command(help=say("催办逾期的措施和答复", "Remind of overdue actions and replies"))
@JSON
@as_option
def remind(as_json: bool, login: str | None) -> None:
    """Climb the ladder for everything overdue; run daily, it tells nobody the same twice."""
    with acting(login) as (actor, now):
        from fuwubao.improvement.actions.reminding import remind_overdue

        made = remind_overdue(actor=actor, now=now)
        told = [{"of": str(one.action or one.nonconformity), "rung": one.rung, "told": one.told} for one in made]
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for one in told:
        click.echo(f"{one['of']} → {one['told'] or '—'}")
    click.echo(say(f"催办 {len(told)} 次", counted(len(told), "reminder")))


@nonconformity.command("list", help=say("列出不符合", "List nonconformities"))
@click.option("--state", default="", help=say("状态代码或 open", "A state's code or open"))
@click.option("--basis", default="", help="iso20000 | sms | requirement")
@JSON
@as_option
def list_nonconformities(state: str, basis: str, as_json: bool, login: str | None) -> None:
    """List nonconformities, newest first."""
    with acting(login) as (actor, now):
        from fuwubao.accounts.permissions import refuse_unless_may
        from fuwubao.improvement.queries.nonconformities import nonconformity_lines
        from fuwubao.improvement.rules import BASES

        refuse_unless_may(actor, "improvement.read", now=now)
        refuse_unknown("--state", state, ("open", *NONCONFORMITY.states))
        refuse_unknown("--basis", basis, BASES)
        lines = nonconformity_lines(reader=actor, now=now, state=state, basis=basis)
    if as_json:
        click.echo(json.dumps([line.to_json() for line in lines], ensure_ascii=False))
        return
    heads = (
        say("编号", "Number"),
        say("依据", "Basis"),
        say("事实", "Facts"),
        say("责任人", "Who"),
        say("状态", "State"),
    )
    rows = [(x.number, f"{x.basis_words} {x.clause}", x.description, x.responsible, x.state_words) for x in lines]
    click.echo(table(heads, rows))


@nonconformity.command("raise", help=say("登记不符合", "Raise a nonconformity"))
@click.option("--basis", type=click.Choice(["iso20000", "sms", "requirement"]), required=True)
@click.option("--clause", default="", help=say("条款", "Clause"))
@click.option("--description", required=True, help=say("事实", "Facts"))
@click.option("--source", default="audit", show_default=True, help=say("来源代码", "Kind of source"))
@click.option("--reference", default="", help=say("来源编号", "Number of the source"))
@click.option("--customer", default="", help=say("客户代码", "Customer code"))
@click.option("--found", type=DAY, help=say("发现日期", "Day on which it was found"))
@JSON
@as_option
def raise_nonconformity_(
    basis: str,
    clause: str,
    description: str,
    source: str,
    reference: str,
    customer: str,
    found: datetime | None,
    as_json: bool,
    login: str | None,
) -> None:
    """Register what was found against what."""
    with acting(login) as (actor, now):
        from fuwubao.improvement.actions.nonconformities import Finding, raise_nonconformity
        from fuwubao.improvement.actions.raising import Source

        on: date | None = found.date() if found else None
        finding = Finding(basis=basis, clause=clause, description=description, customer_code=customer, found_on=on)
        made = raise_nonconformity(
            finding=finding, source=Source(kind=source, number=reference), actor=actor, now=now
        )  # fmt: skip
    _told(made.number, made.state, as_json)


@nonconformity.command(help=say("通知责任服务经理", "Notify the responsible service manager"))
@NUMBER
@click.option("--responsible", required=True, metavar="LOGIN", help=say("责任服务经理", "Responsible service manager"))
@click.option(
    "--due", type=DAY, help=say("答复期限（默认第 5 个工作日）", "Day of the reply (default: 5th working day)")
)
@as_option
def notify(number: str, responsible: str, due: datetime | None, login: str | None) -> None:
    """Tell who must answer, and by when."""
    with acting(login) as (actor, now):
        from fuwubao.improvement.actions.nonconformities import notify_responsible

        made = notify_responsible(
            number=number,
            responsible=acting_user(responsible, now=now),
            reply_due_on=due.date() if due else None,
            actor=actor,
            now=now,
        )
    click.echo(f"{number}: {made.state} {made.reply_due_on}")


@nonconformity.command(help=say("答复：纠正与原因", "Reply with correction and cause"))
@NUMBER
@click.option("--correction", required=True, help=say("纠正", "Correction"))
@click.option("--cause", required=True, help=say("原因分析", "Cause"))
@as_option
def reply(number: str, correction: str, cause: str, login: str | None) -> None:
    """Answer as the responsible person."""
    with acting(login) as (actor, now):
        from fuwubao.improvement.actions.nonconformities import reply_to_nonconformity

        made = reply_to_nonconformity(number=number, correction=correction, cause=cause, actor=actor, now=now)
    _told(number, made.state, False)


@nonconformity.command("verify", help=say("验证纠正措施", "Verify the corrective actions"))
@NUMBER
@click.option("--remark", required=True, help=say("依据", "What was found"))
@as_option
def verify_nonconformity_(number: str, remark: str, login: str | None) -> None:
    """Confirm that the cause is gone."""
    with acting(login) as (actor, now):
        from fuwubao.improvement.actions.nonconformities import verify_nonconformity

        made = verify_nonconformity(number=number, remark=remark, actor=actor, now=now)
    _told(number, made.state, False)


def _told(number: str, state: str, as_json: bool) -> None:
    click.echo(json.dumps({"number": number, "state": state}) if as_json else f"{number}: {state}")
