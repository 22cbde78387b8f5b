"""Raise actions and suggestions; accept a suggestion as an action or decline it with a reason (S2.3, S6.7, S6.13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import Notice, User
from fuwubao.domain.roles import Role
from fuwubao.improvement import rules
from fuwubao.improvement.effects import Expectation, expect
from fuwubao.improvement.errors import ActionUnknown
from fuwubao.improvement.models import Action, Nonconformity
from fuwubao.improvement.numbers import next_number, today_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where something came from: a kind of ``rules.SOURCES``, a number and an address, all plain texts."""

    kind: str
    number: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What an action or suggestion says (F08)."""

    title: str
    problem: str = ""
    cause: str = ""
    measure: str = ""
    priority: str = "normal"
    process: str = ""
    customer_code: str = ""
    service_code: str = ""


@transaction.atomic(durable=True)
def raise_action(
    *,
    content: Content,
    source: Source,
    owner: User | None,
    due_on: date | None,
    actor: User,
    now: datetime,
    expected: Expectation | None = None,
) -> Action:
    """Raise an action with owner and due day; the named figure is frozen as its baseline.

    Source: S6.13, ISO/IEC 20000-1:2018 10.2. Raises: NotAllowed, SomethingMissing, DueBehind, FigureIncomplete.
    """
    permissions.refuse_unless_may(actor, "improvement.raise", customer_code=content.customer_code, now=now)
    action = step_raise(
        content=content, source=source, owner=owner, due_on=due_on, expected=expected, actor=actor, now=now
    )
    audit.record("improvement.raise", subject=action, actor=actor, at=now, after=audited(action))
    return action


def step_raise(
    *,
    content: Content,
    source: Source,
    owner: User | None,
    due_on: date | None,
    expected: Expectation | None,
    actor: User,
    now: datetime,
    nonconformity: Nonconformity | None = None,
) -> Action:
    """Write a planned action and tell its owner; a step of an action of this room, never called alone."""
    given = {"title": content.title, "measure": content.measure, "owner": owner, "due_on": due_on}
    rules.refuse_missing("improvement.raise", given)
    assert owner is not None
    assert due_on is not None
    rules.refuse_due_before(due_on, today_of(now))
    action = new_action(content, source, state="planned", actor=actor, now=now)
    action.owner, action.due_on, action.first_due_on, action.nonconformity = owner, due_on, due_on, nonconformity
    if expected is not None and not expected.is_blank:
        expect(action, expected, actor=actor, now=now)
    action.save(force_insert=True)
    tell(owner, _("改进措施 %(number)s 由你负责，期限 %(due)s") % {"number": action.number, "due": due_on}, action, now)
    return action


@transaction.atomic(durable=True)
def raise_suggestion(
    *, content: Content, source: Source, actor: User, now: datetime, addressed_to: User | None = None
) -> Action:
    """Put a suggestion before the owner of its process; without one, before the report process managers (S2.3).

    Raises: NotAllowed, SomethingMissing.
    """
    permissions.refuse_unless_may(actor, "improvement.suggest", customer_code=content.customer_code, now=now)
    rules.refuse_missing("improvement.suggest", {"title": content.title})
    action = new_action(content, source, state="proposed", actor=actor, now=now)
    action.was_suggested, action.addressed_to = True, addressed_to
    action.save(force_insert=True)
    audit.record("improvement.suggest", subject=action, actor=actor, at=now, after=audited(action))
    text = _("改进建议 %(number)s 待你采纳或说明不采纳的原因") % {"number": action.number}
    for person in [addressed_to] if addressed_to else people_with(Role.REPORT_MANAGER, now=now):
        tell(person, text, action, now)
    return action


@transaction.atomic(durable=True)
def decide_suggestion(
    *, number: str, accept: bool, actor: User, now: datetime, owner: User | None = None, reason: str = ""
) -> Action:
    """Accept a suggestion as an action of ``owner``, or decline it with a reason; its author is told (S2.3, K34).

    Raises: NotAllowed, ActionUnknown, StepRefused, SomethingMissing, SameHands, NotTheOwner.
    """
    action = locked_action(number)
    act = "improvement.accept" if accept else "improvement.decline"
    grounds = permissions.refuse_unless_may(actor, act, customer_code=action.customer_code, now=now)
    step = rules.step_of_action(action, act)
    rules.refuse_decider(action, actor, grounds.role, act)
    rules.refuse_missing(act, {"owner": owner} if accept else {"reason": reason})
    before = audited(action)
    action.state, action.owner, action.decision = step.target_state, owner, reason.strip()
    action.decided_by, action.decided_at = actor, now
    action.save(update_fields=["state", "owner", "decision", "decided_by", "decided_at"])
    audit.record(
        act, subject=action, actor=actor, at=now, before=before, after=audited(action), remark=reason,
        for_whom=grounds.for_whom,
    )  # fmt: skip
    if accept and owner is not None:
        tell(action.raised_by, _("改进建议 %(number)s 已采纳") % {"number": number}, action, now)
        tell(owner, _("改进措施 %(number)s 由你负责，请制定措施和期限") % {"number": number}, action, now)
    else:
        text = _("改进建议 %(number)s 未采纳：%(reason)s") % {"number": number, "reason": reason.strip()}
        tell(action.raised_by, text, action, now)
    return action


def new_action(content: Content, source: Source, *, state: str, actor: User, now: datetime) -> Action:
    """Return an action that is not saved yet, with the next number of the year."""
    return Action(
        number=next_number(Action, "IMP", now=now),
        title=content.title.strip(),
        problem=content.problem,
        cause=content.cause,
        measure=content.measure,
        priority=content.priority,
        process=content.process,
        customer_code=content.customer_code,
        service_code=content.service_code,
        source_kind=source.kind,
        source_number=source.number,
        source_url=source.url,
        state=state,
        raised_by=actor,
        raised_at=now,
    )


def locked_action(number: str) -> Action:
    """Return an action, locked for change. Raises: ActionUnknown."""
    rows = Action.objects.select_for_update(of=("self",)).select_related("owner", "addressed_to", "raised_by")
    found = rows.filter(number=number).first()
    if found is None:
        raise ActionUnknown(number=number, what=number)
    return found


def audited(action: Action) -> dict[str, object]:
    """Return what the audit chain keeps of an action."""
    return {
        "state": action.state,
        "title": action.title,
        "measure": action.measure,
        "owner": action.owner.login if action.owner else "",
        "due_on": action.due_on.isoformat() if action.due_on else "",
        "figure": action.figure,
        "target": f"{action.operator} {action.target}".strip(),
        "source": f"{action.source_kind} {action.source_number}".strip(),
    }


def tell(person: User, text: str, action: Action, now: datetime) -> None:
    """Leave one person a notice that leads to the action."""
    Notice.objects.create(to=person, at=now, text=text[:300], url=f"/improvement/{action.number}/")


def people_with(role: Role, *, now: datetime, customer_code: str = "") -> list[User]:
    """Return who holds a role today for that customer (or for all), by login."""
    people = User.objects.filter(is_active=True, appointments__role=role).distinct().order_by("login")
    return [
        person
        for person in people
        if role in permissions.roles_of(person, now=now)
        and permissions.may(person, "improvement.read", customer_code=customer_code, now=now)
    ]
