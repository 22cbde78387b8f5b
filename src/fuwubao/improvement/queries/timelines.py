"""What happened to an action or a nonconformity, as the audit chain tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fuwubao.accounts.audit_words import done_in_words
from fuwubao.accounts.models import AuditEntry
from fuwubao.domain.lifecycles import ACTION, NONCONFORMITY
from fuwubao.domain.words import Words
from fuwubao.improvement.models import Action, Nonconformity
from fuwubao.ui.language import said


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One act: when, who (for whom), what, to which state, with what remark; ``entry`` is its number in the chain."""

    at: datetime
    who: str
    for_whom: str
    act: str
    state: str
    remark: str
    entry: int


def happenings(subject: Action | Nonconformity) -> tuple[Happening, ...]:
    """Return every recorded act on the subject, the latest first."""
    states = ACTION.states if isinstance(subject, Action) else NONCONFORMITY.states
    entries = AuditEntry.objects.filter(subject_kind=subject._meta.label_lower, subject_id=str(subject.pk))
    return tuple(_happening(entry, states) for entry in entries.order_by("-number"))


def _happening(entry: AuditEntry, states: dict[str, Words]) -> Happening:
    after = entry.after if isinstance(entry.after, dict) else {}
    before = entry.before if isinstance(entry.before, dict) else {}
    state = str(after.get("state", ""))
    moved = state in states and state != before.get("state")
    return Happening(
        at=entry.at,
        who=entry.actor_name,
        for_whom=entry.for_login,
        act=said(done_in_words(entry.act)),
        state=said(states[state]) if moved else "",
        remark=entry.remark,
        entry=entry.number,
    )
