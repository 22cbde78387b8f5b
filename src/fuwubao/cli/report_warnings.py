"""``fuwubao report warn|warnings``: let the warning rules look, and list what they told.

Django and what needs it are imported inside the commands, after the workspace is open.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

import click

from fuwubao.cli.acting import acting_user, as_option
from fuwubao.cli.tables import table
from fuwubao.cli.words import say
from fuwubao.cli.workspace import open_workspace

AS_JSON = click.option("--json", "as_json", is_flag=True, help=say("输出 JSON", "Print JSON"))


@click.command(help=say("按规则发出预警并判定已有结果的预警", "Raise warnings by rule and settle those that came out"))
@as_option
@AS_JSON
def warn(login: str | None, as_json: bool) -> None:
    """Run every rule once; a second run on the same data raises nothing."""
    open_workspace()
    from fuwubao.accounts.audit import through
    from fuwubao.reports.actions.warning import warn as let_rules_look

    now = datetime.now(UTC)
    with through("cli"):
        done = let_rules_look(actor=acting_user(login, now=now), now=now)
    raised = [{"number": one.number, "rule": one.rule, "title": one.title} for one in done.raised]
    counts = {"averted": done.averted, "breached": done.breached, "ended": done.ended}
    if as_json:
        click.echo(json.dumps({"raised": raised, **counts}, ensure_ascii=False))
        return
    for one in raised:
        click.echo(f"{one['number']}  {one['title']}")
    click.echo(
        say(
            f"发出 {len(raised)} 条；判定避免 {done.averted} 条、未能避免 {done.breached} 条、无结果 {done.ended} 条",
            f"{len(raised)} raised; {done.averted} averted, {done.breached} not averted, {done.ended} without outcome",
        )
    )


@click.command(name="warnings", help=say("列出预警", "List warnings"))
@click.option("--state", type=click.Choice(["open", "averted", "breached", "closed"]), default=None)
@as_option
@AS_JSON
def list_warnings(state: str | None, login: str | None, as_json: bool) -> None:
    """Print number, subject, share used, owner and state."""
    open_workspace()
    from fuwubao.reports.queries.warning_pages import avoidance, warning_lines

    reader = acting_user(login, now=datetime.now(UTC))
    lines, rate = warning_lines(reader=reader, state=state or ""), avoidance(reader=reader)
    if as_json:
        rows = [{"number": one.number, "title": one.title, "used": one.used, "state": one.state} for one in lines]
        told = {"averted": rate.averted, "settled": rate.settled, "open": rate.open}
        click.echo(json.dumps({"warnings": rows, **told}, ensure_ascii=False))
        return
    head = say("编号 对象 已用 责任人 状态", "number subject used owner state").split()
    click.echo(table(head, [[one.number, one.title, one.used, one.owner, one.state] for one in lines]))
    click.echo(say("避免率", "averted") + f" {rate.display}（{rate.averted} / {rate.settled}）")


WARNING_ACTS = (warn, list_warnings)
