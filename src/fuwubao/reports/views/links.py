"""One report behind a customer link: no log-in, nothing else of the site, each opening kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from fuwubao.accounts.permissions import public
from fuwubao.reports import files
from fuwubao.reports.actions.links import open_link
from fuwubao.reports.distribution_errors import LinkClosed
from fuwubao.reports.models import Report
from fuwubao.reports.queries.portal import shown_report
from fuwubao.reports.views.report import attachment, framed


def _opened(request: HttpRequest, token: str, what: str) -> Report:
    return open_link(token=token, what=what, address=request.META.get("REMOTE_ADDR", ""), now=timezone.now())


def _private(answer: HttpResponse) -> HttpResponse:
    """Keep the page out of caches, search engines and the addresses that other sites see."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@require_GET
@public
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The report's verdict, figures and full text."""
    page = shown_report(_opened(request, token, "page"))
    return _private(render(request, "reports/link.html", {"page": page, "token": token}))


@require_GET
@public
def document(request: HttpRequest, token: str) -> HttpResponse:
    """The approved document as a page."""
    kept = _opened(request, token, "document").files.filter(file_format="html").first()
    if kept is None:
        raise LinkClosed()
    return _private(framed(files.read(kept.sha256, name=kept.name)))


@require_GET
@public
def file(request: HttpRequest, token: str) -> HttpResponse:
    """The approved PDF."""
    kept = _opened(request, token, "pdf").files.filter(file_format="pdf").first()
    if kept is None:
        raise LinkClosed()
    return _private(attachment(files.read(kept.sha256, name=kept.name), kept.name, "pdf"))
