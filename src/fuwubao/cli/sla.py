"""``fuwubao sla``: explain the clocks of one ticket.

Django and what needs it are imported inside the commands, after the workspace is open.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

import click

from fuwubao.cli.timelines import to_json, written, written_warnings
from fuwubao.cli.words import say, terminal_language
from fuwubao.cli.workspace import open_workspace
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
