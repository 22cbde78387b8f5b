"""Review and approval of one report: the list of checks, the group, the sample, signatures, links by mail."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fuwubao.accounts.permissions import AuthedRequest, requires
from fuwubao.reports import forms, review_forms
from fuwubao.reports.actions import approval_links, review, review_group, sampling, signatures
from fuwubao.reports.errors import ReportNotFound
from fuwubao.reports.queries.reports import report_with_id
from fuwubao.reports.queries.review_page import review_page
from fuwubao.reports.queries.reviewers import people_numbered
from fuwubao.reports.views.distribution import kept_file


def _back(report_id: int) -> HttpResponse:
    return redirect("reports:review", report_id=report_id)


def _show(request: AuthedRequest, report_id: int, form: forms.Review, *, status: int = 200) -> HttpResponse:
    page = review_page(report_id, reader=request.user, now=timezone.now())
    context = {
        "page": page,
        "form": form,
        "group": review_forms.Group(),
        "meeting": review_forms.Meeting(),
        "draw": review_forms.Draw(),
    }
    return render(request, "reports/review.html", context, status=status)


def _by_block(request: AuthedRequest) -> dict[str, str]:
    """The reasons that were given at single blocks: fields ``block_<code>``."""
    given = {name.removeprefix("block_"): str(words) for name, words in request.POST.items()}
    return {code: words for code, words in given.items() if f"block_{code}" in request.POST and words.strip()}


@require_http_methods(["GET", "POST"])
@requires("reports.read")
def review_form(request: AuthedRequest, report_id: int) -> HttpResponse:
    """The page of review and approval; POST keeps a review with a result for each item."""
    if request.method == "GET":
        return _show(request, report_id, forms.Review())
    form = forms.Review(request.POST)
    if not form.is_valid():
        return _show(request, report_id, form, status=422)
    given = form.cleaned_data
    judgement = review.Judgement(
        items=form.items(),
        conclusion=given["conclusion"],
        opinion=given["opinion"],
        by_block=_by_block(request),
    )
    number = report_with_id(report_id, reader=request.user).number
    review.review_report(number=number, judgement=judgement, actor=request.user, now=timezone.now())
    messages.info(request, _("评审记录已保存"))
    return _back(report_id)


@require_POST
@requires("reports.return_to_author")
def return_(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Send it back with a reason, and with reasons at its blocks."""
    found = report_with_id(report_id, reader=request.user)
    review.return_report(
        number=found.number,
        reason=request.POST.get("reason", ""),
        by_block=_by_block(request),
        actor=request.user,
        now=timezone.now(),
    )
    messages.info(request, _("已退回给%(name)s") % {"name": found.author.name})
    return redirect("reports:report", report_id=report_id)


@require_POST
@requires("reports.call_review")
def call(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Call a review group; the numbers given to people are their order."""
    found = report_with_id(report_id, reader=request.user)
    form = review_forms.Group(request.POST)
    if not form.is_valid():
        messages.error(request, _("请选择评审方式"))
        return _back(report_id)
    places = {name.removeprefix("place_"): str(place) for name, place in request.POST.items()}
    chosen = [(int(place), pk) for pk, place in places.items() if place.isdigit() and f"place_{pk}" in request.POST]
    review_group.call_review(
        number=found.number,
        method=form.cleaned_data["method"],
        members=people_numbered(pk for _place, pk in sorted(chosen)),
        held_at=form.cleaned_data["held_at"],
        actor=request.user,
        now=timezone.now(),
    )
    messages.info(request, _("已召集评审组，成员已收到通知"))
    return _back(report_id)


@require_POST
@requires("reports.call_review")
def meeting(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Record a review meeting with attendance and minutes."""
    found = report_with_id(report_id, reader=request.user)
    form = review_forms.Meeting(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("会议时间与纪要都要填写"))
        return _back(report_id)
    given = form.cleaned_data
    held = review_group.Meeting(
        held_at=given["held_at"],
        place=given["place"],
        minutes=given["minutes"],
        present=frozenset(int(pk) for pk in request.POST.getlist("present") if pk.isdigit()),
        file=(given["file"].name, given["file"].read()) if given["file"] else None,
    )
    review_group.record_meeting(number=found.number, meeting=held, actor=request.user, now=timezone.now())
    messages.info(request, _("会议已登记，请出席人签署评审记录"))
    return _back(report_id)


@require_GET
@requires("reports.read")
def minutes(request: AuthedRequest, report_id: int, serial: int) -> HttpResponse:
    """The file of a meeting's minutes."""
    found = report_with_id(report_id, reader=request.user)
    held = found.review_rounds.filter(serial=serial).exclude(minutes_sha256="").first()
    if held is None:
        raise ReportNotFound(number=found.number)
    return kept_file(held.minutes_sha256, held.minutes_name)


@require_POST
@requires("reports.verify_sample")
def draw(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Draw a sample of the rows behind the figures."""
    found = report_with_id(report_id, reader=request.user)
    form = review_forms.Draw(request.POST)
    size = form.cleaned_data["size"] if form.is_valid() else sampling.USUAL_SIZE
    drawn = sampling.draw_sample(number=found.number, size=size, actor=request.user, now=timezone.now())
    told = {"size": drawn.size, "population": drawn.population}
    messages.info(request, _("已从 %(population)s 条记录中抽出 %(size)s 条") % told)
    return redirect(f"{_back(report_id).headers['Location']}#sample")


@require_POST
@requires("reports.verify_sample")
def compare(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Tick the rows that were compared; those left open stay open."""
    found = report_with_id(report_id, reader=request.user)
    results = {}
    for name, result in request.POST.items():
        place = name.removeprefix("row_")
        if name.startswith("row_") and place.isdigit() and result in ("equal", "different"):
            results[int(place)] = (result == "equal", request.POST.get(f"difference_{place}", "")[:300])
    sampling.compare_rows(number=found.number, results=results, actor=request.user, now=timezone.now())
    messages.info(request, _("已登记 %(count)s 行的核对结果") % {"count": len(results)})
    return redirect(f"{_back(report_id).headers['Location']}#sample")


@require_POST
@requires("reports.ask_signature")
def ask_signature(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Ask one person for a further signature."""
    found = report_with_id(report_id, reader=request.user)
    form = review_forms.Signature(request.POST)
    people = people_numbered([form.data.get("signer", "")])
    if not form.is_valid() or not people:
        messages.error(request, _("请选择种类和签署人"))
        return _back(report_id)
    signatures.ask_signature(
        number=found.number,
        kind=form.cleaned_data["kind"],
        signer=people[0],
        actor=request.user,
        now=timezone.now(),
    )
    messages.info(request, _("已请%(name)s签署") % {"name": people[0].name})
    return _back(report_id)


@require_POST
@requires("reports.give_signature")
def sign(request: AuthedRequest, report_id: int, kind: str) -> HttpResponse:
    """Give the signature that was asked of oneself."""
    found = report_with_id(report_id, reader=request.user)
    remark = request.POST.get("remark", "")
    signatures.give_signature(number=found.number, kind=kind, remark=remark, actor=request.user, now=timezone.now())
    messages.info(request, _("已签署"))
    return _back(report_id)


@require_POST
@requires("reports.ask_signature")
def withdraw_signature(request: AuthedRequest, report_id: int, signature_id: int) -> HttpResponse:
    """Take a request for a signature back."""
    found = report_with_id(report_id, reader=request.user)
    signatures.withdraw_signature(
        number=found.number,
        signature_id=signature_id,
        reason=request.POST.get("reason", ""),
        actor=request.user,
        now=timezone.now(),
    )
    messages.info(request, _("签署请求已撤销"))
    return _back(report_id)


@require_POST
@requires("reports.mail_approval")
def mail_approval(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Send a one-time link to a person who could approve."""
    found = report_with_id(report_id, reader=request.user)
    people = people_numbered([request.POST.get("person", "")])
    if not people:
        messages.error(request, _("请选择批准人"))
        return _back(report_id)
    approval_links.mail_approval(number=found.number, person=people[0], actor=request.user, now=timezone.now())
    messages.info(request, _("批准链接已交给后台发送给%(name)s") % {"name": people[0].name})
    return _back(report_id)
