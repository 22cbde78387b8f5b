"""``fuwubao sla compare``: 并行核对, our verdicts beside those of the tool that the tickets came from.

Django and what needs it are imported inside the command, after the workspace is open.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from fuwubao.cli.words import say
from fuwubao.cli.workspace import open_workspace
from fuwubao.domain.instants import parse_instant


@click.command(help=say("并行核对：与源工具的判定逐单比较", "Compare our verdicts with those of the source tool"))
@click.option("--agreement", help=say("只看一个协议", "One agreement only"))
@click.option("--period", help=say("只比本期判定的", "Only clocks decided in the period"))
@click.option("--as-of", help=say("截至时刻（ISO），默认现在", "Instant of the question (ISO), default now"))
@click.option("--snapshot", help=say("快照，默认最新", "Snapshot, default the latest"))
@click.option("--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="differences.csv|.xlsx")
@click.option("--json", "as_json", is_flag=True, help=say("输出 JSON 摘要", "Print a summary as JSON"))
def compare(
    agreement: str | None, period: str | None, as_of: str | None, snapshot: str | None, output: Path, as_json: bool
) -> None:
    """Write one line a difference with its cause, as CSV, or as XLSX where the file's name ends so."""
    open_workspace()
    from fuwubao.accounts.workspace import time_zone
    from fuwubao.measurement.reconciliation import reconcile
    from fuwubao.measurement.reconciliation_pages import CAUSE_WORDS, written

    asked = parse_instant(as_of, time_zone()) if as_of else datetime.now(UTC).replace(microsecond=0)
    found = reconcile(asked, agreement=agreement, period=period, snapshot=snapshot)
    output.write_bytes(written(found.differences, file_format=output.suffix.removeprefix(".").lower()))
    if as_json:
        told = {
            "as_of": f"{asked:%Y-%m-%dT%H:%M:%SZ}",
            "compared": found.compared,
            "agreeing": found.agreeing,
            "differing": len(found.differences),
            "silent": found.silent,
            "undecided": found.undecided,
            "causes": {cause.value: count for cause, count in found.causes},
            "output": str(output),
        }
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    different = len(found.differences)
    click.echo(
        say(
            f"可比 {found.compared}，一致 {found.agreeing}，不一致 {different}：{output}",
            f"{found.compared} compared, {found.agreeing} agree, {different} differ: {output}",
        )
    )
    for cause, count in found.causes:
        words = CAUSE_WORDS[cause]
        click.echo(say(f"  {words.zh}  {count}", f"  {words.en}  {count}"))
