"""``fuwubao agreement``: validate, load, list and dump agreements and national calendars (design sections 7, 8).

``validate`` needs no workspace. The other commands import Django's side inside the function, after the
workspace is open: importing models before that is not possible.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click

from fuwubao.agreements.errors import AgreementFault
from fuwubao.agreements.files import text_of
from fuwubao.agreements.reading import read_agreement
from fuwubao.cli.acting import acting_user, as_option
from fuwubao.cli.words import counted, say, terminal_language
from fuwubao.cli.workspace import open_workspace
from fuwubao.domain.terms import AgreementTerms

FILES = click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
AS_JSON = click.option("--json", "as_json", is_flag=True, help=say("输出 JSON", "Print JSON"))


@click.group(help=say("服务协议：校验、载入、导出", "Agreements: validate, load, dump"))
def agreement() -> None:
    """Group of the agreement commands."""


@agreement.command(
    help=say("校验协议文件，列出全部问题；不需要工作区", "Check files and list every fault; no workspace")
)
@FILES
@AS_JSON
def validate(files: tuple[Path, ...], as_json: bool) -> None:
    """Read each file; exit 1 when one of them has a fault."""
    faults: list[AgreementFault] = []
    answers: list[dict[str, object]] = []
    for path in files:
        try:
            terms = read_agreement(text_of(path), file=str(path))
            answers.append({"file": str(path), "valid": True, "faults": [], **_summary(terms)})
            click.echo(say(f"{path}：有效，{_counts(terms)}", f"{path}: valid, {_counts(terms)}"), err=as_json)
        except AgreementFault as fault:
            found = [fault, *fault.others]
            faults.extend(found)
            answers.append({"file": str(path), "valid": False, "faults": [_fault_row(each) for each in found]})
    if as_json:
        click.echo(_json(answers if len(answers) > 1 else answers[0]))
    if faults:
        _refuse(faults)


@agreement.command(help=say("载入协议：首版或新修订；内容相同则不变", "Load a first version or a revision"))
@FILES
@as_option
@AS_JSON
def load(files: tuple[Path, ...], login: str | None, as_json: bool) -> None:
    """Load each file in turn; the first refusal stops, what was loaded before it stays."""
    open_workspace()
    from fuwubao.accounts.audit import through
    from fuwubao.agreements import actions
    from fuwubao.agreements.second_person import RevisionNeedsApproval
    from fuwubao.cli.change_asking import ask_revision

    now = datetime.now(UTC)
    answers: list[dict[str, object]] = []
    with through("cli"):
        actor = acting_user(login, now=now)
        for path in files:
            try:
                done = actions.load_agreement(text=text_of(path), file=str(path), actor=actor, now=now)
            except RevisionNeedsApproval:
                answers.append({"file": str(path), **ask_revision(path, actor=actor, now=now, quiet=as_json)})
                continue
            except AgreementFault as fault:
                _refuse([fault, *fault.others])
            number, begins = done.revision.number, done.terms.holds_from
            answers.append({"file": str(path), **_summary(done.terms), "revision": number, "added": done.added})
            if done.added:
                text = say(
                    f"{done.terms.code}：已载入第 {number} 版，自 {begins} 起生效，{_counts(done.terms)}",
                    f"{done.terms.code}: revision {number} loaded, in force from {begins}, {_counts(done.terms)}",
                )
            else:
                text = say(
                    f"{done.terms.code}：内容与第 {number} 版相同，没有改动",
                    f"{done.terms.code}: same content as revision {number}, nothing changed",
                )
            click.echo(text, err=as_json)
            if done.reaches_back:
                click.echo(_back_dated(done.terms), err=True)
    if as_json:
        click.echo(_json(answers if len(answers) > 1 else answers[0]))


@agreement.command(name="list", help=say("列出协议与修订", "List agreements and their revisions"))
@AS_JSON
def list_agreements(as_json: bool) -> None:
    """Print one line a revision."""
    open_workspace()
    from fuwubao.agreements import queries

    rows = [
        {**_summary(terms), "holds_from": terms.holds_from.isoformat(), "reason": terms.revision_reason}
        for terms in queries.terms_of_all()
    ]
    if as_json:
        click.echo(_json(rows))
        return
    for row in rows:
        click.echo("\t".join(str(row[name]) for name in ("agreement", "kind", "customer", "holds_from", "valid_to")))
    if not rows:
        click.echo(
            say("还没有协议：先运行 fuwubao agreement load FILE", "No agreement yet: run agreement load"), err=True
        )


@agreement.command(help=say("输出协议文本（YAML）", "Print an agreement's text (YAML)"))
@click.argument("code", metavar="CODE")
@click.option("--revision", "number", type=int, help=say("第几版（默认最新）", "Which revision (default: the latest)"))
@click.option("--output", type=click.Path(path_type=Path), help=say("写入文件", "Write to a file"))
@AS_JSON
def dump(code: str, number: int | None, output: Path | None, as_json: bool) -> None:
    """Print the text as it was loaded, so that loading it again does nothing."""
    open_workspace()
    from fuwubao.agreements import queries

    text = queries.dump(code, number=number)
    if as_json:
        facts = [fact for fact in queries.revision_facts(code) if number in (None, fact.number)]
        text = _json(
            {"agreement": code, "revision": facts[0].number, "terms_sha256": facts[0].terms_sha256, "text": text}
        )
        text += "\n"
    if output is not None:
        output.write_text(text, encoding="utf-8")
    else:
        click.echo(text, nl=False)


@agreement.command(
    name="calendar", help=say("载入法定节假日历的新版本（CSV）", "Load a version of the national calendar")
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--adopt", multiple=True, metavar="CODE", help=say("让这些协议采用新版本", "Agreements that adopt it"))
@click.option("--reason", default="", help=say("采用的原因", "Why it is adopted"))
@as_option
@AS_JSON
def load_calendar(file: Path, adopt: tuple[str, ...], reason: str, login: str | None, as_json: bool) -> None:
    """Keep the version; agreements keep theirs unless they are named by --adopt."""
    open_workspace()
    from fuwubao.accounts.audit import through
    from fuwubao.agreements import actions
    from fuwubao.agreements.second_person import CalendarNeedsApproval
    from fuwubao.cli.change_asking import ask_calendar

    now = datetime.now(UTC)
    with through("cli"):
        actor = acting_user(login, now=now)
        row = actions.load_calendar(text=text_of(file), file=str(file), actor=actor, now=now)
        adopted, requests = [], []
        for code in adopt:
            try:
                actions.adopt_calendar(agreement_code=code, version=row.version, reason=reason, actor=actor, now=now)
                adopted.append(code)
            except CalendarNeedsApproval:
                requests.append(ask_calendar(code, version=row.version, reason=reason, actor=actor, now=now))
    answer: dict[str, object] = {
        "version": row.version,
        "published_through": row.published_through.isoformat(),
        "adopted": adopted,
        "requests": requests,
    }
    if as_json:
        click.echo(_json(answer))
    click.echo(
        say(
            f"法定节假日历 {row.version}：已公布至 {row.published_through}，采用的协议 {len(adopted)} 份",
            f"National calendar {row.version}: published through {row.published_through}, adopted by {len(adopted)}",
        ),
        err=as_json,
    )


def _summary(terms: AgreementTerms) -> dict[str, object]:
    return {
        "agreement": terms.code,
        "kind": terms.kind,
        "customer": terms.customer_code,
        "valid_from": terms.valid_from.isoformat(),
        "valid_to": terms.valid_to.isoformat(),
        "revision_from": terms.revision_from.isoformat() if terms.revision_from else None,
        "services": [service.code for service in terms.services],
        "targets": sum(len(service.targets) + len(service.measure_targets) for service in terms.services),
        "reports": [duty.number for duty in terms.reports],
    }


def _back_dated(terms: AgreementTerms) -> str:
    begins = terms.holds_from
    return say(
        f"注意：{terms.code} 的修订自 {begins} 起生效，早于今天；其间受理的单据按新目标判定，已发布的报告不变",
        f"Note: the revision of {terms.code} begins on {begins}, before today; tickets opened since then are judged "
        "by it, published reports stay",
    )


def _counts(terms: AgreementTerms) -> str:
    targets = sum(len(service.targets) + len(service.measure_targets) for service in terms.services)
    services, reports = len(terms.services), len(terms.reports)
    return say(
        f"服务 {services} 项，目标 {targets} 行，报告约定 {reports} 份",
        f"{counted(services, 'service')}, {counted(targets, 'target')}, {counted(reports, 'reporting duty')}",
    )


def _fault_row(fault: AgreementFault) -> dict[str, object]:
    language = terminal_language()
    place = {name: fault.facts.get(name) for name in ("line", "key")}
    return {"code": fault.code, **place, "message": fault.message(language), "hint": fault.hint(language)}


def _refuse(faults: list[AgreementFault]) -> NoReturn:
    """Say every fault with its way to mend, then end with exit code 1."""
    language = terminal_language()
    for fault in faults:
        click.echo(f"{fault.code}: {fault.message(language)}", err=True)
        click.echo(f"→ {fault.hint(language)}", err=True)
    raise click.exceptions.Exit(1)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
