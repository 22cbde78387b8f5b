"""``fuwubao sla``: judge all tickets, or explain the clocks of one.

Django and what needs it are imported inside the commands, after the workspace is open.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

import click

from fuwubao.cli.sla_compare import compare
from fuwubao.cli.timelines import to_json, written, written_warnings
from fuwubao.cli.words import counted, say, terminal_language
from fuwubao.cli.workspace import open_workspace
from fuwubao.cli.worktime import ResultsUnwritable
from fuwubao.domain.foreign_words import system_words
from fuwubao.domain.instants import parse_instant


@click.group(help=say("SLA 判定与计时说明", "SLA verdicts and clock explanations"))
def sla() -> None:
    """Group of the commands about verdicts."""


@sla.command("explain", help=say("说明一张工单的计时过程", "Explain how the clocks of one ticket ran"))
@click.argument("ticket")
@click.option("--as-of", help=say("截至时刻（ISO），默认现在", "Instant of the question (ISO), default now"))
@click.option("--source", help=say("数据来源，工单号重复时需要", "Source, needed where a number occurs twice"))
@click.option("--snapshot", help=say("快照，默认最新", "Snapshot, default the latest"))
@click.option("--json", "as_json", is_flag=True, help=say("输出 JSON", "Print JSON"))
def explain(ticket: str, as_of: str | None, source: str | None, snapshot: str | None, as_json: bool) -> None:
    """Print the timelines of the response and of the resolution clock."""
    open_workspace()
    from fuwubao.accounts.workspace import time_zone
    from fuwubao.measurement.timelines import timelines_of

    asked = parse_instant(as_of, time_zone()) if as_of else datetime.now(UTC).replace(microsecond=0)
    lines = timelines_of(ticket, as_of=asked, source=source, snapshot=snapshot)
    doubts = [(warning.at, warning.words) for warning in lines[0].warnings]
    if as_json:
        told = {
            "ticket": ticket,
            "as_of": f"{asked:%Y-%m-%dT%H:%M:%SZ}",
            "clocks": [to_json(line) for line in lines],
            "warnings": [
                {"code": warning.code, "at": f"{warning.at:%Y-%m-%dT%H:%M:%SZ}", "message": warning.words.zh}
                for warning in lines[0].warnings
            ],
        }
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    language = terminal_language()
    for line in lines:
        click.echo(written(line, timezone=time_zone(), language=language) + "\n")
    for doubt in written_warnings(doubts, timezone=time_zone(), language=language):
        click.echo(doubt, err=True)


@sla.command("evaluate", help=say("判定全部工单的响应和解决时限", "Judge both clocks of every ticket"))
@click.option("--agreement", help=say("只看一个协议", "One agreement only"))
@click.option("--period", help=say("只列本期判定或计时中的", "Only clocks decided or running in the period"))
@click.option("--as-of", help=say("截至时刻（ISO），默认现在", "Instant of the question (ISO), default now"))
@click.option("--snapshot", help=say("快照，默认最新", "Snapshot, default the latest"))
@click.option("--output", required=True, type=click.Path(dir_okay=False, allow_dash=True), help="verdicts.csv")
@click.option("--json", "as_json", is_flag=True, help=say("输出 JSON 摘要", "Print a summary as JSON"))
def evaluate(
    agreement: str | None,
    period: str | None,
    as_of: str | None,
    snapshot: str | None,
    output: str,
    as_json: bool,
) -> None:
    """Write one line a ticket and clock as CSV; instants in UTC with Z."""
    open_workspace()
    from fuwubao.accounts.workspace import time_zone
    from fuwubao.cli.verdict_files import csv_of, verdict_counts
    from fuwubao.measurement.verdicts import verdicts_as_of

    asked = parse_instant(as_of, time_zone()) if as_of else datetime.now(UTC).replace(microsecond=0)
    table = verdicts_as_of(asked, agreement=agreement, period=period, snapshot=snapshot)
    try:
        with click.open_file(output, "wb") as handle:
            handle.write(csv_of(table))
    except OSError as refused:
        raise ResultsUnwritable(where=output, why=system_words(refused)) from refused
    told = {
        "as_of": f"{asked:%Y-%m-%dT%H:%M:%SZ}",
        "rows": len(table),
        "output": output,
        "verdicts": verdict_counts(table),
    }
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        click.echo(say(f"已写 {len(table)} 行：{output}", f"{counted(len(table), 'line')} written: {output}"), err=True)


sla.add_command(compare)
