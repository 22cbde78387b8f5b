"""``fuwubao report verify FILE``: which report, version and state a file is, and whether its signature holds.

Django and what needs it are imported inside the command, after the workspace is open.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fuwubao.cli.acting import acting_user, as_option
from fuwubao.cli.words import say
from fuwubao.cli.workspace import open_workspace

if TYPE_CHECKING:
    from fuwubao.reports.queries.verifying import Verified


@click.command(
    help=say("核验文件：是哪份报告的哪一版，签名是否有效", "Tell which report a file is, and check its signature")
)
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help=say("输出 JSON", "Print JSON"))
@as_option
def verify(path: Path, as_json: bool, login: str | None) -> None:
    """Look the bytes up by their SHA-256 and read a PDF's signatures; exit 1 when the file is none of ours."""
    open_workspace()
    from fuwubao.reports.queries.verifying import verified

    found = verified(path.read_bytes(), reader=acting_user(login, now=datetime.now(UTC)))
    if as_json:
        click.echo(json.dumps(found.to_json(), ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(found)))
    if not found.holds:
        raise click.exceptions.Exit(1)


def _lines(found: Verified) -> Iterator[str]:
    yield f"SHA-256 {found.sha256}"
    known = found.known
    if known is None:
        yield say(
            "■ 本工作区没有这样的文件：不是批准的文件，或内容已改动",
            "■ No such file here: not an approved file, or its content was changed",
        )
    else:
        parts = {
            "master": say("母本", "approved file"),
            "copy": say("受控副本", "controlled copy"),
            "scan": say("签章扫描件", "signed scan"),
        }
        yield f"● {known.number}  {known.title}  {known.version}  {known.state_words}"
        yield f"  {parts[known.part]}  {known.name}"
        if known.approved_at is not None:
            approved = known.approved_at.astimezone().strftime("%Y-%m-%d %H:%M")
            yield say(f"  批准 {known.approved_by} {approved}", f"  approved by {known.approved_by} {approved}")
        if known.newer:
            yield say(f"▲ 已被 {known.newer} 替代", f"▲ superseded by {known.newer}")
    for one in found.signatures:
        state = (
            say("有效，覆盖全文，证书可信", "holds, covers the whole file, trusted")
            if one.holds
            else "；".join(_faults(one.intact, one.whole_file, one.trusted))
        )
        yield say(f"签名 {one.signer}：{state}", f"signature of {one.signer}: {state}")
    if not found.signatures:
        yield say("没有签名；以散列值为准", "no signature; the hash decides")


def _faults(intact: bool, whole_file: bool, trusted: bool) -> Iterator[str]:
    if not intact:
        yield say("内容与签名不符", "the content is not what was signed")
    if not whole_file:
        yield say("签名后又有追加", "something was added after signing")
    if not trusted:
        yield say("证书不在信任之列", "the certificate is not trusted")


VERIFY_ACTS: tuple[click.Command, ...] = (verify,)
