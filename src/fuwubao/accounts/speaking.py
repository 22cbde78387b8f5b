"""In which language pages speak: a person's own choice; before log-in the browser's (cookie, then Accept-Language)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from fuwubao.accounts.models import User


class SpeakToReader:
    """Middleware after log-in is known: a person reads her own language on every machine, whoever used it before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let the person's language replace the browser's."""
        user = getattr(request, "user", None)
        if isinstance(user, User) and user.is_authenticated:
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)
