"""``fuwubao change``: the requests that move figures, and the second person's decision (design section 6).

Django and what needs it are imported inside the commands, after the workspace is open.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from fuwubao.cli.acting import as_option
from fuwubao.cli.known import refuse_unknown
from fuwubao.cli.report_acts import acting
from fuwubao.cli.tables import table
from fuwubao.cli.words import counted, say

if TYPE_CHECKING:
    from fuwubao.measurement.changes.pages import ChangePage, RequestLine
    from fuwubao.measurement.models import ChangeRequest

NUMBER = click.argument("number")
AS_JSON = click.option("--json", "as_json", is_flag=True, help=say("输出 JSON", "Print JSON"))


@click.group(help=say("口径变更申请：列出、查看、批准、驳回", "Change requests: list, show, approve, reject"))
def change() -> None:
    """Group of the commands about change requests."""


@change.command("list", help=say("列出变更申请", "List the change requests"))
@click.option("--state", default="", help="requested | applied | rejected | withdrawn")
@click.option("--kind", default="", help="exclusion | lift | undo | revision | calendar | mapping")
@click.option("--mine", is_flag=True, help=say("只列待我决定的", "Only those that I may decide on"))
@AS_JSON
@as_option
def list_changes(state: str, kind: str, mine: bool, as_json: bool, login: str | None) -> None:
    """List requests whose customers the reader may see, newest first."""
    with acting(login) as (actor, now):
        from fuwubao.accounts.permissions import refuse_unless_may
        from fuwubao.measurement.changes.kinds import CHANGE_KINDS
        from fuwubao.measurement.changes.pages import STATES, decidable, request_lines

        refuse_unless_may(actor, "measurement.read", now=now)
        refuse_unknown("--state", state, STATES)
        refuse_unknown("--kind", kind, CHANGE_KINDS)
        lines = request_lines(actor, kind=kind, state=state, now=now)
        if mine:
            numbers = {line.number for line in decidable(actor, now=now)}
            lines = tuple(line for line in lines if line.number in numbers)
    if as_json:
        click.echo(json.dumps([_line(line) for line in lines], ensure_ascii=False))
        return
    heads = (
        say("编号", "Number"),
        say("变更", "Change"),
        say("对象", "Subject"),
        say("申请人", "Requester"),
        say("变动数字", "Figures"),
        say("状态", "State"),
    )
    rows = [
        (x.number, x.kind, x.subject, x.requester, "—" if x.figures is None else str(x.figures), x.state) for x in lines
    ]
    click.echo(table(heads, rows))


@change.command(help=say("查看一份申请与它变动的数字", "Show one request and the figures that it moves"))
@NUMBER
@AS_JSON
@as_option
def show(number: str, as_json: bool, login: str | None) -> None:
    """Show reason, grounds, preview and decision."""
    with acting(login) as (actor, now):
        from fuwubao.accounts.permissions import refuse_unless_may
        from fuwubao.measurement.changes.pages import change_page

        refuse_unless_may(actor, "measurement.read", now=now)
        page = change_page(number, reader=actor, now=now)
    if as_json:
        click.echo(json.dumps(_page(page), ensure_ascii=False))
        return
    line = page.line
    click.echo(f"{line.number}  {line.kind} {line.subject}  {line.state}  {line.requester}")
    click.echo(line.reason)
    for name, value in page.facts:
        click.echo(f"{name}  {value}")
    for edit in page.edits:
        click.echo(f"{edit.sign} {edit.text}")
    heads = (
        say("指标", "Measure"),
        say("范围", "Scope"),
        say("期间", "Period"),
        say("变更前", "Before"),
        say("变更后", "After"),
        say("判定", "Verdict"),
    )
    moves = [(f"{m.measure} {m.title}", m.scope, m.period, m.before, m.after, m.verdict) for m in page.moves]
    click.echo(table(heads, moves, right={3, 4}))
    for words in page.frozen:
        click.echo(say(f"已冻结，不变：{words}", f"frozen, stays: {words}"))
    if not page.as_of:
        click.echo(say("预览尚未算出：fuwubao change preview", "No preview yet: fuwubao change preview"), err=True)


@change.command(help=say("重新计算预览", "Make the preview again"))
@NUMBER
@AS_JSON
@as_option
def preview(number: str, as_json: bool, login: str | None) -> None:
    """Count the figures that the request would move, of the records of now."""
    with acting(login) as (actor, now):
        from fuwubao.accounts.permissions import refuse_unless_may
        from fuwubao.measurement.changes.actions import preview_change
        from fuwubao.measurement.changes.pages import change_page

        refuse_unless_may(actor, "measurement.read", now=now)
        change_page(number, reader=actor, now=now)
        made = preview_change(number=number, now=now)
    _told(made, say("预览已算出", "previewed"), as_json=as_json)


@change.command(help=say("批准并生效（申请人以外的人）", "Approve and apply (not by who asked)"))
@NUMBER
@click.option("--remark", default="", help=say("批注", "Remark"))
@AS_JSON
@as_option
def approve(number: str, remark: str, as_json: bool, login: str | None) -> None:
    """Decide as another person than who asked; the change holds at once."""
    with acting(login) as (actor, now):
        from fuwubao.measurement.changes.actions import approve_change

        made = approve_change(number=number, remark=remark, actor=actor, now=now)
    _told(made, say("已批准并生效", "approved and applied"), as_json=as_json)


@change.command(help=say("驳回（申请人以外的人）", "Reject (not by who asked)"))
@NUMBER
@click.option("--remark", required=True, help=say("原因", "Reason"))
@AS_JSON
@as_option
def reject(number: str, remark: str, as_json: bool, login: str | None) -> None:
    """Say no with a reason."""
    with acting(login) as (actor, now):
        from fuwubao.measurement.changes.actions import reject_change

        made = reject_change(number=number, remark=remark, actor=actor, now=now)
    _told(made, say("已驳回", "rejected"), as_json=as_json)


@change.command(help=say("撤回自己的申请", "Withdraw one's own request"))
@NUMBER
@AS_JSON
@as_option
def withdraw(number: str, as_json: bool, login: str | None) -> None:
    """Take one's own request back."""
    with acting(login) as (actor, now):
        from fuwubao.measurement.changes.actions import withdraw_change

        made = withdraw_change(number=number, actor=actor, now=now)
    _told(made, say("已撤回", "withdrawn"), as_json=as_json)


def _told(made: ChangeRequest, words: str, *, as_json: bool) -> None:
    figures = (made.preview or {}).get("count")
    if as_json:
        click.echo(json.dumps({"number": made.number, "state": made.state, "figures": figures}))
        return
    moved = "" if figures is None else say(f"，变动数字 {figures} 个", f", {counted(figures, 'figure')} moved")
    click.echo(f"{made.number} {words}{moved}")


def _line(line: RequestLine) -> dict[str, object]:
    return {
        "number": line.number,
        "kind": line.kind_code,
        "subject": line.subject,
        "reason": line.reason,
        "requester": line.requester,
        "asked_at": line.asked_at.isoformat(),
        "figures": line.figures,
        "state": line.state_code,
        "is_after_target": line.is_after_target,
        "is_correction": line.is_correction,
    }


def _page(page: ChangePage) -> dict[str, object]:
    request = page.request
    preview = request.preview or {}
    return {
        **_line(page.line),
        "customers": request.customers,
        "payload": request.payload,
        "preview": {name: preview.get(name) for name in ("as_of", "count", "lines", "frozen")} if preview else None,
        "decided_by": request.decided_by.name if request.decided_by else None,
        "decided_at": request.decided_at.isoformat() if request.decided_at else None,
        "remark": request.remark,
        "may_decide": page.may_decide,
    }
