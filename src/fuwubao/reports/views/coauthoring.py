"""Writing together: saving by itself, holding a block, its history, comments, giving blocks, finding figures.

``save`` and ``hold`` answer the page's script in JSON and a plain form with a redirect; both keep every text.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from fuwubao.accounts.permissions import AuthedRequest, requires
from fuwubao.reports import forms
from fuwubao.reports.actions import coauthoring, comments
from fuwubao.reports.queries.citing import figures_found
from fuwubao.reports.queries.coauthoring import history_page
from fuwubao.reports.queries.material import material_of
from fuwubao.reports.queries.reports import report_with_id
from fuwubao.reports.queries.reviewers import people_numbered
from fuwubao.ui.language import reader_language


def _back(report_id: int, block: str, place: str = "") -> HttpResponse:
    address = reverse("reports:report", kwargs={"report_id": report_id})
    return redirect(f"{address}?block={block}{place}")


def _wants_json(request: AuthedRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


@require_POST
@requires("reports.write")
def save(request: AuthedRequest, report_id: int, block: str) -> HttpResponse:
    """Save the words of a block; what cannot be saved is kept beside it and said so."""
    found = report_with_id(report_id, reader=request.user)
    form = forms.Words(request.POST)
    if not form.is_valid():
        return _back(report_id, block)
    written = coauthoring.keep_words(
        number=found.number, block=block, actor=request.user, now=timezone.now(), **form.cleaned_data
    )
    told = ""
    if written.why is not None:
        why = written.why.message(reader_language())
        told = _("%(why)s；这份文字已另存，没有丢失") % {"why": why}
    if _wants_json(request):
        facts = {
            "edit_count": written.section.edit_count if written.section else 0,
            "at": f"{timezone.localtime():%H:%M}",
        }
        return JsonResponse({"saved": not told, "message": told, **facts}, status=409 if told else 200)
    if told:
        messages.warning(request, told)
        return _back(report_id, block, "#parked")
    messages.info(request, _("已保存"))
    return _back(report_id, block)


@never_cache
@require_POST
@requires("reports.write")
def hold(request: AuthedRequest, report_id: int, block: str) -> HttpResponse:
    """Take or keep a block while writing; ``release=1`` lets it go. Tells who holds it."""
    found = report_with_id(report_id, reader=request.user)
    if request.POST.get("release"):
        coauthoring.release_block(number=found.number, block=block, actor=request.user, now=timezone.now())
        return JsonResponse({"mine": False, "holder": "", "until": ""})
    lock = coauthoring.hold_block(number=found.number, block=block, actor=request.user, now=timezone.now())
    until = f"{timezone.localtime(lock.expires_at):%H:%M}"
    mine = lock.holder_id == request.user.pk
    words = "" if mine else _("%(name)s 正在编辑，到 %(until)s 为止") % {"name": lock.holder.name, "until": until}
    return JsonResponse({"mine": mine, "holder": lock.holder.name, "until": until, "message": words})


@require_GET
@requires("reports.write")
def figures(request: AuthedRequest, report_id: int) -> HttpResponse:
    """The figures that a search finds, as the rows of the dialog."""
    found = report_with_id(report_id, reader=request.user)
    rows = figures_found(material_of(found), request.GET.get("q", ""))
    return render(request, "reports/figures_found.html", {"citable": rows})


@require_GET
@requires("reports.read")
def history(request: AuthedRequest, report_id: int, block: str) -> HttpResponse:
    """What a block said over time."""
    page = history_page(report_id, block, reader=request.user, now=timezone.now())
    return render(request, "reports/history.html", {"page": page})


@require_POST
@requires("reports.write")
def restore(request: AuthedRequest, report_id: int, version_id: int) -> HttpResponse:
    """Let a block say again what it said before."""
    found = report_with_id(report_id, reader=request.user)
    section = coauthoring.restore_version(
        number=found.number, version_id=version_id, actor=request.user, now=timezone.now()
    )
    messages.info(request, _("已恢复；恢复前的文字留在修改记录中"))
    return _back(report_id, section.block)


@require_POST
@requires("reports.write")
def settle(request: AuthedRequest, report_id: int, version_id: int) -> HttpResponse:
    """Take a text that was kept beside, or leave the present one."""
    found = report_with_id(report_id, reader=request.user)
    take = request.POST.get("take") == "1"
    parked = coauthoring.settle_text(
        number=found.number, version_id=version_id, take=take, actor=request.user, now=timezone.now()
    )
    messages.info(request, _("已采用另存的文字") if take else _("保留现有文字，另存的文字归入修改记录"))
    return _back(report_id, parked.block)


@require_POST
@requires("reports.give_block")
def give(request: AuthedRequest, report_id: int, block: str) -> HttpResponse:
    """Give a block to a person to write, or take it back."""
    found = report_with_id(report_id, reader=request.user)
    people = people_numbered([request.POST.get("author", "")])
    author = people[0] if people else None
    coauthoring.give_block(number=found.number, block=block, author=author, actor=request.user, now=timezone.now())
    messages.info(request, _("本章由%(name)s编写") % {"name": author.name} if author else _("本章不再指定编写人"))
    return _back(report_id, block)


@require_POST
@requires("reports.comment")
def comment(request: AuthedRequest, report_id: int, block: str) -> HttpResponse:
    """Comment on a block; whom it names with @ is told."""
    found = report_with_id(report_id, reader=request.user)
    said = comments.comment_block(
        number=found.number, block=block, text=request.POST.get("text", ""), actor=request.user, now=timezone.now()
    )
    if said.unknown:
        messages.warning(
            request, _("没有找到 %(names)s，未发通知") % {"names": "、".join(f"@{n}" for n in said.unknown)}
        )
    return _back(report_id, block, "#comments")


@require_POST
@requires("reports.comment")
def resolve(request: AuthedRequest, report_id: int, comment_id: int) -> HttpResponse:
    """Say how a comment was dealt with."""
    found = report_with_id(report_id, reader=request.user)
    resolution = request.POST.get("resolution", "")
    done = comments.resolve_comment(
        number=found.number, comment_id=comment_id, resolution=resolution, actor=request.user, now=timezone.now()
    )
    return _back(report_id, done.block, "#comments")


@require_POST
@requires("reports.write")
def withdraw_nothing(request: AuthedRequest, report_id: int, block: str) -> HttpResponse:
    """Take 本期无 back."""
    found = report_with_id(report_id, reader=request.user)
    coauthoring.withdraw_nothing(number=found.number, block=block, actor=request.user, now=timezone.now())
    return _back(report_id, block)


@require_POST
@requires("reports.write")
def withdraw_decision(request: AuthedRequest, report_id: int, decision_id: int) -> HttpResponse:
    """Take a request for a decision back."""
    found = report_with_id(report_id, reader=request.user)
    coauthoring.withdraw_decision(number=found.number, decision_id=decision_id, actor=request.user, now=timezone.now())
    return _back(report_id, "summary")
