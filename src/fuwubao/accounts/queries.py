"""Who holds which role when, what was done by whom, and what waits for a reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from django.db.models import Q, QuerySet

from fuwubao.accounts import permissions
from fuwubao.accounts.errors import AppointmentUnknown, UserUnknown
from fuwubao.accounts.models import Appointment, AuditEntry, Delegation, Notice, User
from fuwubao.accounts.rules import MAY, ROLE_WORDS
from fuwubao.domain.roles import Role
from fuwubao.ui.language import listed, said


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
    evidence: str
    file_name: str


def holders_of(role: Role, *, on: date) -> list[RoleHolder]:
    """Return who held a role on a day (S1.8, S2.14)."""
    held = Appointment.objects.filter(role=role, starts_on__lte=on).filter(Q(ends_before=None) | Q(ends_before__gt=on))
    return [_holder(appointment) for appointment in held.select_related("user").order_by("user__login", "pk")]


@dataclass(frozen=True, slots=True, kw_only=True)
class RolePage:
    """Who held a role on a day: by appointment, and for the process manager also by delegation (甲 代 乙)."""

    role_words: str
    on: date
    holders: list[RoleHolder]
    delegations: list[DelegationRow]


def role_page(role: Role, *, on: date, zone: tzinfo) -> RolePage:
    """Return who held a role on a day of the workspace, delegates included (S1.8, S2.14)."""
    begins = datetime.combine(on, time.min, zone)
    ends = datetime.combine(on + timedelta(days=1), time.min, zone)
    valid = delegations().filter(role=role, starts_at__lt=ends, ends_before__gt=begins)
    valid = valid.filter(Q(revoked_at=None) | Q(revoked_at__gt=begins))
    return RolePage(
        role_words=said(ROLE_WORDS[role]),
        on=on,
        holders=holders_of(role, on=on),
        delegations=[_delegation_row(given, begins) for given in valid],
    )


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
        role_words=said(ROLE_WORDS[Role(appointment.role)]),
        customer_code=appointment.customer_code,
        starts_on=appointment.starts_on,
        ends_before=appointment.ends_before,
        evidence=appointment.evidence,
        file_name=appointment.evidence_name,
    )


def appointment_paper(appointment_id: int) -> tuple[str, str]:
    """Return name and hash of an appointment's paper. Raises: AppointmentUnknown also when it has none."""
    held = Appointment.objects.filter(pk=appointment_id).exclude(evidence_sha256="").first()
    if held is None:
        raise AppointmentUnknown(number=appointment_id)
    return held.evidence_name, held.evidence_sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class UserRow:
    """One account in the list; ``roles`` are those held on the day, in words."""

    login: str
    name: str
    customer_code: str
    department_code: str
    roles: str
    is_active: bool
    last_login: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UserPage:
    """One account with every appointment it ever had."""

    login: str
    name: str
    email: str
    customer_code: str
    department_code: str
    is_active: bool
    appointments: list[RoleHolder]


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationRow:
    """One delegation; ``state`` is valid, to_come, ended or revoked."""

    id: int
    giver: str
    holder: str
    scope: str
    acts: int
    starts_at: datetime
    ends_before: datetime
    reason: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationPage:
    """All delegations, and whether the reader may give one."""

    rows: list[DelegationRow]
    may_give: bool


AuditEntries = QuerySet[AuditEntry]


def user_rows(*, on: date) -> list[UserRow]:
    """Return every account with the roles that it holds on a day."""
    held: dict[str, list[str]] = {}
    valid = Appointment.objects.filter(starts_on__lte=on).filter(Q(ends_before=None) | Q(ends_before__gt=on))
    for login, role in valid.order_by("starts_on", "pk").values_list("user__login", "role"):
        held.setdefault(login, []).append(said(ROLE_WORDS[Role(role)]))
    return [
        UserRow(
            login=user.login,
            name=user.name,
            customer_code=user.customer_code,
            department_code=user.department_code,
            roles=listed(*held.get(user.login, [])),
            is_active=user.is_active,
            last_login=user.last_login,
        )
        for user in users()
    ]


def user_page(login: str) -> UserPage:
    """Return one account. Raises: UserUnknown."""
    user = User.objects.filter(login=login).first()
    if user is None:
        raise UserUnknown(login=login)
    return UserPage(
        login=user.login,
        name=user.name,
        email=user.email,
        customer_code=user.customer_code,
        department_code=user.department_code,
        is_active=user.is_active,
        appointments=appointments(login=login),
    )


def delegation_page(reader: User, *, now: datetime) -> DelegationPage:
    """Return the delegations that a reader may see: staff all, outsiders none."""
    rows = [] if reader.customer_code else [_delegation_row(given, now) for given in delegations()]
    return DelegationPage(rows=rows, may_give=permissions.may(reader, "accounts.delegate", now=now))


def _delegation_row(given: Delegation, now: datetime) -> DelegationRow:
    if given.revoked_at is not None:
        state = "revoked"
    elif given.ends_before <= now:
        state = "ended"
    else:
        state = "to_come" if given.starts_at > now else "valid"
    return DelegationRow(
        id=given.pk,
        giver=given.giver.name,
        holder=given.holder.name,
        scope=given.scope,
        acts=len(given.acts),
        starts_at=given.starts_at,
        ends_before=given.ends_before,
        reason=given.reason,
        state=state,
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
) -> AuditEntries:
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
