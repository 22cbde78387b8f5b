"""A period's run by command: its rows, summaries, carried words; ``report build --due`` is told in ``report``.

Django and what needs it are imported inside the commands, after the workspace is open.
"""

from __future__ import annotations

import json

import click

from fuwubao.cli.acting import as_option
from fuwubao.cli.report_acts import NUMBER, acting
from fuwubao.cli.selecting import tell_outcomes
from fuwubao.cli.tables import table
from fuwubao.cli.words import say

AS_JSON = click.option("--json", "as_json", is_flag=True, help=say("输出 JSON", "Print JSON"))
PERIOD = click.option("--period", required=True, help="2026-09 | 2026Q3 | 2026")
ONLY = click.Choice(["exceptions", "red", "unusual", "untouched", "incomplete"])


def build_all_due(period: str, *, carry: bool, login: str | None, as_json: bool) -> None:
    """Build every due draft of a period whose data is complete; exit 1 where one was refused."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.building import bring_up_to_date
        from fuwubao.reports.actions.period_run import build_due

        if login is None:
            bring_up_to_date(actor=actor, now=now)
        tell_outcomes(build_due(period_label=period, carry=carry, actor=actor, now=now), as_json=as_json)


@click.command(help=say("本期批次：一个期间的应提交报告各到哪一步", "A period's due reports and how far each is"))
@PERIOD
@click.option("--only", type=ONLY, help=say("只看例外等", "Only exceptions and the like"))
@AS_JSON
@as_option
def run(period: str, only: str | None, as_json: bool, login: str | None) -> None:
    """Print the lines of the page 本期批次; its JSON selects reports for submit, approve and publish."""
    with acting(login) as (actor, now):
        from fuwubao.reports.queries.period_run import period_run

        page = period_run(label=period, reader=actor, now=now, only=only or "")
    if as_json:
        told = {"period": page.period.label, "reports": [line.to_json() for line in page.shown]}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    heads = say("报告 客户 数据 状态 必改 例外 工作日", "report customer data state must exceptions days").split()
    rows = [
        (
            line.key,
            line.duty.customer,
            say("完整", "complete") if line.data.complete else say("不完整", "incomplete"),
            line.state_words,
            str(line.look.must) if line.look else "—",
            str(len(line.look.red) + len(line.look.unusual)) if line.look else "—",
            str(line.duty.signed_days),
        )
        for line in page.shown
    ]
    click.echo(table(heads, rows))


@click.command(help=say("打开待批准报告的摘要（登记为已看过）", "Open the summary of a report to approve (recorded)"))
@NUMBER
@AS_JSON
@as_option
def summary(number: str, as_json: bool, login: str | None) -> None:
    """Print verdict, red and unusual figures, words and what was let pass; that it was opened is kept."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.summary_opening import open_summary
        from fuwubao.reports.queries.run_pages import summary_page

        report = open_summary(number=number, actor=actor, now=now)
        page = summary_page(report.pk, period="", reader=actor, now=now)
    unusual = [f"{one.title} {one.words}" for one in page.look.unusual]
    if as_json:
        told = {
            "number": number,
            "verdict": page.review.verdict,
            "red": list(page.look.red),
            "unusual": unusual,
            "texts": {block.title: block.text for block in page.blocks},
            "released": [{"finding": one.message, "reason": one.reason} for one in page.released],
        }
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(page.review.verdict)
    click.echo(page.review.verdict_text)
    for words in (*page.look.red, *unusual):
        click.echo(f"■ {words}")
    for block in page.blocks:
        click.echo(f"[{block.title}] {block.text}")
    for one in page.released:
        click.echo(f"▲ {one.message}（{one.reason}）")


@click.command(help=say("带入上期文字（只填空白章节）", "Carry over the last period's words into empty chapters"))
@NUMBER
@click.option("--block", default="", help=say("只带入一节", "One chapter alone"))
@as_option
def carry(number: str, block: str, login: str | None) -> None:
    """Take words over; each sentence waits as 沿用 until it is confirmed or rewritten."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.carrying import carry_words

        blocks = carry_words(number=number, block=block, actor=actor, now=now)
    click.echo(say(f"{number} 已带入：{'、'.join(blocks)}", f"{number} carried over: {', '.join(blocks)}"))


@click.command("carried", help=say("列出或确认沿用的句子", "List or confirm carried sentences"))
@NUMBER
@click.option("--confirm", "keys", multiple=True, type=int, help=say("确认这一句（号）", "Confirm that sentence (id)"))
@AS_JSON
@as_option
def list_carried(number: str, keys: tuple[int, ...], as_json: bool, login: str | None) -> None:
    """Print the sentences that wait, each with its id and the words in it that do not fit; or confirm some."""
    with acting(login) as (actor, now):
        from fuwubao.reports.actions.carrying import confirm_carried
        from fuwubao.reports.queries.carried_pages import carried_reports
        from fuwubao.reports.queries.reports import report_numbered

        report_numbered(number, reader=actor)
        if keys:
            confirm_carried(number=number, sentence_ids=keys, actor=actor, now=now)
        reports = carried_reports(reader=actor, numbers=(number,))
    lines = [line for one in reports for line in one.lines]
    if as_json:
        told = [
            {"id": one.id, "block": one.block_title, "text": one.text, "misfits": list(one.misfits)} for one in lines
        ]
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    heads = say("号 章节 句子 与数字不符", "id block sentence misfit").split()
    click.echo(table(heads, [(str(one.id), one.block_title, one.text, " ".join(one.misfits)) for one in lines]))


PERIOD_ACTS: tuple[click.Command, ...] = (run, summary, carry, list_carried)
