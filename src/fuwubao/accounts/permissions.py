"""The only place that asks "may this person?": by role held today, by delegation valid now, within its scope.

Deny by default: an act that the table does not name is refused to everybody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from fuwubao.accounts.act_words import act_in_words
from fuwubao.accounts.errors import RoleMissing
from fuwubao.accounts.models import Appointment, Delegation, User
from fuwubao.accounts.rules import DELEGABLE, EVERYONE, MAY, ROLE_WORDS
from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.roles import Role
from fuwubao.domain.words import Words

OUTSIDERS = frozenset({Role.CUSTOMER, Role.SUPPLIER})


class AuthedRequest(HttpRequest):
    """A request whose user is logged in; views behind ``requires`` receive it."""

    user: User


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """Why an act is permitted: by a role of one's own, or for somebody by delegation (甲 代 乙)."""

    role: Role
    for_whom: User | None = None


def roles_of(user: User, *, now: datetime) -> frozenset[Role]:
    """Return the roles that a person holds today by appointment, whatever their scope."""
    return frozenset(appointment_role(a) for a in _appointments(user, now))


def grounds_for(
    user: User, act: str, *, customer_code: str = "", department_code: str = "", now: datetime
) -> Grounds | None:
    """Return why the person may do the act to something of that customer and department; None when not.

    A role of one's own goes before a delegation. Outsiders act only on their own firm's things.
    Source: domain (e), S1.8.
    """
    found = every_grounds(user, act, customer_code=customer_code, department_code=department_code, now=now)
    return found[0] if found else None


def every_grounds(
    user: User, act: str, *, customer_code: str = "", department_code: str = "", now: datetime
) -> tuple[Grounds, ...]:
    """Return all grounds of an act, own roles first: some acts accept one role only in some cases.

    The system head to whom the manager delegated approves a normal report as the manager's delegate, not as head.
    """
    allowed = MAY.get(act, ())
    if not allowed or not user.is_active:
        return ()
    found = []
    for appointment in _appointments(user, now):
        role = appointment_role(appointment)
        if role not in allowed or not _in_scope(appointment, customer_code, department_code):
            continue
        if role in OUTSIDERS and customer_code and customer_code != user.customer_code:
            continue
        found.append(Grounds(role=role))
    given = _by_delegation(user, act, customer_code, now)
    return (*found, *([given] if given else []))


def may(user: User, act: str, *, customer_code: str = "", department_code: str = "", now: datetime) -> bool:
    """Tell whether the person may do the act; pages ask it before they show a button."""
    grounds = grounds_for(user, act, customer_code=customer_code, department_code=department_code, now=now)
    return grounds is not None


def refuse_unless_may(
    user: User, act: str, *, customer_code: str = "", department_code: str = "", now: datetime
) -> Grounds:
    """Return the grounds of an act or refuse it. Raises: RoleMissing."""
    grounds = grounds_for(user, act, customer_code=customer_code, department_code=department_code, now=now)
    if grounds is None:
        allowed = MAY.get(act, ())
        roles = Words(
            "、".join(ROLE_WORDS[role].zh for role in allowed) or "—",
            ", ".join(ROLE_WORDS[role].en for role in allowed) or "—",
        )
        raise RoleMissing(person=user.name, act=act_in_words(act), roles=roles)
    return grounds


def appointment_role(appointment: Appointment) -> Role:
    """Return the role of an appointment as a value."""
    return Role(appointment.role)


def _appointments(user: User, now: datetime) -> list[Appointment]:
    today = now.astimezone(ZoneInfo(time_zone())).date()
    held = Appointment.objects.filter(user=user, starts_on__lte=today)
    return list(held.filter(Q(ends_before=None) | Q(ends_before__gt=today)).order_by("starts_on", "pk"))


def _in_scope(appointment: Appointment, customer_code: str, department_code: str) -> bool:
    if appointment.customer_code and customer_code and appointment.customer_code != customer_code:
        return False
    return not (appointment.department_code and department_code and appointment.department_code != department_code)


def _by_delegation(user: User, act: str, customer_code: str, now: datetime) -> Grounds | None:
    """Find a valid delegation whose giver could do the act today; a delegate cannot pass it on."""
    if act not in DELEGABLE:
        return None
    given = Delegation.objects.filter(
        holder=user, starts_at__lte=now, ends_before__gt=now, revoked_at=None
    ).select_related("giver")
    for delegation in given.order_by("starts_at", "pk"):
        role = Role(delegation.role)
        if role not in MAY.get(act, ()) or (delegation.acts and act not in delegation.acts):
            continue
        if delegation.scope and customer_code and delegation.scope != customer_code:
            continue
        if role in roles_of(delegation.giver, now=now):
            return Grounds(role=role, for_whom=delegation.giver)
    return None


P = ParamSpec("P")


class View(Protocol):
    """A view with the act that guards it; the URL walk of the tests reads ``act``."""

    act: str


def requires(
    act: str,
) -> Callable[
    [Callable[Concatenate[AuthedRequest, P], HttpResponseBase]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]
]:
    """Guard a view by an act of the table; who is not logged in is sent to the log-in page.

    The object's own scope (customer, department) is checked again by the action or query behind the view.
    """

    def guard(
        view: Callable[Concatenate[AuthedRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            assert isinstance(request.user, User)
            refuse_unless_may(request.user, act, now=timezone.now())
            return view(request, *args, **kwargs)  # type: ignore[arg-type]  # the log-in check made it an AuthedRequest

        wrapped = login_required(guarded)
        wrapped.act = act  # type: ignore[attr-defined]  # read by the URL walk of the tests
        return wrapped

    return guard


def public(view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """Mark a view as open to everybody: log-in and error pages only."""
    view.act = "public"  # type: ignore[attr-defined]  # read by the URL walk of the tests
    return view


__all__ = [
    "EVERYONE",
    "AuthedRequest",
    "Grounds",
    "every_grounds",
    "grounds_for",
    "may",
    "public",
    "refuse_unless_may",
    "requires",
]
