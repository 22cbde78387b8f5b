"""One nonconformity: each view calls one act and leads back to the page."""

from __future__ import annotations

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fuwubao.accounts.models import User
from fuwubao.accounts.permissions import AuthedRequest, requires
from fuwubao.improvement import forms
from fuwubao.improvement.actions import evidence
from fuwubao.improvement.actions import nonconformities as actions
from fuwubao.improvement.actions.raising import Content
from fuwubao.improvement.queries.nonconformities import nonconformity_page
from fuwubao.improvement.queries.pages import improvers


def _people() -> tuple[User, ...]:
    return tuple(improvers(now=timezone.now()))


def _show(request: AuthedRequest, number: str, **bound: django_forms.Form) -> HttpResponse:
    """Render the page; a form that was filled in wrongly stands there again (422)."""
    page = nonconformity_page(number, reader=request.user, now=timezone.now())
    blank: dict[str, django_forms.Form] = {
        "notification": forms.Notification(people=page.people),
        "reply": forms.Reply(),
        "correction": forms.Correction(people=page.people),
        "verification": forms.Words(),
        "file": forms.File(),
    }
    return render(
        request, "improvement/nonconformity.html", {"page": page, "forms": blank | bound}, status=422 if bound else 200
    )


@require_GET
@requires("improvement.read")
def page(request: AuthedRequest, number: str) -> HttpResponse:
    """The nonconformity with its cause, its corrective actions and what happened to it."""
    return _show(request, number)


@require_POST
@requires("improvement.notify")
def notify(request: AuthedRequest, number: str) -> HttpResponse:
    """Tell the responsible service manager."""
    form = forms.Notification(request.POST, people=_people())
    if not form.is_valid():
        return _show(request, number, notification=form)
    actions.notify_responsible(number=number, actor=request.user, now=timezone.now(), **form.cleaned_data)
    return _done(request, number, _("已通知责任人"))


@require_POST
@requires("improvement.reply")
def reply(request: AuthedRequest, number: str) -> HttpResponse:
    """Answer with correction and cause."""
    form = forms.Reply(request.POST)
    if not form.is_valid():
        return _show(request, number, reply=form)
    actions.reply_to_nonconformity(number=number, actor=request.user, now=timezone.now(), **form.cleaned_data)
    return _done(request, number, _("已答复"))


@require_POST
@requires("improvement.correct")
def correct(request: AuthedRequest, number: str) -> HttpResponse:
    """Raise a corrective action."""
    form = forms.Correction(request.POST, people=_people())
    if not form.is_valid():
        return _show(request, number, correction=form)
    given = form.cleaned_data
    action = actions.correct_nonconformity(
        number=number,
        content=Content(title=given["title"], measure=given["measure"]),
        owner=given["owner"],
        due_on=given["due_on"],
        expected=form.expected(),
        actor=request.user,
        now=timezone.now(),
    )
    return _done(request, number, _("已登记纠正措施 %(number)s") % {"number": action.number})


@require_POST
@requires("improvement.verify_nonconformity")
def verify(request: AuthedRequest, number: str) -> HttpResponse:
    """Confirm that the cause is gone."""
    words = request.POST.get("words", "")
    actions.verify_nonconformity(number=number, remark=words, actor=request.user, now=timezone.now())
    return _done(request, number, _("已验证"))


@require_POST
@requires("improvement.close_nonconformity")
def close(request: AuthedRequest, number: str) -> HttpResponse:
    """Close it."""
    actions.close_nonconformity(number=number, actor=request.user, now=timezone.now())
    return _done(request, number, _("%(number)s 已关闭") % {"number": number})


@require_POST
@requires("improvement.attach")
def attach(request: AuthedRequest, number: str) -> HttpResponse:
    """Attach a file."""
    form = forms.File(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, number, file=form)
    given = form.cleaned_data["file"]
    evidence.attach_to_nonconformity(
        number=number, name=given.name, content=given.read(), actor=request.user, now=timezone.now()
    )
    return _done(request, number, _("已附上 %(name)s") % {"name": given.name})


def _done(request: AuthedRequest, number: str, words: str) -> HttpResponse:
    messages.info(request, words)
    return redirect("improvement:nonconformity", number=number)
