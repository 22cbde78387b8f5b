"""``fuwubao template``: versions of templates, requests to change them (F05), comparison, drafts that move.

Django and what needs it are imported inside the commands, after the workspace is open.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from fuwubao.cli.acting import acting_user, as_option
from fuwubao.cli.tables import table
from fuwubao.cli.words import say, terminal_language
from fuwubao.cli.workspace import open_workspace

AS_JSON = click.option("--json", "as_json", is_flag=True, help=say("输出 JSON", "Print JSON"))
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group(help=say("报告模板与模板变更（F05）", "Report templates and their changes (F05)"))
def template() -> None:
    """Group of the template commands."""


@template.command("list", help=say("列出模板与执行版本", "List templates with the version that holds"))
@AS_JSON
def list_(as_json: bool) -> None:
    """List report templates, the version in force, its gaps by coverage profile."""
    open_workspace()
    from fuwubao.reports.queries.template_pages import template_lines

    lines = template_lines(now=datetime.now(UTC))
    if as_json:
        click.echo(json.dumps([line.to_json() for line in lines], ensure_ascii=False))
        return
    heads = (
        say("模板", "Template"),
        say("名称", "Name"),
        say("版本", "Version"),
        say("生效日", "From"),
        say("缺", "Gaps"),
    )
    rows = [
        (
            line.code,
            line.name,
            str(line.version),
            line.effective_from.isoformat(),
            " ".join(f"{one.profile.code}:{one.gaps}" for one in line.coverages),
        )
        for line in lines
    ]
    click.echo(table(heads, rows))


@template.command(
    help=say("显示一个版本的章节（JSON，可修改后用于申请）", "Show a version's blocks as JSON, ready to be changed")
)
@click.argument("code")
@click.option("--version", type=int, help=say("版本，默认执行版本", "Version; by default the one that holds"))
def show(code: str, version: int | None) -> None:
    """Print a version as the file that ``template request --file`` takes."""
    open_workspace()
    from fuwubao.reports.queries import templates as versions
    from fuwubao.reports.template_errors import TemplateVersionUnknown

    held = versions.version_in_force(code, versions.today_of(datetime.now(UTC)))
    found = held if version is None else versions.version_of(code, version)
    if found is None:
        raise TemplateVersionUnknown(code=code, version="—")
    content = versions.content_of(found)
    told = {key: content[key] for key in ("name", "profiles", "blocks")}
    click.echo(json.dumps({"template": code, "version": found.version, **told}, ensure_ascii=False, indent=1))


@template.command(help=say("列出变更申请", "List change requests"))
@AS_JSON
def changes(as_json: bool) -> None:
    """List change requests, newest first."""
    open_workspace()
    from fuwubao.reports.queries.template_pages import change_lines

    lines = change_lines()
    if as_json:
        click.echo(json.dumps([line.to_json() for line in lines], ensure_ascii=False))
        return
    heads = (
        say("申请号", "Number"),
        say("模板", "Template"),
        say("申请人", "By"),
        say("生效日", "From"),
        say("状态", "State"),
    )
    click.echo(
        table(heads, [(x.number, x.code, x.requester, str(x.effective_from or "—"), x.state_words) for x in lines])
    )


@template.command(help=say("申请变更模板：起草并提交", "Request a change: draft it and hand it in"))
@click.argument("code")
@click.option("--file", "path", type=FILE, required=True, help=say("新内容（JSON）", "The new content (JSON)"))
@click.option("--reason", required=True, help=say("变更原因", "Why"))
@click.option("--effective", required=True, type=DAY, help=say("生效日", "Day from which it holds"))
@click.option("--word", type=FILE, help=say("Word 模板（.docx）", "Word template (.docx)"))
@click.option("--draft", "only_draft", is_flag=True, help=say("只起草，不提交", "Draft it only"))
@as_option
def request(
    code: str, path: Path, reason: str, effective: datetime, word: Path | None, only_draft: bool, login: str | None
) -> None:
    """Draft a change from a file and hand it in."""
    open_workspace()
    from fuwubao.accounts.audit import through
    from fuwubao.reports.actions import template_change as acts
    from fuwubao.reports.template_errors import BlocksUnreadable

    now = datetime.now(UTC)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as why:
        raise BlocksUnreadable(where=str(path), why=str(why)) from why
    kind = "template" if "blocks" in content else "row_template"
    with through("cli"):
        actor = acting_user(login, now=now)
        change = acts.draft_change(kind=kind, code=code, actor=actor, now=now)
        wording = acts.Wording(reason=reason, effective_from=effective.date())
        acts.edit_change(number=change.number, content=content, wording=wording, actor=actor, now=now)
        if word is not None:
            acts.set_word_template(number=change.number, name=word.name, file=word.read_bytes(), actor=actor, now=now)
        if not only_draft:
            acts.submit_change(number=change.number, actor=actor, now=now)
    click.echo(change.number)


@template.command(help=say("评审变更申请", "Review a change request"))
@click.argument("number")
@click.option("--agree/--disagree", "agrees", default=True, help=say("同意或不同意", "Agree or disagree"))
@click.option("--opinion", default="", help=say("意见", "Opinion"))
@as_option
def review(number: str, agrees: bool, opinion: str, login: str | None) -> None:
    """Give an opinion on a submitted change."""
    open_workspace()
    from fuwubao.accounts.audit import through
    from fuwubao.reports.actions import template_change as acts

    now = datetime.now(UTC)
    with through("cli"):
        acts.give_opinion(number=number, agrees=agrees, opinion=opinion, actor=acting_user(login, now=now), now=now)
    click.echo(say(f"{number} 意见已登记", f"{number}: opinion kept"))


@template.command(help=say("批准变更申请", "Approve a change request"))
@click.argument("number")
@click.option("--remark", default="", help=say("批注", "Remark"))
@as_option
def approve(number: str, remark: str, login: str | None) -> None:
    """Let the new version hold from its day."""
    open_workspace()
    from fuwubao.accounts.audit import through
    from fuwubao.reports.actions import template_change as acts

    now = datetime.now(UTC)
    with through("cli"):
        done = acts.approve_change(number=number, remark=remark, actor=acting_user(login, now=now), now=now)
    told = say(
        f"第 {done.new_version} 版自 {done.effective_from} 起", f"version {done.new_version} from {done.effective_from}"
    )
    click.echo(f"{number} {told}")


@template.command(help=say("驳回变更申请", "Reject a change request"))
@click.argument("number")
@click.option("--reason", required=True, help=say("原因", "Reason"))
@as_option
def reject(number: str, reason: str, login: str | None) -> None:
    """Reject a change with the reason."""
    open_workspace()
    from fuwubao.accounts.audit import through
    from fuwubao.reports.actions import template_change as acts

    now = datetime.now(UTC)
    with through("cli"):
        acts.reject_change(number=number, reason=reason, actor=acting_user(login, now=now), now=now)
    click.echo(say(f"{number} 已驳回", f"{number} is rejected"))


@template.command(help=say("在同一份数据上对照两个版本", "Compare two versions on the same data"))
@click.argument("report")
@click.option("--before", required=True, type=int, help=say("版本", "Version"))
@click.option("--after", required=True, help=say("版本或变更申请号", "Version or number of a change"))
@click.option(
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help=say("写入两份 HTML", "Write both as HTML"),
)
@as_option
@AS_JSON
def compare(report: str, before: int, after: str, folder: Path | None, login: str | None, as_json: bool) -> None:
    """Tell what differs between two versions, and write both drafts side by side where asked."""
    open_workspace()
    from fuwubao.domain.words import Words
    from fuwubao.reports.files import written
    from fuwubao.reports.queries import template_pages as pages
    from fuwubao.reports.queries import templates as versions
    from fuwubao.reports.queries.reports import report_numbered

    found = report_numbered(report, reader=acting_user(login, now=datetime.now(UTC)))
    code = found.template.code
    by_change = after.startswith("TC-")
    sides = (
        versions.content_of(versions.version_of(code, before)),
        versions.change_numbered(after).content
        if by_change
        else versions.content_of(versions.version_of(code, int(after))),
    )
    names = ((Words(f"{before}", f"{before}"), str(before)), (Words(after, after), after))
    compared = pages.comparison(found, *sides, names=names)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        for content, (_words, name) in zip(sides, names, strict=True):
            document, _figures = pages.rendered(found, content["blocks"], found.row.audience)
            (folder / f"{report.replace('/', '-')}-{name}.html").write_bytes(written(document, "html"))
    if as_json:
        told = {"report": report, "figure_set": found.figure_set, "differences": [x.to_json() for x in compared.lines]}
        click.echo(json.dumps(told | {"figures": [side.figures for side in compared.sides]}, ensure_ascii=False))
        return
    language = terminal_language()
    heads = (say("变更", "What"), say("章节", "Block"), say("变更前", "Before"), say("变更后", "After"))
    click.echo(table(heads, [(x.words.say(language), x.where, x.before, x.after) for x in compared.lines]))


@template.command(help=say("草稿改用另一版本", "Move a draft to another version"))
@click.argument("report")
@click.option("--version", type=int, required=True, help=say("版本", "Version"))
@as_option
def move(report: str, version: int, login: str | None) -> None:
    """Move a draft to another version of its template; figures and words stay."""
    open_workspace()
    from fuwubao.accounts.audit import through
    from fuwubao.reports.actions.template_effect import move_to_template

    now = datetime.now(UTC)
    with through("cli"):
        moved = move_to_template(number=report, version=version, actor=acting_user(login, now=now), now=now)
    click.echo(f"{moved.number} {moved.template}")
