"""异常报告: which rules are in force, and what they find in a report that is submitted (S1.6)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.reports import abnormal_rules
from fuwubao.reports.checks import Draft
from fuwubao.reports.errors import ReasonMissing
from fuwubao.reports.models import AbnormalGround, AbnormalRule, Report
from fuwubao.reports.review_errors import RuleUnknown


@transaction.atomic(durable=True)
def switch_rule(*, code: str, is_on: bool, reason: str, actor: User, now: datetime) -> AbnormalRule:
    """Put a rule in force or take it out, with a reason; reports that were submitted keep what was found.

    Raises: NotAllowed, RuleUnknown, ReasonMissing.
    """
    permissions.refuse_unless_may(actor, "reports.keep_review_rules", now=now)
    if code not in {rule.code for rule in abnormal_rules.RULES}:
        raise RuleUnknown(rule=code)
    if not reason.strip():
        raise ReasonMissing(act="启用或停用规则", where=code, why="reason")
    rule = AbnormalRule.objects.select_for_update().filter(code=code).first() or AbnormalRule(code=code, is_on=False)
    before = rule.is_on
    rule.is_on, rule.changed_by, rule.changed_at, rule.reason = is_on, actor, now, reason.strip()
    rule.save()
    audit.record(
        "reports.switch_review_rule", subject=rule, actor=actor, at=now, before=before, after=is_on, remark=reason
    )
    return rule


def step_note_grounds(report: Report, draft: Draft) -> list[AbnormalGround]:
    """Keep what the rules in force find in a report that is being submitted; earlier findings go."""
    report.abnormal_grounds.all().delete()
    corrects = report.previous_version.number if report.previous_version else ""
    case = abnormal_rules.Case(draft=draft, template=report.template.code, corrects=corrects)
    grounds = [
        AbnormalGround(report=report, rule=rule, words=words[:300]) for rule, words in abnormal_rules.found(case)
    ]
    return AbnormalGround.objects.bulk_create(grounds)
