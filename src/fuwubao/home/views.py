"""The first page, and the search that leads everywhere."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from fuwubao.accounts.permissions import AuthedRequest, requires
from fuwubao.home.palette import hits
from fuwubao.home.queries import home_page


@require_GET
@requires("accounts.own")
def home(request: AuthedRequest) -> HttpResponse:
    """What is due and what waits for the reader; customers and suppliers go to their portal."""
    if request.user.customer_code:
        return redirect("portal:reports")
    return render(request, "home/home.html", {"page": home_page(reader=request.user, now=timezone.now())})


@require_GET
@requires("accounts.own")
def palette(request: AuthedRequest) -> HttpResponse:
    """What fits ``?q=``, as lines for the palette."""
    found = hits(request.GET.get("q", ""), reader=request.user, now=timezone.now())
    return render(request, "ui/hits.html", {"hits": found})


@require_GET
@requires("accounts.own")
def search(request: AuthedRequest) -> HttpResponse:
    """The same search as a page of its own, for a browser without script."""
    words = request.GET.get("q", "")
    found = hits(words, reader=request.user, now=timezone.now())
    template = "home/portal_search.html" if request.user.customer_code else "home/search.html"
    return render(request, template, {"hits": found, "words": words})
