"""``fuwubao store``: tables, history of one record or of snapshots, compaction (design section 7).

Django is imported inside the commands, after ``open_workspace()``: settings read the workspace.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal

import click

from fuwubao.cli.known import refuse_unknown
from fuwubao.cli.words import counted, say
from fuwubao.cli.workspace import open_workspace
from fuwubao.domain.errors import NotFound
from fuwubao.records.mapping import kind_called

DEFAULT_SOURCE = "default"


class RecordUnknown(NotFound):
    """The store has no version of the record."""

    code = "cli.record_unknown"
    zh = "来源 {source} 没有 {kind} 记录 {record}"
    en = "Source {source} has no {kind} {record}"
    hint_zh = "请核对编号、--kind 和 --source"
    hint_en = "Check the number, --kind and --source"


@click.group(help=say("记录库：数据表、历史、整理", "The record store: tables, history, compaction"))
def store() -> None:
    """Group of the store commands."""


@store.command(help=say("列出数据表", "List the tables"))
@click.option("--json", "as_json", is_flag=True)
def tables(as_json: bool) -> None:
    """Print version, files, bytes and row versions of each table, and the present snapshot."""
    open_workspace()
    from fuwubao.records import queries

    found = queries.record_store().tables()
    snapshot = queries.latest_snapshot()
    if as_json:
        rows = [
            {"kind": t.kind, "version": t.version, "files": t.files, "bytes": t.bytes, "rows": t.rows} for t in found
        ]
        click.echo(json.dumps({"snapshot": snapshot, "tables": rows}, ensure_ascii=False))
        return
    for table in found:
        click.echo(
            say(
                f"{table.kind}：版本 {table.version}，{table.rows} 个行版本，{table.files} 个文件，{table.bytes} 字节",
                f"{table.kind}: version {table.version}, {counted(table.rows, 'row version')}, "
                f"{counted(table.files, 'file')}, {counted(table.bytes, 'byte')}",
            )
        )
    click.echo(say(f"当前快照 {snapshot}", f"present snapshot {snapshot}"))


@store.command(
    help=say("一条记录的全部版本；不给编号则列出快照", "All versions of a record; without one: the snapshots")
)
@click.argument("record", required=False)
@click.option("--kind", default="ticket")
@click.option("--source", default=DEFAULT_SOURCE, show_default=True, help=say("来源名称", "Name of the source"))
@click.option("--json", "as_json", is_flag=True)
def history(record: str | None, kind: str, source: str, as_json: bool) -> None:
    """Print where each version came from: batch, row, file."""
    asked = kind_called(kind)
    open_workspace()
    from fuwubao.records import queries

    if source != DEFAULT_SOURCE:
        refuse_unknown("--source", source, {batch.source for batch in queries.batches()})
    if record is None:
        snapshots = [{"snapshot": name, "versions": versions} for name, versions in queries.record_store().snapshots()]
        lines = [f"{entry['snapshot']}  {json.dumps(entry['versions'])}" for entry in snapshots]
        click.echo(json.dumps(snapshots) if as_json else "\n".join(lines))
        return
    versions = queries.record_store().history(asked, source, record).to_pylist()
    if not versions:
        raise RecordUnknown(kind=kind, source=source, record=record, what=record)
    if as_json:
        click.echo(json.dumps(versions, ensure_ascii=False, default=_plain))
        return
    for version in versions:
        at = version["ingested_at"].isoformat(timespec="seconds")
        click.echo(f"{version['batch']}  {at}  #{version['row_number']}  {version['file_sha256'][:12]}")


@store.command(help=say("合并小文件（不删除快照需要的文件）", "Join small files; keeps what snapshots need"))
@click.option("--json", "as_json", is_flag=True)
def compact(as_json: bool) -> None:
    """Join small files of each table."""
    open_workspace()
    from fuwubao.records import queries

    record_store = queries.record_store()
    with record_store.writing():
        joined = record_store.compact()
    click.echo(
        json.dumps(joined)
        if as_json
        else say(f"已合并 {sum(joined.values())} 个文件", f"{counted(sum(joined.values()), 'file')} joined")
    )


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)
