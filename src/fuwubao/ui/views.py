"""The pattern page; it is open to everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fuwubao.ui.patterns import pattern_page


@require_GET
def patterns(request: HttpRequest) -> HttpResponse:
    """Show every component in all its states."""
    return render(request, "ui/patterns.html", {"page": pattern_page()})


# ui stands below accounts, so the mark of its decorator `public` is set by hand
patterns.act = "public"  # type: ignore[attr-defined]  # read by the URL walk of the tests
