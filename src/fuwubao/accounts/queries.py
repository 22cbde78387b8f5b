"""Who holds which role when, what was done by whom, and what waits for a reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from fuwubao.accounts.models import Appointment, AuditEntry, Delegation, Notice, User
from fuwubao.accounts.rules import MAY, ROLE_WORDS
from fuwubao.domain.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleHolder:
    """One appointment as the pages show it."""

    appointment_id: int
    login: str
    name: str
    role: str
    role_words: str
    customer_code: str
    starts_on: date
    ends_before: date | None


def holders_of(role: Role, *, on: date) -> list[RoleHolder]:
    """Return who held a role on a day (S1.8, S2.14)."""
    held = Appointment.objects.filter(role=role, starts_on__lte=on).filter(Q(ends_before=None) | Q(ends_before__gt=on))
    return [_holder(appointment) for appointment in held.select_related("user").order_by("user__login", "pk")]


def appointments(*, login: str | None = None) -> list[RoleHolder]:
    """Return every appointment, of one person or all, in order of login and date."""
    held = Appointment.objects.select_related("user").order_by("user__login", "starts_on", "pk")
    return [_holder(appointment) for appointment in (held.filter(user__login=login) if login else held)]


def _holder(appointment: Appointment) -> RoleHolder:
    return RoleHolder(
        appointment_id=appointment.pk,
        login=appointment.user.login,
        name=appointment.user.name,
        role=appointment.role,
        role_words=ROLE_WORDS[Role(appointment.role)][0],
        customer_code=appointment.customer_code,
        starts_on=appointment.starts_on,
        ends_before=appointment.ends_before,
    )


def users() -> QuerySet[User]:
    """Return every account in order of login."""
    return User.objects.order_by("login")


def delegations() -> QuerySet[Delegation]:
    """Return every delegation, newest first."""
    return Delegation.objects.select_related("giver", "holder").order_by("-starts_at", "-pk")


def notices_of(user: User, *, unread_only: bool = False) -> QuerySet[Notice]:
    """Return a person's notices, newest first."""
    found = Notice.objects.filter(to=user).order_by("-at", "-pk")
    return found.filter(read_at=None) if unread_only else found


def second_approver_missing(*, on: date) -> bool:
    """Tell whether only one person could approve: when she is the author, a report would wait for nobody (design 6)."""
    able = {holder.login for role in MAY["reports.approve"] for holder in holders_of(role, on=on)}
    return len(able) < 2


def audit_page(
    *, subject_kind: str = "", subject_id: str = "", actor: str = "", since: datetime | None = None
) -> QuerySet[AuditEntry]:
    """Return entries of the chain that fit the filters, newest first."""
    found = AuditEntry.objects.order_by("-number")
    if subject_kind:
        found = found.filter(subject_kind=subject_kind)
    if subject_id:
        found = found.filter(subject_id=subject_id)
    if actor:
        found = found.filter(Q(actor_login=actor) | Q(actor_name=actor))
    return found.filter(at__gte=since) if since else found


def audit_entries(*, subject_kind: str | None = None, subject_id: str | None = None) -> Iterator[dict[str, object]]:
    """Yield entries in order of the chain as JSON values."""
    found = AuditEntry.objects.order_by("number")
    if subject_kind:
        found = found.filter(subject_kind=subject_kind)
    if subject_id:
        found = found.filter(subject_id=subject_id)
    for entry in found.iterator(chunk_size=2000):
        yield {
            "number": entry.number,
            "at": entry.at.isoformat(),
            "actor": entry.actor_login,
            "actor_name": entry.actor_name,
            "for": entry.for_login,
            "act": entry.act,
            "subject": [entry.subject_kind, entry.subject_id, entry.subject_label],
            "before": entry.before,
            "after": entry.after,
            "remark": entry.remark,
            "channel": [entry.channel, entry.system_user],
            "previous_hash": entry.previous_hash,
            "hash": entry.hash,
        }
