"""``fuwubao report evidence`` and ``report recompute``: the proof behind a report, and a stranger's check of it."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import click

from fuwubao.cli.acting import acting_user, as_option
from fuwubao.cli.words import say
from fuwubao.cli.workspace import open_workspace

AS_JSON = click.option("--json", "as_json", is_flag=True, help=say("输出 JSON", "Print JSON"))


@click.command(help=say("取证据包：报告、数字、明细、协议、评审、分发、审计链", "Take the evidence pack of a report"))
@click.argument("number")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="pack.zip")
@as_option
@AS_JSON
def evidence(number: str, output: Path, login: str | None, as_json: bool) -> None:
    """Write the pack of an approved report; the file appears whole or not at all."""
    open_workspace()
    from fuwubao.accounts.audit import through
    from fuwubao.reports.evidence.pack import take_evidence

    now = datetime.now(UTC)
    with through("cli"):
        pack = take_evidence(number=number, actor=acting_user(login, now=now), now=now)
    output.parent.mkdir(parents=True, exist_ok=True)
    part = output.with_name(output.name + ".part")
    part.write_bytes(pack.content)
    part.replace(output)
    facts = {"report": number, "output": str(output), "sha256": pack.sha256, "files": pack.files}
    if as_json:
        click.echo(json.dumps({**facts, "figures": pack.figures}, ensure_ascii=False))
        return
    click.echo(
        say(
            f"{output}：{pack.files} 个文件，{pack.figures} 个数字",
            f"{output}: {pack.files} files, {pack.figures} figures",
        )
    )
    click.echo(f"SHA-256 {pack.sha256}")


@click.command(help=say("由证据包里的记录和协议重算每个数字", "Compute every figure of a pack again"))
@click.argument("pack", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@AS_JSON
def recompute(pack: Path, as_json: bool) -> None:
    """Compute in an empty workspace of its own, so that nothing but the pack gives the numbers; 1 when some differ."""
    with tempfile.TemporaryDirectory(prefix="fuwubao-recompute-", ignore_cleanup_errors=True) as home:
        os.environ["FUWUBAO_HOME"] = home
        os.environ.pop("FUWUBAO_DATABASE_URL", None)
        open_workspace()
        from fuwubao.reports.evidence.recompute import recompute as again

        now = datetime.now(UTC)
        found = again(pack, actor=acting_user(None, now=now), now=now)
        from django.db import connection

        connection.close()
    if as_json:
        facts = [{"figure": name, "told": told, "now": now_} for name, told, now_ in found.differing]
        click.echo(
            json.dumps({"computed": found.computed, "by_hand": found.by_hand, "differing": facts}, ensure_ascii=False)
        )
    else:
        for name, told, now_ in found.differing:
            click.echo(say(f"{name}：报告 {told}，重算 {now_}", f"{name}: told {told}, now {now_}"))
        click.echo(
            say(
                f"重算 {found.computed} 个数字，{len(found.differing)} 个不符；手工登记 {found.by_hand} 个未重算",
                f"{found.computed} figures computed again, {len(found.differing)} differ; {found.by_hand} by hand",
            )
        )
    if found.differing:
        sys.exit(1)


EVIDENCE_ACTS = (evidence, recompute)
