"""The pages of one action and of the suggestions, each as one typed object."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from fuwubao.accounts import permissions
from fuwubao.accounts.models import User
from fuwubao.domain.lifecycles import ACTION
from fuwubao.improvement.lateness import OWED_STATES, days_over, flag_of, working_calendar
from fuwubao.improvement.models import Action, Evidence, Move
from fuwubao.improvement.numbers import today_of
from fuwubao.improvement.queries.actions import ActionLine, action_named, line_of
from fuwubao.improvement.queries.timelines import Happening, happenings
from fuwubao.improvement.rules import LADDER, MOVABLE, PROCESS_ROLES
from fuwubao.ui.language import said
from fuwubao.ui.parts import Step

STEPS = ("proposed", "accepted", "planned", "in_progress", "done", "verified_effective", "closed")
BRANCHES = {"ineffective": "done", "declined": "proposed", "cancelled": "closed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPage:
    """One action with everything that happened to it; ``may`` names the acts whose buttons this reader gets."""

    action: Action
    line: ActionLine
    steps: tuple[Step, ...]
    ladder: str
    may: dict[str, bool]
    moves: tuple[Move, ...]
    open_move: Move | None
    evidence: tuple[Evidence, ...]
    happenings: tuple[Happening, ...]
    people: tuple[User, ...]


def action_page(number: str, *, reader: User, now: datetime) -> ActionPage:
    """Return the page of an action. Raises: ActionUnknown, NotAllowed."""
    action = action_named(number, reader=reader)
    permissions.refuse_unless_may(reader, "improvement.read", customer_code=action.customer_code, now=now)
    moves = tuple(action.moves.select_related("asked_by", "decided_by", "new_owner").order_by("-asked_at", "-pk"))
    waiting = next((move for move in moves if move.approved is None), None)
    return ActionPage(
        action=action,
        line=line_of(action, today_of(now), calendar=working_calendar()),
        steps=_steps(action),
        ladder=_ladder(action, today_of(now)),
        may=_may(action, waiting, reader, now),
        moves=moves,
        open_move=waiting,
        evidence=tuple(action.evidence.select_related("added_by").order_by("added_at", "pk")),
        happenings=happenings(action),
        people=tuple(improvers(now=now)),
    )


def improvers(*, now: datetime) -> list[User]:
    """Return who may own an action today, by name."""
    people = User.objects.filter(is_active=True, customer_code="").order_by("name", "login")
    return [person for person in people if permissions.may(person, "improvement.plan", now=now)]


def _may(action: Action, waiting: Move | None, reader: User, now: datetime) -> dict[str, bool]:
    """Which buttons the reader gets: possible in this state, and permitted to this person."""
    able: dict[str, bool] = {}
    for step in ACTION.steps_from(action.state):
        act = "improvement.verify" if step.act == "improvement.find_ineffective" else step.act
        grounds = permissions.grounds_for(reader, act, customer_code=action.customer_code, now=now)
        held = grounds is not None
        runs = grounds is not None and grounds.role in PROCESS_ROLES
        if step.guard == "owner":
            held = held and (action.owner_id == reader.pk or runs)
        elif step.guard == "verifier_is_another":
            held = held and action.owner_id != reader.pk
        elif step.guard == "decider_is_another":
            mine = action.addressed_to_id in (None, reader.pk) or runs
            held = held and mine and action.raised_by_id != reader.pk
        able[act.removeprefix("improvement.")] = held
    code = action.customer_code
    grounds = permissions.grounds_for(reader, "improvement.ask_move", customer_code=code, now=now)
    asks = grounds is not None and (action.owner_id == reader.pk or grounds.role in PROCESS_ROLES)
    able["ask_move"] = asks and waiting is None and action.state in MOVABLE
    decides = permissions.may(reader, "improvement.decide_move", customer_code=code, now=now)
    known = (action.owner_id, waiting.asked_by_id if waiting else None)
    able["decide_move"] = decides and waiting is not None and reader.pk not in known
    able["attach"] = permissions.may(reader, "improvement.attach", customer_code=code, now=now)
    return able


def _steps(action: Action) -> tuple[Step, ...]:
    order = STEPS if action.was_suggested else STEPS[2:]
    state = BRANCHES.get(action.state, action.state)
    if state not in order:
        order = STEPS
    current = order.index(state)
    words = {code: said(ACTION.states[code]) for code in order}
    if action.state in BRANCHES:
        words[state] = said(ACTION.states[action.state])
    notes = {
        "proposed": action.raised_by.name,
        "accepted": action.decided_by.name if action.decided_by else "",
        "planned": action.due_on.isoformat() if action.due_on else "",
        "in_progress": action.owner.name if action.owner and action.started_at else "",
        "done": today_of(action.done_at).isoformat() if action.done_at else "",
        "verified_effective": action.verified_by.name if action.verified_by else "",
        "closed": today_of(action.closed_at).isoformat() if action.closed_at else "",
    }
    last = action.state == "closed"
    return tuple(
        Step(
            words=words[code],
            note=notes[code],
            place="done" if at < current or (last and at == current) else "current" if at == current else "future",
        )
        for at, code in enumerate(order)
    )


def _ladder(action: Action, today: date) -> str:
    """Say who has been told by now that the action is overdue; empty while it is not."""
    calendar = working_calendar()
    if action.due_on is None or action.state not in OWED_STATES or flag_of(action, today, calendar) != "overdue":
        return ""
    over = days_over(action.due_on, today, calendar)
    reached = [said(rung.words) for rung in LADDER if rung.days <= over]
    return rungs_text(over, reached)


def rungs_text(over: int, reached: Sequence[str]) -> str:
    """Say how late something is and up to whom that goes."""
    return _("已逾期 %(days)s 个工作日，应知会：%(people)s") % {"days": over, "people": " → ".join(reached)}
