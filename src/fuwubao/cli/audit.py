"""``fuwubao audit``: verify the chain, export it (design section 6). Django is imported after the workspace is open."""

from __future__ import annotations

import json
from typing import TextIO

import click

from fuwubao.cli.known import refuse_unknown
from fuwubao.cli.words import say
from fuwubao.cli.workspace import open_workspace

AS_JSON = click.option("--json", "as_json", is_flag=True, help=say("输出 JSON", "Print JSON"))


@click.group(help=say("审计链", "The audit chain"))
def audit() -> None:
    """Group of the audit commands."""


@audit.command(help=say("重算每条记录的散列，找出任何改动", "Recompute every hash and find any change"))
@AS_JSON
def verify(as_json: bool) -> None:
    """Exit 1 when the chain is broken, naming the first entry that does not fit."""
    open_workspace()
    from fuwubao.accounts import audit as chain

    found = chain.verify()
    whole = found.broken_at is None
    if as_json:
        facts = {"whole": whole, "entries": found.entries, "head": found.head, "broken_at": found.broken_at}
        click.echo(json.dumps({**facts, "reason": found.reason}))
    elif whole:
        click.echo(
            say(f"审计链完整，{found.entries} 条，链首 {found.head}", f"whole: {found.entries}, head {found.head}")
        )
    else:
        click.echo(say(f"第 {found.broken_at} 条与链不符", f"entry {found.broken_at} does not fit the chain"), err=True)
    if not whole:
        raise click.exceptions.Exit(1)


@audit.command(help=say("导出审计记录（每行一条 JSON）", "Export the entries, one JSON a line"))
@click.option("--subject", help=say("对象类型，如 reports.report", "Kind of subject, such as reports.report"))
@click.option("--id", "subject_id", help=say("对象标识", "Id of the subject"))
@click.option("--output", type=click.File("w", encoding="utf-8", atomic=True, lazy=True), default="-")
def export(subject: str | None, subject_id: str | None, output: TextIO) -> None:
    """Write entries in order of the chain, with their hashes."""
    open_workspace()
    from fuwubao.accounts.models import AuditEntry
    from fuwubao.accounts.queries import audit_entries

    refuse_unknown("--subject", subject, AuditEntry.objects.values_list("subject_kind", flat=True).distinct())
    if subject_id is not None:
        mine = AuditEntry.objects.filter(subject_kind=subject) if subject else AuditEntry.objects.all()
        refuse_unknown("--id", subject_id, mine.values_list("subject_id", flat=True).distinct())
    for entry in audit_entries(subject_kind=subject, subject_id=subject_id):
        click.echo(json.dumps(entry, ensure_ascii=False), file=output)
