"""Report templates: the list, one template with its versions, a comparison, an edition, and the previews in frames."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fuwubao.accounts.permissions import AuthedRequest, requires
from fuwubao.domain.words import Words
from fuwubao.reports import files
from fuwubao.reports.actions import template_effect
from fuwubao.reports.editions import CUSTOMER, INTERNAL
from fuwubao.reports.queries import template_pages as pages
from fuwubao.reports.queries import templates as versions
from fuwubao.reports.queries.reports import report_with_id
from fuwubao.reports.template_errors import TemplateVersionUnknown
from fuwubao.reports.views.report import attachment, framed


@require_GET
@requires("reports.read")
def templates(request: AuthedRequest) -> HttpResponse:
    """Templates, row templates and the requests to change them."""
    now = timezone.now()
    facts = {
        "lines": pages.template_lines(now=now),
        "rows": pages.row_template_lines(now=now),
        "changes": pages.change_lines(),
    }
    return render(request, "reports/templates.html", facts)


@require_GET
@requires("reports.read")
def template(request: AuthedRequest, code: str) -> HttpResponse:
    """One template in the version that is asked for, by default the one that holds."""
    asked = request.GET.get("version", "")
    version = int(asked) if asked.isdecimal() else None
    page = pages.template_page(code, version=version, reader=request.user, now=timezone.now())
    return render(request, "reports/template.html", {"page": page})


def asked_content(code: str, asked: str) -> tuple[Mapping[str, Any], Words]:
    """Return what a version number or a change number stands for, with its name.

    Raises: TemplateVersionUnknown, TemplateChangeUnknown.
    """
    if asked.startswith("TC-"):
        change = versions.change_numbered(asked)
        if change.code != code or change.kind != versions.TEMPLATE:
            raise TemplateVersionUnknown(code=code, version=asked)
        return change.content, Words(f"变更申请 {asked}", f"change {asked}")
    if not asked.isdecimal():
        raise TemplateVersionUnknown(code=code, version=asked or "—")
    found = versions.version_of(code, int(asked))
    return versions.content_of(found), Words(f"第 {asked} 版", f"version {asked}")


@require_GET
@requires("reports.read")
def compare(request: AuthedRequest, code: str) -> HttpResponse:
    """Two versions side by side on the frozen figures of one report."""
    given = {side: request.GET.get(side, "") for side in ("before", "after")}
    reports = pages.samples(code, reader=request.user)
    chosen = request.GET.get("report", "") or (str(reports[0].pk) if reports else "")
    if not chosen.isdecimal():
        return render(request, "reports/compare.html", {"code": code, "found": None, "reports": (), "given": given})
    report = report_with_id(int(chosen), reader=request.user)
    sides = [asked_content(code, asked) for asked in given.values()]
    names = ((sides[0][1], given["before"]), (sides[1][1], given["after"]))
    found = pages.comparison(report, sides[0][0], sides[1][0], names=names)
    return render(request, "reports/compare.html", {"code": code, "found": found, "reports": reports, "given": given})


@require_GET
@requires("reports.read")
def template_preview(request: AuthedRequest, code: str, report_id: int) -> HttpResponse:
    """A report as another version or a change tells it, in HTML or Word; nothing is kept."""
    report = report_with_id(report_id, reader=request.user)
    content, _words = asked_content(code, request.GET.get("version", ""))
    audience = request.GET.get("edition", report.row.audience)
    document, _figures = pages.rendered(report, content["blocks"], audience)
    if request.GET.get("format") == "docx":
        written = files.written(document, "docx", word_sha256=content.get("word_sha256", ""))
        return attachment(written, files.name_of(report, "docx"), "docx")
    return framed(files.written(document, "html"))


@require_GET
@requires("reports.read")
def editions(request: AuthedRequest, report_id: int) -> HttpResponse:
    """The customer's and the house's edition of one report, side by side on the same figures (S2.2)."""
    report = report_with_id(report_id, reader=request.user)
    left_out = [block["title"] for block in report.template.blocks if block.get("internal")]
    return render(request, "reports/editions.html", {"report": report, "left_out": left_out})


@require_GET
@requires("reports.read")
def edition(request: AuthedRequest, report_id: int, audience: str) -> HttpResponse:
    """One edition of a report in a frame."""
    report = report_with_id(report_id, reader=request.user)
    chosen = INTERNAL if audience == INTERNAL else CUSTOMER
    document, _figures = pages.rendered(report, report.template.blocks, chosen)
    return framed(files.written(document, "html"))


@require_POST
@requires("reports.move_to_template")
def move_report(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Move a draft to another version of its template."""
    report = report_with_id(report_id, reader=request.user)
    asked = request.POST.get("version", "")
    version = int(asked) if asked.isdecimal() else 0
    moved = template_effect.move_to_template(
        number=report.number, version=version, actor=request.user, now=timezone.now()
    )
    told = {"number": moved.number, "version": moved.template.version}
    messages.info(request, _("%(number)s 已改用第 %(version)s 版，数字和文字不变") % told)
    return redirect("reports:report", report_id=report_id)
