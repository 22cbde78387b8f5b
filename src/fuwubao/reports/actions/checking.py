"""Keep what the checks raised, and switch a rule off or on: logged, with its reason (S1.25)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.reports.checks import Finding, findings, rule_called
from fuwubao.reports.checks.wording import empty_phrases, passives
from fuwubao.reports.errors import ReasonMissing
from fuwubao.reports.models import CheckSwitch, RaisedFinding, Report
from fuwubao.reports.queries.checking import rules_off
from fuwubao.reports.queries.material import draft_of
from fuwubao.reports.queries.reports import report_numbered
from fuwubao.reports.template_errors import RuleIsHard, RuleUnknown

WRITING = ("draft", "returned")


def check_report(*, number: str, actor: User, now: datetime) -> list[Finding]:
    """Run the checks on a report, its data anew; keep what they raised on a draft. Raises: ReportNotFound."""
    report = report_numbered(number, reader=actor)
    found = findings(draft_of(report))
    if report.state in WRITING:
        keep_raised(number=number, found=found, actor=actor, now=now)
    return found


@transaction.atomic(durable=True)
def keep_raised(*, number: str, found: Iterable[Finding], actor: User, now: datetime) -> None:
    """Keep findings that an author was told of; the noise of a rule is counted against them. Raises: ReportNotFound."""
    step_raise(report_numbered(number, reader=actor), found, now=now)


def step_raise(report: Report, found: Iterable[Finding], *, now: datetime) -> None:
    """Keep findings as raised, each once; a step of an action, never called alone."""
    rows = [
        RaisedFinding(report=report, rule=one.rule, subject=one.subject[:200], first_raised_at=now) for one in found
    ]
    RaisedFinding.objects.bulk_create(rows, ignore_conflicts=True)


def step_raise_wording(report: Report, block: str, before: str, *, now: datetime) -> None:
    """Keep what the wording rules said of words that are replaced now; a step of an action, never called alone."""
    if before:
        step_raise(report, [*empty_phrases(block, before), *passives(block, before)], now=now)


@transaction.atomic(durable=True)
def switch_rule(*, rule: str, is_on: bool, reason: str, actor: User, now: datetime) -> CheckSwitch | None:
    """Switch a warning off or on again, with the reason; None where it stands so already.

    Source: S1.25, S1.36. Raises: NotAllowed, RuleUnknown, RuleIsHard, ReasonMissing.
    """
    permissions.refuse_unless_may(actor, "reports.switch_check", now=now)
    known = rule_called(rule)
    if known is None:
        raise RuleUnknown(rule=rule)
    if known.is_hard:
        raise RuleIsHard(rule=known.zh, act="关闭")
    if not reason.strip():
        raise ReasonMissing(act="启用规则" if is_on else "关闭规则", where=rule, why="reason")
    was_on = rule not in rules_off()
    if was_on == is_on:
        return None
    switch = CheckSwitch.objects.create(
        rule=rule, is_on=is_on, reason=reason.strip(), switched_by=actor, switched_at=now
    )
    audit.record(
        "reports.switch_check",
        subject=switch,
        actor=actor,
        at=now,
        before={"rule": rule, "on": was_on},
        after={"rule": rule, "on": is_on},
        remark=reason,
    )
    return switch
