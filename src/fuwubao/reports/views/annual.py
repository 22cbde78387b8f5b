"""年度评审与总结: yearly reviews of rows and templates, the review of the summary, the process in figures."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fuwubao.accounts.permissions import AuthedRequest, requires
from fuwubao.reports import annual_forms as forms
from fuwubao.reports.actions import annual_review, annual_summary
from fuwubao.reports.queries.annual import annual_page


@require_GET
@requires("reports.read")
def annual(request: AuthedRequest) -> HttpResponse:
    """The yearly cycle; the year lives in the address."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else timezone.localdate().year
    page = annual_page(reader=request.user, year=year, now=timezone.now())
    facts = {"page": page, "convene": forms.Convene(), "opinion": forms.Opinion(), "handed": forms.Handed()}
    return render(request, "reports/annual.html", facts)


@require_http_methods(["GET", "POST"])
@requires("reports.review_row")
def review(request: AuthedRequest, kind: str, subject: str) -> HttpResponse:
    """Review one row or template."""
    form = forms.YearlyReview(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        facts = {"form": form, "kind": kind, "subject": subject}
        return render(request, "reports/yearly_review.html", facts, status=status)
    verdict = annual_review.Verdict(**form.cleaned_data)
    if kind == "template":
        annual_review.review_template(code=subject, verdict=verdict, actor=request.user, now=timezone.now())
    else:
        annual_review.review_row(number=subject, verdict=verdict, actor=request.user, now=timezone.now())
    messages.info(request, _("%(subject)s 的年度评审已登记") % {"subject": subject})
    return redirect("reports:annual")


@require_POST
@requires("reports.convene_summary")
def convene(request: AuthedRequest) -> HttpResponse:
    """Convene the review of a year's summary."""
    form = forms.Convene(request.POST)
    if not form.is_valid():
        page = annual_page(reader=request.user, year=timezone.localdate().year, now=timezone.now())
        facts = {"page": page, "convene": form, "opinion": forms.Opinion(), "handed": forms.Handed()}
        return render(request, "reports/annual.html", facts, status=422)
    meeting = annual_summary.Meeting(**form.cleaned_data)
    annual_summary.convene_summary(meeting=meeting, actor=request.user, now=timezone.now())
    messages.info(request, _("%(year)s 年度总结评审已召集，成员已收到通知") % {"year": meeting.year})
    return redirect("reports:annual")


@require_POST
@requires("reports.give_opinion")
def opinion(request: AuthedRequest, review_id: int) -> HttpResponse:
    """Record one's own opinion."""
    annual_summary.give_opinion(
        review_id=review_id,
        conclusion=request.POST.get("conclusion", ""),
        opinion=request.POST.get("opinion", "")[:1000],
        actor=request.user,
        now=timezone.now(),
    )
    messages.info(request, _("意见已登记"))
    return redirect("reports:annual")


@require_POST
@requires("reports.convene_summary")
def conclude(request: AuthedRequest, review_id: int) -> HttpResponse:
    """Close a review."""
    conclusion = request.POST.get("conclusion", "")[:2000]
    annual_summary.conclude_summary(review_id=review_id, conclusion=conclusion, actor=request.user, now=timezone.now())
    messages.info(request, _("评审已结束"))
    return redirect("reports:annual")


@require_POST
@requires("reports.convene_summary")
def hand(request: AuthedRequest, review_id: int) -> HttpResponse:
    """Record where the summary went as an input."""
    annual_summary.hand_summary(
        review_id=review_id,
        target=request.POST.get("target", ""),
        reference=request.POST.get("reference", "")[:120],
        actor=request.user,
        now=timezone.now(),
    )
    messages.info(request, _("已登记为评审输入"))
    return redirect("reports:annual")
