"""评审人员名单 and the rules of abnormal reports: pages of the process manager, readable by all staff."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fuwubao.accounts.permissions import AuthedRequest, requires
from fuwubao.reports import review_forms
from fuwubao.reports.actions import abnormal
from fuwubao.reports.actions import reviewers as listing
from fuwubao.reports.queries.reviewers import people_numbered, reviewers_page, rules_page, today


def _show(request: AuthedRequest, form: review_forms.ReviewerEntry, *, status: int = 200) -> HttpResponse:
    asked = review_forms.OnDay(request.GET)
    day = asked.cleaned_data["on"] if asked.is_valid() and asked.cleaned_data["on"] else today(timezone.now())
    page = reviewers_page(reader=request.user, on=day, now=timezone.now())
    context = {"page": page, "form": form, "asked": review_forms.OnDay({"on": day})}
    return render(request, "reports/reviewers.html", context, status=status)


@require_GET
@requires("reports.read")
def reviewers(request: AuthedRequest) -> HttpResponse:
    """The list of reviewers as of a day."""
    return _show(request, review_forms.ReviewerEntry(initial={"starts_on": today(timezone.now())}))


@require_POST
@requires("reports.keep_reviewers")
def add(request: AuthedRequest) -> HttpResponse:
    """Enter a person in the list."""
    form = review_forms.ReviewerEntry(request.POST)
    people = people_numbered([request.POST.get("user", "")])
    if not form.is_valid() or not people:
        return _show(request, form, status=422)
    given = form.cleaned_data
    terms = listing.EntryTerms(
        user=people[0],
        capacity=given["capacity"],
        field=given["field"],
        starts_on=given["starts_on"],
        ends_before=given["ends_before"],
        evidence=given["evidence"],
    )
    listing.list_reviewer(terms=terms, actor=request.user, now=timezone.now())
    messages.info(request, _("%(name)s 已列入评审人员名单") % {"name": people[0].name})
    return redirect("reports:reviewers")


@require_POST
@requires("reports.keep_reviewers")
def end(request: AuthedRequest, entry_id: int) -> HttpResponse:
    """End an entry from a day on."""
    form = review_forms.LastDay(request.POST)
    last = form.cleaned_data["ends_before"] if form.is_valid() else today(timezone.now())
    listing.end_reviewer(entry_id=entry_id, ends_before=last, actor=request.user, now=timezone.now())
    messages.info(request, _("自 %(day)s 起不再列入") % {"day": last})
    return redirect("reports:reviewers")


@require_GET
@requires("reports.read")
def rules(request: AuthedRequest) -> HttpResponse:
    """The rules by which a report is an abnormal one."""
    page = rules_page(reader=request.user, now=timezone.now())
    return render(request, "reports/review_rules.html", {"page": page})


@require_POST
@requires("reports.keep_review_rules")
def switch(request: AuthedRequest, code: str) -> HttpResponse:
    """Put a rule in force or take it out, with a reason."""
    rule = abnormal.switch_rule(
        code=code,
        is_on=request.POST.get("is_on") == "1",
        reason=request.POST.get("reason", ""),
        actor=request.user,
        now=timezone.now(),
    )
    messages.info(request, _("规则已启用") if rule.is_on else _("规则已停用"))
    return redirect("reports:review-rules")
