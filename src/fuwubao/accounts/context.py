"""What the frame around each page shows of its reader: roles, unread notices, what may be opened, the firm's name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from fuwubao.accounts import permissions, queries
from fuwubao.accounts.models import Delegation, User
from fuwubao.accounts.rules import ROLE_WORDS
from fuwubao.accounts.workspace import setting
from fuwubao.ui.language import said


def reader(request: HttpRequest) -> dict[str, object]:
    """Context processor: facts of the frame; nothing of a person before log-in."""
    user = getattr(request, "user", None)
    facts: dict[str, object] = {"firm_name": setting("ORGANISATION")}
    if not isinstance(user, User):
        return facts
    now = timezone.now()
    return {
        **facts,
        "unread_notices": queries.notices_of(user, unread_only=True).count(),
        "role_words": role_words(user, now),
        "may_open": may_open(user, now),
    }


def may_open(user: User, now: datetime) -> Callable[[str], bool]:
    """Return a question that remembers its answers, for one page."""
    known: dict[str, bool] = {}

    def ask(act: str) -> bool:
        if act not in known:
            known[act] = permissions.may(user, act, now=now)
        return known[act]

    return ask


def role_words(user: User, now: datetime) -> str:
    """Say for whom a person acts by delegation, else the first role of her own."""
    valid = Delegation.objects.filter(holder=user, starts_at__lte=now, ends_before__gt=now, revoked_at=None)
    given = valid.select_related("giver").order_by("starts_at", "pk").first()
    if given is not None:
        return _("代 %(name)s") % {"name": given.giver.name}
    held = permissions.roles_of(user, now=now)
    return next((said(words) for role, words in ROLE_WORDS.items() if role in held), "")
