"""服务回顾会: what is owed and held, the record of a meeting, its decisions and the evaluation of the service."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fuwubao.accounts.models import User
from fuwubao.accounts.permissions import AuthedRequest, requires
from fuwubao.reports import process_forms as forms
from fuwubao.reports.actions import service_review
from fuwubao.reports.queries import service_reviews as pages
from fuwubao.reports.queries.reports import report_with_id
from fuwubao.reports.views.distribution import kept_file


@require_GET
@requires("reports.read")
def meetings(request: AuthedRequest) -> HttpResponse:
    """What is owed to whom, and what was held."""
    page = pages.meetings_page(reader=request.user, now=timezone.now())
    return render(request, "reports/service_reviews.html", {"page": page})


@require_http_methods(["GET", "POST"])
@requires("reports.hold_service_review")
def new(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Record a meeting on a report; the agenda is offered as the report gives it."""
    now = timezone.now()
    report = report_with_id(report_id, reader=request.user)
    if request.method == "POST":
        form = forms.Held(request.POST, request.FILES)
    else:
        form = forms.Held(initial={"agenda": "\n".join(pages.agenda_for(report, reader=request.user, now=now))})
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "reports/service_review_new.html", {"form": form, "report": report}, status=status)
    given = form.cleaned_data
    people = [("ours", name) for name in given["ours"].splitlines()]
    people += [("customer", name) for name in given["customer"].splitlines()]
    file = given["file"]
    meeting_given = service_review.Meeting(
        report=report.number,
        held_at=given["held_at"],
        agenda=given["agenda"].splitlines(),
        attendance=people,
        minutes=given["minutes"],
        place=given["place"],
        content=file.read() if file else b"",
        file_name=file.name if file else "",
    )
    held = service_review.hold_service_review(meeting=meeting_given, actor=request.user, now=now)
    messages.info(request, _("服务回顾会 %(number)s 已登记") % {"number": held.number})
    return redirect("reports:service-review", number=held.number)


@require_GET
@requires("reports.read")
def meeting(request: AuthedRequest, number: str) -> HttpResponse:
    """One meeting with what followed from it."""
    page = pages.meeting_page(number, reader=request.user, now=timezone.now())
    facts = {
        "page": page,
        "action": forms.ActionDecided(),
        "change": forms.ChangeDecided(),
        "evaluated": forms.Evaluated(period=page.held.report.period_label),
    }
    return render(request, "reports/service_review.html", facts)


@require_GET
@requires("reports.read")
def meeting_file(request: AuthedRequest, number: str) -> HttpResponse:
    """The file of a meeting, as it was kept."""
    found = pages.meeting_named(number)
    return kept_file(found.sha256, found.file_name)


@require_POST
@requires("reports.hold_service_review")
def decide_action(request: AuthedRequest, number: str) -> HttpResponse:
    """Record a decision that an improvement action follows."""
    form = forms.ActionDecided(request.POST)
    if not form.is_valid():
        messages.error(request, _("决定、责任人和期限都要填写"))
        return redirect("reports:service-review", number=number)
    given = form.cleaned_data
    decided = service_review.decide_action(
        number=number,
        text=given["text"],
        owner=User.objects.filter(login=given["owner"]).first(),
        due_on=given["due_on"],
        actor=request.user,
        now=timezone.now(),
    )
    messages.info(request, _("已转为改进措施 %(action)s") % {"action": decided.action_number})
    return redirect("reports:service-review", number=number)


@require_POST
@requires("reports.hold_service_review")
def decide_change(request: AuthedRequest, number: str) -> HttpResponse:
    """Record a decision that a document shall change."""
    form = forms.ChangeDecided(request.POST)
    if not form.is_valid():
        messages.error(request, _("决定和要修订的文件都要填写"))
        return redirect("reports:service-review", number=number)
    service_review.decide_process_change(number=number, actor=request.user, now=timezone.now(), **form.cleaned_data)
    messages.info(request, _("已登记为流程调整，待起草文件新版"))
    return redirect("reports:service-review", number=number)


@require_POST
@requires("reports.evaluate_service")
def evaluate(request: AuthedRequest, number: str) -> HttpResponse:
    """Keep how the service was judged at the meeting."""
    form = forms.Evaluated(request.POST)
    if not form.is_valid():
        messages.error(request, _("期间、评价方面、评分和依据都要填写"))
        return redirect("reports:service-review", number=number)
    held = pages.meeting_named(number)
    judged = service_review.Judged(customer_code=held.customer_code, meeting=number, **form.cleaned_data)
    service_review.evaluate_service(judged=judged, actor=request.user, now=timezone.now())
    messages.info(request, _("服务评价已登记"))
    return redirect("reports:service-review", number=number)
