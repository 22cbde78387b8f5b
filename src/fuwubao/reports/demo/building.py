"""Build the demo organisation: people, agreements, a year of records, one published round and the reports now due.

Every step goes through the same actions as a user's; a second call changes nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo

from fuwubao.accounts.actions import NewUser, create_user
from fuwubao.accounts.models import User
from fuwubao.accounts.operator import workspace_operator
from fuwubao.accounts.workspace import home_folder, time_zone
from fuwubao.agreements.actions import load_agreement
from fuwubao.domain.periods import Period, parse_period
from fuwubao.domain.roles import Role
from fuwubao.improvement.actions.raising import Source
from fuwubao.improvement.demo import DemoCast, seed_improvement
from fuwubao.records.actions.load import load_file
from fuwubao.records.models import Batch
from fuwubao.reports.actions import drafting, duties, publishing, register, review, writing
from fuwubao.reports.actions.reviewers import EntryTerms, list_reviewer
from fuwubao.reports.checks import findings
from fuwubao.reports.demo import arranging
from fuwubao.reports.models import RegisterRow, Report, ReviewerEntry
from fuwubao.reports.queries.material import draft_of
from fuwubao.reports.rules import REVIEW_ITEMS
from fuwubao.reports.seed import ROW_TEMPLATES, RowTemplate

ORGANISATION = "云澜信息技术有限公司"
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One member of the demo's cast."""

    login: str
    name: str
    roles: tuple[Role, ...]
    customer: str = ""


CAST = (
    Person(login="lijing", name="李静", roles=(Role.REPORT_MANAGER,)),
    Person(login="zhangwei", name="张伟", roles=(Role.AUTHOR,)),
    Person(login="wangshen", name="王慎", roles=(Role.REVIEWER,)),
    Person(login="chenzong", name="陈总", roles=(Role.SYSTEM_HEAD,)),
    Person(login="zhoulan", name="周岚", roles=(Role.SERVICE_MANAGER,)),
    Person(login="heyuan", name="何远", roles=(Role.MANAGEMENT_REPRESENTATIVE,)),
    Person(login="songwen", name="宋文", roles=(Role.AUDITOR,)),
    Person(login="admin", name="管理员", roles=(Role.ADMIN,)),
    Person(login="wangjianguo", name="王建国", roles=(Role.CUSTOMER,), customer="HD"),
    Person(login="heweidong", name="何卫东", roles=(Role.CUSTOMER,), customer="QM"),
    Person(login="zhaolixin", name="赵立新", roles=(Role.CUSTOMER,), customer="NF"),
)
ROW_ORDER = ("SLM-01", "SLM-02", "SLM-03", "OPS-01")


def logins_path() -> Path:
    """Return where the log-ins of the demo are kept (mode 0600)."""
    return home_folder() / "demo-logins.json"


def build_demo(*, now: datetime, tell: Progress) -> list[dict[str, str]]:
    """Make what is not there yet and return the log-ins. Deterministic for a given day."""
    name_organisation()
    operator = workspace_operator(now=now)
    logins = _people(operator, now)
    tell("载入服务协议")
    _agreements(operator, now)
    _records(operator, now, tell)
    _register(operator, now)
    _reports(now, tell)
    _improvement(now, tell)
    return logins


def name_organisation() -> None:
    """Give the workspace a name on its paper, unless it has a settings file of its own."""
    path = home_folder() / "fuwubao.toml"
    if not path.exists():
        path.write_text(f'organisation = "{ORGANISATION}"\n', encoding="utf-8")


def _people(operator: User, now: datetime) -> list[dict[str, str]]:
    path = logins_path()
    kept: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    known = {entry["login"] for entry in kept}
    for person in CAST:
        if person.login in known or User.objects.filter(login=person.login).exists():
            continue
        since = (now - timedelta(days=500)).date()
        new = NewUser(login=person.login, name=person.name, customer_code=person.customer, appointed_from=since)
        _, password = create_user(new=new, roles=tuple(person.roles), actor=operator, now=now)
        kept.append({"role": person.roles[0].value, "name": person.name, "login": person.login, "password": password})
        _write_private(path, json.dumps(kept, ensure_ascii=False, indent=1))
    return kept


def _write_private(path: Path, text: str) -> None:
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as handle:
        handle.write(text)
    part.replace(path)


def _agreements(operator: User, now: datetime) -> None:
    folder = resources.files("fuwubao.reports.demo") / "agreements"
    for code, _ in arranging.CUSTOMERS:
        text = (folder / f"{code}.yaml").read_text(encoding="utf-8")
        load_agreement(text=text, file=f"{code}.yaml", actor=operator, now=now)


def _records(operator: User, now: datetime, tell: Progress) -> None:
    today = _today(now)
    incidents = None
    named: tuple[tuple[str, str, Callable[[date], arranging.Rows]], ...] = (
        ("outage", "中断", arranging.arrange_outages),
        ("change", "变更", arranging.arrange_changes),
        ("survey_answer", "满意度答卷", arranging.arrange_answers),
        ("complaint", "投诉", arranging.arrange_complaints),
    )
    for kind, words in (("ticket", "工单"), ("ticket_event", "工单事件")):
        if Batch.objects.filter(source="demo", kind=kind).exists():
            continue
        tell(f"导入{words}")
        incidents = incidents or arranging.arrange_incidents(today)
        _load(kind, incidents.tickets if kind == "ticket" else incidents.events, operator, now)
    for kind, words, arrange in named:
        if not Batch.objects.filter(source="demo", kind=kind).exists():
            tell(f"导入{words}")
            _load(kind, arrange(today)[0], operator, now)


def _load(kind: str, text: str, operator: User, now: datetime) -> None:
    folder = home_folder() / "demo-files"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{kind}.csv"
    path.write_text(text, encoding="utf-8")
    load_file(path=path, kind=kind, source="demo", timezone=time_zone(), actor=operator, now=now)


def _register(operator: User, now: datetime) -> None:
    duties.seed_templates(actor=operator, now=now)
    duties.adopt_duties(actor=operator, now=now)
    people = {user.login: user for user in User.objects.filter(login__in=[p.login for p in CAST])}
    for template in ROW_TEMPLATES:
        number = f"{template.prefix}-{'02' if template.code == 'AVA-A' else '01'}"
        if not RegisterRow.objects.filter(number=number).exists():
            register.add_row(content=_internal_row(number, template), actor=operator, now=now)
    _reviewers(people, now)
    for row in RegisterRow.objects.filter(author=None).order_by("number"):
        author, reviewer = people["zhangwei"], people["wangshen"]
        register.assign_row(number=row.number, author=author, reviewer=reviewer, actor=operator, now=now)
    for number in ROW_ORDER:
        row = RegisterRow.objects.get(number=number)
        register.start_duties(number=number, duties_from=periods_of(row, now)[0].first, actor=operator, now=now)
    inc = RegisterRow.objects.get(number="INC-01")
    if inc.state == "draft":
        agreed_on, evidence = _today(now) - timedelta(days=60), "服务报告管理程序 5.2"
        register.agree_row(
            number="INC-01", agreed_by="何远", agreed_on=agreed_on, evidence=evidence, actor=operator, now=now
        )
        register.activate_row(number="INC-01", actor=operator, now=now)
        register.start_duties(number="INC-01", duties_from=periods_of(inc, now)[1].first, actor=operator, now=now)
    duties.schedule_duties(actor=operator, now=now)


def _reviewers(people: dict[str, User], now: datetime) -> None:
    """Put one expert and one service manager on the list of reviewers (S6.10)."""
    if ReviewerEntry.objects.exists():
        return
    for login, capacity, field in (
        ("wangshen", "expert", "ERP 与数据库运维"),
        ("zhoulan", "service_manager", "客户服务管理"),
    ):
        terms = EntryTerms(
            user=people[login],
            capacity=capacity,
            field=field,
            starts_on=_today(now) - timedelta(days=400),
            evidence="评审人员任命书",
        )
        list_reviewer(terms=terms, actor=people["lijing"], now=now)


def _internal_row(number: str, template: RowTemplate) -> register.RowContent:
    return register.RowContent(
        number=number,
        name=template.name,
        source_process=template.source_process,
        template=template.template,
        frequency=template.frequency,
        purpose=template.purpose,
        audience="internal",
        recipients=("何远",),
        row_template=template.code,
    )


def periods_of(row: RegisterRow, now: datetime) -> tuple[Period, Period]:
    """Return the period before last and the last full period of a row, in the workspace's zone."""
    today = _today(now)
    current = parse_period(
        f"{today.year}Q{(today.month - 1) // 3 + 1}" if row.frequency == "quarterly" else f"{today:%Y-%m}", time_zone()
    )
    return current.shifted(-2), current.shifted(-1)


def _today(now: datetime) -> date:
    return now.astimezone(ZoneInfo(time_zone())).date()


def _reports(now: datetime, tell: Progress) -> None:
    """Publish the period before last on its time for the customers' rows, and draft the last full period of all."""
    for number in (*ROW_ORDER, "INC-01"):
        row = RegisterRow.objects.get(number=number)
        before, last = periods_of(row, now)
        if number in ROW_ORDER and not Report.objects.filter(row=row, period_label=before.label).exists():
            tell(f"编制并发布 {number} {before.label}")
            _publish_on_time(row, before)
        if not Report.objects.filter(row=row, period_label=last.label).exists():
            tell(f"生成 {number} {last.label} 草稿")
            author = row.author
            assert author is not None
            drafting.draft_report(row_number=number, period_label=last.label, actor=author, now=now)


def _publish_on_time(row: RegisterRow, period: Period) -> None:
    """Take one report through its whole life, in the week after its period."""
    author, reviewer = row.author, row.reviewer
    assert author is not None
    assert reviewer is not None
    manager, recipient = User.objects.get(login="lijing"), User.objects.get(name=row.recipients[0])
    day = period.ends_before + timedelta(days=1, hours=2)
    report = drafting.draft_report(row_number=row.number, period_label=period.label, actor=author, now=day)
    words = "本期各项目标的达成情况见第 3 章，未达标项的原因与措施已与服务经理确认。"
    writing.save_text(number=report.number, block="summary", text=words, edit_count=None, actor=author, now=day)
    subjects = tuple(f.subject for f in findings(draft_of(report)) if f.mend == "explain")
    explanation = writing.Explanation(
        cause="供应商到场晚于约定，二线升级滞后",
        measure="与供应商约定到场时限并每周核对",
        owner="周岚",
        due_on=(day + timedelta(days=45)).date(),
    )
    if subjects:
        writing.explain_breaches(
            number=report.number, subjects=subjects, explanation=explanation, actor=author, now=day
        )
    for finding in findings(draft_of(report)):
        writing.waive_finding(
            number=report.number,
            rule=finding.rule,
            subject=finding.subject,
            reason="已核对，不影响结论",
            actor=author,
            now=day,
        )
    review.submit_report(number=report.number, actor=author, now=day + timedelta(hours=3))
    items = {code: (True, "") for code, _, _ in REVIEW_ITEMS}
    judgement = review.Judgement(items=items, conclusion="pass", opinion="数据已抽查核对")
    review.review_report(number=report.number, judgement=judgement, actor=reviewer, now=day + timedelta(hours=6))
    _approve(report, manager, now=day + timedelta(hours=8))
    publishing.publish_report(number=report.number, actor=manager, now=day + timedelta(hours=9))
    publishing.acknowledge_report(report_id=report.pk, remark="", actor=recipient, now=day + timedelta(days=1))


def _approve(report: Report, manager: User, *, now: datetime) -> None:
    """Approve as the manager; an abnormal report she passes on, and the system head approves it as well."""
    approver = manager
    if report.abnormal_grounds.exists():
        reason = "重要目标未达标，按异常报告办理"
        review.escalate_report(number=report.number, reason=reason, actor=manager, now=now)
        approver = User.objects.get(login="chenzong")
    review.approve_report(number=report.number, remark="", actor=approver, now=now)


def _improvement(now: datetime, tell: Progress) -> None:
    """Let the cast improve something; the report of the period before last is where it came from."""
    tell("登记改进措施")
    report = Report.objects.filter(row__number=ROW_ORDER[0], published_at__isnull=False).order_by("pk").first()
    assert report is not None
    people = {user.login: user for user in User.objects.filter(login__in=[person.login for person in CAST])}
    cast = DemoCast(
        manager=people["lijing"],
        author=people["zhangwei"],
        reviewer=people["wangshen"],
        service_manager=people["zhoulan"],
        auditor=people["songwen"],
    )
    source = Source(kind="report", number=report.number, url=f"/reports/{report.pk}/")
    seed_improvement(cast=cast, report=source, customer=report.row.customer_code, now=now)
