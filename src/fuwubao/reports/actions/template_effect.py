"""New versions of templates take effect on their day; drafts move only when somebody moves them (S1.27)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.domain.template_changes import TEMPLATE_CHANGE
from fuwubao.reports import rules
from fuwubao.reports.actions.duties import FIRST_DAY
from fuwubao.reports.actions.writing import locked_report
from fuwubao.reports.models import Obligation, Report, RowTemplate, Template, TemplateChange
from fuwubao.reports.queries import templates as versions
from fuwubao.reports.row_moves import RowMove, row_moves
from fuwubao.reports.row_template_fields import shipped_row_templates
from fuwubao.reports.template_errors import TemplateNotTheirs

SUPERSEDED_BY = "频次随列表条目模板变更"


@transaction.atomic(durable=True)
def seed_row_templates(*, actor: User, now: datetime) -> int:
    """Keep the row templates that ship as their version 1; return how many were added (S1.41)."""
    known = set(RowTemplate.objects.values_list("code", flat=True))
    added = 0
    for code, content in shipped_row_templates().items():
        if code not in known:
            kept = RowTemplate.objects.create(code=code, version=1, content=content, effective_from=FIRST_DAY)
            audit.record("reports.seed_row_template", subject=kept, actor=actor, at=now, after={"code": code})
            added += 1
    return added


def step_make_version(change: TemplateChange, *, actor: User, now: datetime) -> None:
    """Make the version that a change was approved for, and let it hold at once when its day has come.

    A step of an action, never called alone. A version of a later day waits; it is in force from that day on, whether
    or not anything runs then.
    """
    assert change.effective_from is not None, "a change is approved with its day"
    if change.kind == versions.TEMPLATE:
        held = Template.objects.filter(code=change.code).order_by("-version").first()
        assert held is not None, "a change starts from a version"
        made = Template.objects.create(
            code=change.code,
            version=held.version + 1,
            kind=held.kind,
            effective_from=change.effective_from,
            changed_because=change.reason,
            **{field: change.content[field] for field in ("name", "blocks", "profiles", "word_sha256", "word_name")},
        )
        change.new_version = made.version
    else:
        last = RowTemplate.objects.filter(code=change.code).order_by("-version").first()
        assert last is not None, "a change starts from a version"
        change.new_version = last.version + 1
        RowTemplate.objects.create(
            code=change.code,
            version=change.new_version,
            content=change.content,
            effective_from=change.effective_from,
        )
    change.save(update_fields=["new_version"])
    if change.effective_from <= versions.today_of(now):
        _take_effect(change, actor=actor, now=now)


@transaction.atomic(durable=True)
def take_effect(*, actor: User, now: datetime) -> int:
    """Let every approved version hold whose day has come; return how many. Repeats safely."""
    due = TemplateChange.objects.select_for_update().filter(
        state="approved", effective_from__lte=versions.today_of(now)
    )
    changes = list(due.order_by("effective_from", "pk"))
    for change in changes:
        _take_effect(change, actor=actor, now=now)
    return len(changes)


def _take_effect(change: TemplateChange, *, actor: User, now: datetime) -> None:
    assert change.new_version is not None, "an approved change has made its version"
    model = Template if change.kind == versions.TEMPLATE else RowTemplate
    older = model.objects.filter(code=change.code, version__lt=change.new_version, state="effective")
    older.update(state="superseded")
    change.state = TEMPLATE_CHANGE.step_for(change.state, "reports.template_takes_effect").target_state
    change.save(update_fields=["state"])
    moved = _move_rows(change, actor=actor, now=now) if change.kind == versions.ROW_TEMPLATE else []
    after = {"template": change.code, "version": change.new_version, "rows": [move.row.number for move in moved]}
    audit.record("reports.template_takes_effect", subject=change, actor=actor, at=now, after=after)


def _move_rows(change: TemplateChange, *, actor: User, now: datetime) -> list[RowMove]:
    before = versions.content_before(change)
    moves = [
        move
        for move in row_moves(versions.rows_following(change.code, before), before, change.content)
        if move.kept_because is None
    ]
    for move in moves:
        field = versions.ROW_FIELDS[move.field]
        setattr(move.row, field, change.content[move.field])
        move.row.changed_at = now
        move.row.save(update_fields=[field, "changed_at"])
        audit.record(
            "reports.edit_register",
            subject=move.row,
            actor=actor,
            at=now,
            before={move.field: move.was},
            after={move.field: move.now},
            remark=change.number,
        )
        if move.field == "frequency":
            _cancel_ahead(move, actor=actor, now=now)
    return moves


def _cancel_ahead(move: RowMove, *, actor: User, now: datetime) -> None:
    """Cancel what was scheduled by the old frequency and has not begun; the new one is scheduled as usual."""
    ahead = Obligation.objects.filter(row=move.row, state="scheduled", period_starts_at__gt=now)
    for duty in ahead.order_by("due_at"):
        duty.state, duty.waived_because = "cancelled", SUPERSEDED_BY
        duty.save(update_fields=["state", "waived_because"])
        audit.record(
            "reports.cancel_duty", subject=duty, actor=actor, at=now, before="scheduled", after=duty.state,
            remark=SUPERSEDED_BY,
        )  # fmt: skip


@transaction.atomic(durable=True)
def move_to_template(*, number: str, version: int, actor: User, now: datetime) -> Report:
    """Move a draft to another version of its template; figures, facts and words stay as they are (S1.27).

    Raises: NotAllowed, StepRefused, TemplateVersionUnknown, TemplateNotTheirs.
    """
    report = locked_report(number)
    permissions.refuse_unless_may(actor, "reports.move_to_template", customer_code=report.row.customer_code, now=now)
    rules.refuse_unless_in(report, "draft", "returned", act="改用新版模板")
    chosen = versions.version_of(report.template.code, version)
    if chosen.state not in versions.HELD or chosen.effective_from > versions.today_of(now):
        held, asked = f"{report.template}", f"{chosen}"
        raise TemplateNotTheirs(number=number, held=held, asked=asked)
    before, report.template = str(report.template), chosen
    report.save(update_fields=["template"])
    audit.record("reports.move_to_template", subject=report, actor=actor, at=now, before=before, after=str(chosen))
    return report
