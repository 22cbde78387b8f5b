"""One action: each view calls one act and leads back to the page."""

from __future__ import annotations

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fuwubao.accounts.models import User
from fuwubao.accounts.permissions import AuthedRequest, requires
from fuwubao.improvement import forms, kept_files
from fuwubao.improvement.actions import evidence as evidence_actions
from fuwubao.improvement.actions import moving, raising, working
from fuwubao.improvement.queries.nonconformities import evidence_named
from fuwubao.improvement.queries.pages import action_page, improvers


def _people() -> tuple[User, ...]:
    return tuple(improvers(now=timezone.now()))


def _show(request: AuthedRequest, number: str, **bound: django_forms.Form) -> HttpResponse:
    """Render the page of an action; a form that was filled in wrongly stands there again (422)."""
    page = action_page(number, reader=request.user, now=timezone.now())
    action = page.action
    blank: dict[str, django_forms.Form] = {
        "plan": forms.Plan(people=page.people, initial={"measure": action.measure, "due_on": action.due_on}),
        "done": forms.Words(auto_id="done_%s"),
        "verification": forms.Verification(auto_id="verify_%s"),
        "decision": forms.Decision(people=page.people),
        "move": forms.MoveRequest(people=page.people, auto_id="move_%s"),
        "file": forms.File(),
    }
    return render(
        request, "improvement/action.html", {"page": page, "forms": blank | bound}, status=422 if bound else 200
    )


@require_GET
@requires("improvement.read")
def page(request: AuthedRequest, number: str) -> HttpResponse:
    """The action with its steps, its figure and what happened to it."""
    return _show(request, number)


@require_POST
@requires("improvement.accept")
def accept(request: AuthedRequest, number: str) -> HttpResponse:
    """Accept a suggestion."""
    form = forms.Decision(request.POST, people=_people())
    if not form.is_valid():
        return _show(request, number, decision=form)
    owner = form.cleaned_data["owner"]
    raising.decide_suggestion(number=number, accept=True, owner=owner, actor=request.user, now=timezone.now())
    return _done(request, number, _("%(number)s 已采纳") % {"number": number})


@require_POST
@requires("improvement.decline")
def decline(request: AuthedRequest, number: str) -> HttpResponse:
    """Decline a suggestion with a reason."""
    reason = request.POST.get("reason", "")
    raising.decide_suggestion(number=number, accept=False, reason=reason, actor=request.user, now=timezone.now())
    return _done(request, number, _("%(number)s 未采纳，已告知提出人") % {"number": number})


@require_POST
@requires("improvement.plan")
def plan(request: AuthedRequest, number: str) -> HttpResponse:
    """Say what will be done by when."""
    form = forms.Plan(request.POST, people=_people())
    if not form.is_valid():
        return _show(request, number, plan=form)
    given = form.cleaned_data
    working.plan_action(
        number=number,
        measure=given["measure"],
        due_on=given["due_on"],
        expected=form.expected(),
        actor=request.user,
        now=timezone.now(),
    )
    return _done(request, number, _("措施已制定"))


@require_POST
@requires("improvement.start")
def start(request: AuthedRequest, number: str) -> HttpResponse:
    """Begin the work."""
    working.start_action(number=number, actor=request.user, now=timezone.now())
    return _done(request, number, _("已开始实施"))


@require_POST
@requires("improvement.report_done")
def done(request: AuthedRequest, number: str) -> HttpResponse:
    """Report the work done."""
    words = request.POST.get("words", "")
    working.report_done(number=number, result=words, actor=request.user, now=timezone.now())
    return _done(request, number, _("已报告完成，待他人验证"))


@require_POST
@requires("improvement.verify")
def verify(request: AuthedRequest, number: str) -> HttpResponse:
    """Conclude that the action had its effect, or send it back."""
    form = forms.Verification(request.POST, auto_id="verify_%s")
    if not form.is_valid():
        return _show(request, number, verification=form)
    effective = form.cleaned_data["effective"] == "1"
    working.verify_action(
        number=number,
        effective=effective,
        remark=form.cleaned_data["words"],
        actor=request.user,
        now=timezone.now(),
    )
    return _done(request, number, _("已验证有效") if effective else _("验证无效，已退回责任人"))


@require_POST
@requires("improvement.close")
def close(request: AuthedRequest, number: str) -> HttpResponse:
    """Close it."""
    working.close_action(number=number, actor=request.user, now=timezone.now())
    return _done(request, number, _("%(number)s 已关闭") % {"number": number})


@require_POST
@requires("improvement.cancel")
def cancel(request: AuthedRequest, number: str) -> HttpResponse:
    """Give it up with a reason."""
    reason = request.POST.get("reason", "")
    working.cancel_action(number=number, reason=reason, actor=request.user, now=timezone.now())
    return _done(request, number, _("%(number)s 已取消") % {"number": number})


@require_POST
@requires("improvement.ask_move")
def ask_move(request: AuthedRequest, number: str) -> HttpResponse:
    """Ask for a later due day or another owner."""
    form = forms.MoveRequest(request.POST, people=_people(), auto_id="move_%s")
    if not form.is_valid():
        return _show(request, number, move=form)
    moving.ask_move(number=number, actor=request.user, now=timezone.now(), **form.cleaned_data)
    return _done(request, number, _("申请已提交，待他人批复"))


@require_POST
@requires("improvement.decide_move")
def decide_move(request: AuthedRequest, number: str) -> HttpResponse:
    """Approve or refuse the request."""
    approve = request.POST.get("approve") == "1"
    remark = request.POST.get("remark", "")
    moving.decide_move(number=number, approve=approve, remark=remark, actor=request.user, now=timezone.now())
    return _done(request, number, _("申请已同意") if approve else _("申请未同意"))


@require_POST
@requires("improvement.attach")
def attach(request: AuthedRequest, number: str) -> HttpResponse:
    """Attach a file."""
    form = forms.File(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, number, file=form)
    given = form.cleaned_data["file"]
    evidence_actions.attach_to_action(
        number=number, name=given.name, content=given.read(), actor=request.user, now=timezone.now()
    )
    return _done(request, number, _("已附上 %(name)s") % {"name": given.name})


@require_GET
@requires("improvement.read")
def evidence(request: AuthedRequest, number: str, evidence_id: int) -> HttpResponse:
    """A file of an action or a nonconformity, exactly as it was attached."""
    found = evidence_named(number, evidence_id, reader=request.user)
    answer = HttpResponse(kept_files.read(found.sha256, name=found.name), content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.name) or ""
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _done(request: AuthedRequest, number: str, words: str) -> HttpResponse:
    messages.info(request, words)
    return redirect("improvement:action", number=number)
