"""The pattern page and the choice of language; both are open to everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from fuwubao.ui.patterns import pattern_page


@require_GET
def patterns(request: HttpRequest) -> HttpResponse:
    """Show every component in all its states."""
    return render(request, "ui/patterns.html", {"page": pattern_page()})


@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Keep the reader's language and go back to the page."""
    return set_language(request)


# ui stands below accounts, so the mark of its decorator `public` is set by hand
patterns.act = "public"  # type: ignore[attr-defined]  # read by the URL walk of the tests
language.act = "public"  # type: ignore[attr-defined]  # read by the URL walk of the tests
