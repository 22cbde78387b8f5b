"""``fuwubao report check | rules | switch-rule``: the automatic checks of drafts.

Django and what needs it are imported inside the commands, after the workspace is open.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

import click

from fuwubao.cli.acting import acting_user, as_option
from fuwubao.cli.tables import table
from fuwubao.cli.words import say, terminal_language
from fuwubao.cli.workspace import open_workspace

AS_JSON = click.option("--json", "as_json", is_flag=True, help=say("输出 JSON", "Print JSON"))


@click.command(help=say("检查草稿：还差什么", "Check a draft: what is missing"))
@click.argument("number")
@as_option
@AS_JSON
def check(number: str, login: str | None, as_json: bool) -> None:
    """Run the automatic checks; exit 1 while something must be mended."""
    open_workspace()
    from fuwubao.accounts.audit import through
    from fuwubao.reports.actions.checking import check_report
    from fuwubao.reports.checks import Severity

    now = datetime.now(UTC)
    with through("cli"):
        found = check_report(number=number, actor=acting_user(login, now=now), now=now)
    if as_json:
        click.echo(json.dumps([finding.to_json() for finding in found], ensure_ascii=False))
    else:
        marks = {Severity.MUST: say("■ 必改", "■ must"), Severity.WARN: say("▲ 提醒", "▲ warn")}
        for finding in found:
            click.echo(f"{marks[finding.severity]}  {finding.message}（{finding.detail}）[{finding.rule}]")
        click.echo(say(f"共 {len(found)} 项", f"{len(found)} findings"))
    if any(finding.severity is Severity.MUST for finding in found):
        raise click.exceptions.Exit(1)


@click.command(help=say("检查规则：为何、怎么改、误报率", "The checks: why, how to mend, how noisy"))
@AS_JSON
def rules(as_json: bool) -> None:
    """List every rule with its severity, its switch and its noise over published reports."""
    open_workspace()
    from fuwubao.reports.queries.checking import rule_lines

    lines = rule_lines()
    if as_json:
        click.echo(json.dumps([line.to_json() for line in lines], ensure_ascii=False))
        return
    language = terminal_language()
    heads = (
        say("规则", "Rule"),
        say("检查", "Check"),
        say("级别", "Severity"),
        say("状态", "State"),
        say("放行/提出", "Released/raised"),
        say("依据", "Source"),
    )
    level = {True: say("必改", "must"), False: say("提醒", "warn")}
    state = {True: say("启用", "on"), False: say("已关闭", "off")}
    rows = [
        (
            line.rule.id,
            line.rule.zh if language == "zh" else line.rule.en,
            level[line.rule.is_hard],
            state[line.is_on],
            f"{line.released}/{line.raised}",
            line.rule.source,
        )
        for line in lines
    ]
    click.echo(table(heads, rows))


@click.command("switch-rule", help=say("关闭或启用一条提醒规则", "Switch a warning off or on"))
@click.argument("rule")
@click.option("--on/--off", "is_on", default=False, help=say("启用或关闭", "On or off"))
@click.option("--reason", required=True, help=say("原因", "Reason"))
@as_option
def switch_rule(rule: str, is_on: bool, reason: str, login: str | None) -> None:
    """Switch a rule, logged with its reason."""
    open_workspace()
    from fuwubao.accounts.audit import through
    from fuwubao.reports.actions import checking

    now = datetime.now(UTC)
    with through("cli"):
        made = checking.switch_rule(rule=rule, is_on=is_on, reason=reason, actor=acting_user(login, now=now), now=now)
    if made is None:
        click.echo(say(f"{rule} 已是这个状态", f"{rule} stands so already"))
    else:
        click.echo(say(f"{rule} 已{'启用' if is_on else '关闭'}", f"{rule} is {'on' if is_on else 'off'}"))


CHECK_ACTS = (check, rules, switch_rule)
