"""Make accounts, appoint, delegate, change passwords: every act audited, no default password anywhere."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.auth import authenticate
from django.db import transaction

from fuwubao.accounts import appointment_files, audit, permissions
from fuwubao.accounts.appointment_files import Paper
from fuwubao.accounts.errors import (
    AppointmentUnknown,
    DelegationUnclear,
    DelegationUnknown,
    LoginTaken,
    PasswordWeak,
    PasswordWrong,
    RoleUnknown,
    SignOnUnknownPerson,
    TooManyTries,
    UserUnknown,
)
from fuwubao.accounts.models import Appointment, Delegation, LoginFailure, Notice, User
from fuwubao.domain.roles import Role

SHORTEST_PASSWORD = 10
MEMORY = timedelta(minutes=15)  # how long a failed log-in counts
MOST_FAILURES_OF_LOGIN = 5
MOST_FAILURES_OF_ADDRESS = 30  # an office often shares one address


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUser:
    """What an account is made of; outsiders carry their firm's code; appointed from today unless said otherwise."""

    login: str
    name: str
    email: str = ""
    customer_code: str = ""
    department_code: str = ""
    appointed_from: date | None = None


@transaction.atomic(durable=True)
def create_user(*, new: NewUser, roles: tuple[str, ...], actor: User, now: datetime) -> tuple[User, str]:
    """Make an account with its roles; returns it with a random password that is shown once and not stored.

    Raises: NotAllowed, LoginTaken, RoleUnknown.
    """
    permissions.refuse_unless_may(actor, "accounts.manage", now=now)
    if User.objects.filter(login=new.login).exists():
        raise LoginTaken(login=new.login)
    user = User(
        login=new.login,
        name=new.name,
        email=new.email,
        customer_code=new.customer_code,
        department_code=new.department_code,
    )
    password = secrets.token_urlsafe(12)
    user.set_password(password)
    user.save(force_insert=True)
    for role in roles:
        _appoint(user, role, starts_on=new.appointed_from or now.date(), customer_code=new.customer_code)
    after = {"login": new.login, "name": new.name, "customer": new.customer_code, "roles": list(roles)}
    audit.record("accounts.create_user", subject=user, actor=actor, at=now, after=after)
    return user, password


def _appoint(
    user: User,
    role: str,
    *,
    starts_on: date,
    ends_before: date | None = None,
    customer_code: str = "",
    department_code: str = "",
    evidence: str = "",
) -> Appointment:
    if role not in set(Role):
        raise RoleUnknown(role=role, known="、".join(Role), where="role", why=role)
    return Appointment.objects.create(
        user=user,
        role=role,
        starts_on=starts_on,
        ends_before=ends_before,
        customer_code=customer_code,
        department_code=department_code,
        evidence=evidence,
    )


@transaction.atomic(durable=True)
def appoint(
    *,
    login: str,
    role: str,
    starts_on: date,
    ends_before: date | None,
    evidence: str,
    actor: User,
    now: datetime,
    paper: Paper | None = None,
) -> Appointment:
    """任命: let a person hold a role from a day until a day, by a paper that may be kept with it.

    Source: S1.8, S2.14. Raises: NotAllowed, UserUnknown, RoleUnknown, AppointmentFileUnfit.
    """
    permissions.refuse_unless_may(actor, "accounts.manage", now=now)
    user = locked_user(login)
    made = _appoint(
        user, role, starts_on=starts_on, ends_before=ends_before, customer_code=user.customer_code, evidence=evidence
    )
    if paper is not None:
        made.evidence_name, made.evidence_sha256 = appointment_files.keep(paper)
        made.save(update_fields=["evidence_name", "evidence_sha256"])
    until = ends_before.isoformat() if ends_before else None
    after = {"role": role, "from": starts_on.isoformat(), "until": until, "file": made.evidence_sha256}
    audit.record("accounts.appoint", subject=user, actor=actor, at=now, after=after, remark=evidence)
    return made


@transaction.atomic(durable=True)
def end_appointment(*, appointment_id: int, ends_before: date, actor: User, now: datetime) -> Appointment:
    """End an appointment; it stays on record with its dates."""
    permissions.refuse_unless_may(actor, "accounts.manage", now=now)
    held = Appointment.objects.select_for_update(of=("self",)).select_related("user").filter(pk=appointment_id).first()
    if held is None:
        raise AppointmentUnknown(number=appointment_id)
    held.ends_before = ends_before
    held.save(update_fields=["ends_before"])
    after = {"role": held.role, "until": ends_before.isoformat()}
    audit.record("accounts.end_appointment", subject=held.user, actor=actor, at=now, after=after)
    return held


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationTerms:
    """To whom, for which customer (empty: all), for which acts (empty: all of the role), from when until when."""

    holder: str
    starts_at: datetime
    ends_before: datetime
    reason: str
    scope: str = ""
    acts: tuple[str, ...] = ()


@transaction.atomic(durable=True)
def delegate(*, terms: DelegationTerms, actor: User, now: datetime) -> Delegation:
    """委派: the process manager gives her powers to another person for a scope and a time (S1.8).

    Raises: NotAllowed, UserUnknown, DelegationUnclear.
    """
    permissions.refuse_unless_may(actor, "accounts.delegate", now=now)
    holder = locked_user(terms.holder)
    if holder.pk == actor.pk:
        raise DelegationUnclear(why="不能委派给自己", where=terms.holder)
    if terms.ends_before <= max(terms.starts_at, now):
        raise DelegationUnclear(why="结束时间须晚于开始时间和现在", where="ends_before")
    given = Delegation.objects.create(
        giver=actor,
        holder=holder,
        role=Role.REPORT_MANAGER,
        scope=terms.scope,
        acts=list(terms.acts),
        starts_at=terms.starts_at,
        ends_before=terms.ends_before,
        reason=terms.reason,
    )
    text = f"{actor.name} 将服务报告流程经理的职责委派给您，至 {terms.ends_before:%Y-%m-%d}"
    Notice.objects.create(to=holder, at=now, text=text, url="/accounts/delegations/")
    after = {"holder": holder.login, "scope": terms.scope, "until": terms.ends_before.isoformat()}
    audit.record("accounts.delegate", subject=given, actor=actor, at=now, after=after, remark=terms.reason)
    return given


@transaction.atomic(durable=True)
def revoke_delegation(*, delegation_id: int, reason: str, actor: User, now: datetime) -> Delegation:
    """Take a delegation back before it ends (S1.8)."""
    permissions.refuse_unless_may(actor, "accounts.delegate", now=now)
    given = Delegation.objects.select_for_update(of=("self",)).filter(pk=delegation_id).first()
    if given is None:
        raise DelegationUnknown(number=delegation_id)
    if given.revoked_at is None:
        given.revoked_at = now
        given.save(update_fields=["revoked_at"])
        audit.record("accounts.revoke_delegation", subject=given, actor=actor, at=now, remark=reason)
    return given


@transaction.atomic(durable=True)
def change_password(*, present: str, password: str, actor: User, now: datetime) -> User:
    """Change one's own password. Raises: PasswordWrong, PasswordWeak."""
    user = locked_user(actor.login)
    if not user.check_password(present):
        raise PasswordWrong()
    refuse_weak(password, user.login)
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record("accounts.change_password", subject=user, actor=actor, at=now)
    return user


@transaction.atomic(durable=True)
def reset_password(*, login: str, actor: User, now: datetime) -> str:
    """Give an account a new random password, shown once. Raises: NotAllowed, UserUnknown."""
    permissions.refuse_unless_may(actor, "accounts.manage", now=now)
    user = locked_user(login)
    password = secrets.token_urlsafe(12)
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record("accounts.reset_password", subject=user, actor=actor, at=now)
    return password


@transaction.atomic(durable=True)
def set_active(*, login: str, active: bool, actor: User, now: datetime) -> User:
    """Close or reopen an account; nothing of what it did is removed."""
    permissions.refuse_unless_may(actor, "accounts.manage", now=now)
    user = locked_user(login)
    before = user.is_active
    user.is_active = active
    user.save(update_fields=["is_active"])
    audit.record("accounts.set_active", subject=user, actor=actor, at=now, before=before, after=active)
    return user


@transaction.atomic(durable=True)
def mark_notices_read(*, actor: User, now: datetime) -> int:
    """Mark one's notices as read; return how many were new. No audit entry: nothing of record changes."""
    return Notice.objects.filter(to=actor, read_at=None).update(read_at=now)


@transaction.atomic(durable=True)
def choose_language(*, language: str, actor: User) -> None:
    """Read pages in another language; an unknown one changes nothing. No audit entry: nothing of record changes."""
    if language in dict(settings.LANGUAGES):
        User.objects.filter(pk=actor.pk).update(language=language)


def locked_user(login: str) -> User:
    """Return an account, locked for change. Raises: UserUnknown."""
    user = User.objects.select_for_update().filter(login=login).first()
    if user is None:
        raise UserUnknown(login=login)
    return user


def refuse_weak(password: str, login: str) -> None:
    """Refuse a password that is too short or the login itself. Raises: PasswordWeak."""
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordWeak(why=f"少于 {SHORTEST_PASSWORD} 个字符", where="password")
    if password.casefold() == login.casefold():
        raise PasswordWeak(why="与登录名相同", where="password")


def try_login(*, login: str, password: str, address: str, now: datetime) -> User | None:
    """Return the account when login and password fit; None, and remember the failure, when not.

    Raises: TooManyTries after 5 failures of a login or 30 of an address within 15 minutes.
    """
    LoginFailure.objects.filter(at__lt=now - MEMORY).delete()
    recent = LoginFailure.objects.filter(at__gt=now - MEMORY)
    of_login, of_address = recent.filter(login=login), recent.filter(address=address)
    if of_login.count() >= MOST_FAILURES_OF_LOGIN or of_address.count() >= MOST_FAILURES_OF_ADDRESS:
        raise TooManyTries(minutes=int(MEMORY.total_seconds() // 60))
    found = authenticate(username=login, password=password)
    if not isinstance(found, User):
        LoginFailure.objects.create(login=login[:64], address=address[:64], at=now)
        return None
    _record_login(found, now)
    return found


def enter_by_sign_on(*, login: str, now: datetime) -> User:
    """Return the active account of a login that the firm's identity provider vouches for.

    Raises: SignOnUnknownPerson (an account is made by an administrator, never by logging in).
    """
    found = User.objects.filter(login=login, is_active=True).first()
    if found is None:
        raise SignOnUnknownPerson(login=login[:64])
    _record_login(found, now)
    return found


@transaction.atomic(durable=True)
def _record_login(user: User, now: datetime) -> None:
    LoginFailure.objects.filter(login=user.login).delete()
    audit.record("accounts.log_in", subject=user, actor=user, at=now)
