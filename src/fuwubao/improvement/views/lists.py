"""Lists, the plan, and what is newly raised; filters live in the address."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from fuwubao.accounts.permissions import AuthedRequest, requires
from fuwubao.improvement import forms, register_files
from fuwubao.improvement.actions import nonconformities as nonconformity_actions
from fuwubao.improvement.actions import raising
from fuwubao.improvement.queries import lists as pages
from fuwubao.improvement.queries.actions import Filters, action_lines
from fuwubao.improvement.queries.nonconformities import nonconformity_lines
from fuwubao.improvement.queries.pages import improvers
from fuwubao.improvement.queries.plan import improvement_plan

READ = "improvement.read"


def filters_of(request: AuthedRequest) -> Filters:
    """Return the filters that the address names."""
    asked = request.GET
    return Filters(
        state=asked.get("state", ""),
        owner=asked.get("owner", ""),
        overdue=asked.get("overdue") == "1",
        customer=asked.get("customer", ""),
        source=asked.get("source", ""),
    )


@require_GET
@requires(READ)
def actions(request: AuthedRequest) -> HttpResponse:
    """改进措施: the list with filters."""
    page = pages.actions_page(reader=request.user, now=timezone.now(), filters=filters_of(request))
    return render(request, "improvement/actions.html", {"page": page, "query": request.GET.urlencode()})


@require_GET
@requires(READ)
def actions_export(request: AuthedRequest, file_format: str) -> HttpResponse:
    """The list as a file, with the filters of the address."""
    lines = action_lines(reader=request.user, now=timezone.now(), filters=filters_of(request))
    return _file(register_files.actions_file(lines, file_format), "improvement", file_format)


@require_http_methods(["GET", "POST"])
@requires("improvement.raise")
def new_action(request: AuthedRequest) -> HttpResponse:
    """Raise an action."""
    form = forms.NewAction(
        request.POST or None, people=tuple(improvers(now=timezone.now())), initial=request.GET.dict()
    )
    if request.method == "POST" and form.is_valid():
        action = raising.raise_action(
            content=form.content(),
            source=form.source(),
            owner=form.cleaned_data["owner"],
            due_on=form.cleaned_data["due_on"],
            expected=form.expected(),
            actor=request.user,
            now=timezone.now(),
        )
        messages.info(request, _("已登记改进措施 %(number)s") % {"number": action.number})
        return redirect("improvement:action", number=action.number)
    return render(request, "improvement/new_action.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@requires("improvement.suggest")
def suggestions(request: AuthedRequest) -> HttpResponse:
    """改进建议: what waits for a decision, what was decided, and a new one."""
    form = forms.Suggestion(request.POST or None, people=tuple(improvers(now=timezone.now())))
    if request.method == "POST" and form.is_valid():
        action = raising.raise_suggestion(
            content=form.content(),
            source=raising.Source(kind="suggestion"),
            addressed_to=form.cleaned_data["addressed_to"],
            actor=request.user,
            now=timezone.now(),
        )
        messages.info(request, _("建议 %(number)s 已送流程负责人") % {"number": action.number})
        return redirect("improvement:suggestions")
    page = pages.suggestions_page(reader=request.user, now=timezone.now())
    return render(
        request, "improvement/suggestions.html", {"page": page, "form": form}, status=422 if form.is_bound else 200
    )


@require_GET
@requires(READ)
def plan(request: AuthedRequest) -> HttpResponse:
    """服务改进计划 of a period."""
    return render(request, "improvement/plan.html", {"plan": _plan(request)})


@require_GET
@requires(READ)
def plan_print(request: AuthedRequest) -> HttpResponse:
    """The same as a form to be printed."""
    return render(request, "improvement/plan_print.html", {"plan": _plan(request), "today": timezone.localdate()})


@require_GET
@requires(READ)
def nonconformities(request: AuthedRequest) -> HttpResponse:
    """不符合: the list with filters."""
    asked = request.GET
    page = pages.nonconformities_page(
        reader=request.user, now=timezone.now(), state=asked.get("state", ""), basis=asked.get("basis", "")
    )
    return render(request, "improvement/nonconformities.html", {"page": page, "query": asked.urlencode()})


@require_GET
@requires(READ)
def nonconformities_export(request: AuthedRequest, file_format: str) -> HttpResponse:
    """The list of nonconformities as a file."""
    lines = nonconformity_lines(
        reader=request.user,
        now=timezone.now(),
        state=request.GET.get("state", ""),
        basis=request.GET.get("basis", ""),
    )
    return _file(register_files.nonconformities_file(lines, file_format), "nonconformities", file_format)


@require_http_methods(["GET", "POST"])
@requires("improvement.raise_nonconformity")
def new_nonconformity(request: AuthedRequest) -> HttpResponse:
    """Register a nonconformity."""
    form = forms.NewNonconformity(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = nonconformity_actions.raise_nonconformity(
            finding=form.finding(), source=form.source(), actor=request.user, now=timezone.now()
        )
        messages.info(request, _("已登记不符合 %(number)s") % {"number": found.number})
        return redirect("improvement:nonconformity", number=found.number)
    return render(request, "improvement/new_nonconformity.html", {"form": form}, status=422 if form.is_bound else 200)


def _plan(request: AuthedRequest) -> object:
    today = timezone.localdate()
    period = request.GET.get("period") or f"{today.year}Q{(today.month + 2) // 3}"
    return improvement_plan(
        reader=request.user, period=period, now=timezone.now(), customer=request.GET.get("customer", "")
    )


def _file(content: bytes, name: str, file_format: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=register_files.MEDIA[file_format])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{file_format}"'
    return answer
