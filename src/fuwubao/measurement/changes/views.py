"""Pages of requests: list, one, the forms that ask, and the decision."""

from __future__ import annotations

import io

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fuwubao.accounts import jobs, kept_bytes
from fuwubao.accounts.permissions import AuthedRequest, requires
from fuwubao.agreements import queries as agreements
from fuwubao.measurement.changes import actions, forms, pages
from fuwubao.measurement.changes.kinds import CHANGE_KINDS
from fuwubao.measurement.changes.words import lines_of, with_lines
from fuwubao.measurement.models import ChangeRequest
from fuwubao.records import queries as records
from fuwubao.records.models import Batch
from fuwubao.records.rules import value_maps
from fuwubao.ui.language import said

READ, ASK, DECIDE = "measurement.read", "measurement.request_change", "measurement.decide_change"
AT_ONCE = 40_000  # rows in the store up to which a preview is made while one waits

CONFIRMATIONS = "changes"  # folder of the files that customers confirm with


@require_GET
@requires(READ)
def changes(request: AuthedRequest) -> HttpResponse:
    """All requests, by kind and state; exclusions entered after the target time apart."""
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    lines = pages.request_lines(request.user, kind=kind, state=state, now=timezone.now())
    facts = {
        "page": Paginator([line for line in lines if not line.is_after_target], 50).get_page(request.GET.get("page")),
        "late": [line for line in lines if line.is_after_target],
        "kinds": [(code, said(one.words)) for code, one in CHANGE_KINDS.items()],
        "states": [(code, said(words)) for code, (words, _shape) in pages.STATES.items()],
    }
    return render(request, "measurement/changes.html", facts)


@require_GET
@requires(READ)
def change(request: AuthedRequest, number: str) -> HttpResponse:
    """One request: what, why, who, the figures before and after, and the decision."""
    page = pages.change_page(number, reader=request.user, now=timezone.now())
    return render(request, "measurement/change.html", {"page": page})


@require_http_methods(["GET", "POST"])
@requires(ASK)
def exclude(request: AuthedRequest) -> HttpResponse:
    """Ask that a ticket be left out."""
    source, ticket = request.GET.get("source", ""), request.GET.get("ticket", "")
    form = forms.Exclusion(request.POST, request.FILES) if request.method == "POST" else forms.Exclusion()
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        grounds = {"clause": told["clause"], "confirmed_by": told["confirmed_by"]}
        grounds["confirmed_on"] = str(told["confirmed_on"] or "")
        if told["file"]:
            grounds |= {"file": told["file"].name, "sha256": kept_bytes.keep(told["file"].read(), folder=CONFIRMATIONS)}
        made = actions.request_exclusion(
            source=source,
            ticket=ticket,
            grounds={name: value for name, value in grounds.items() if value},
            reason=told["reason"],
            is_correction=told["is_correction"],
            actor=request.user,
            now=timezone.now(),
        )
        return _previewed(request, made)
    return _form(request, form, title=_("申请剔除 %(ticket)s") % {"ticket": ticket})


@require_http_methods(["GET", "POST"])
@requires(ASK)
def undo(request: AuthedRequest) -> HttpResponse:
    """Ask that a batch which told figures rest on be undone."""
    batch = request.GET.get("batch", "")
    form = forms.Reason(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _asked(request, "undo", batch, {}, form)
    return _form(request, form, title=_("申请撤销批次 %(batch)s") % {"batch": batch})


@require_http_methods(["GET", "POST"])
@requires(ASK)
def calendar(request: AuthedRequest) -> HttpResponse:
    """Ask that an agreement count on another version of the national calendar."""
    code = request.GET.get("agreement", "")
    form = forms.Calendar(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _asked(request, "calendar", code, {"version": form.cleaned_data["version"]}, form)
    return _form(request, form, title=_("申请 %(code)s 采用新版日历") % {"code": code})


@require_http_methods(["GET", "POST"])
@requires(ASK)
def revision(request: AuthedRequest) -> HttpResponse:
    """Ask for a revision that begins today or earlier: it moves figures, and another person approves."""
    code = request.GET.get("agreement", "")
    if request.method == "POST":
        form = forms.Revision(request.POST)
        if form.is_valid():
            text, file = form.cleaned_data["text"], form.cleaned_data["file"] or f"{code}.yaml"
            subject = agreements.read_as_of_now(text, file=file).code
            return _asked(request, "revision", subject, {"text": text, "file": file}, form)
    else:
        form = forms.Revision(initial={"text": agreements.dump(code), "file": f"{code}.yaml"})
    return _form(request, form, title=_("申请修订 %(code)s") % {"code": code})


@require_http_methods(["GET", "POST"])
@requires(ASK)
def lift(request: AuthedRequest) -> HttpResponse:
    """Ask that an excluded ticket be counted again."""
    source, ticket = request.GET.get("source", ""), request.GET.get("ticket", "")
    form = forms.Lift(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = actions.request_lifting(
            source=source,
            ticket=ticket,
            reason=form.cleaned_data["reason"],
            is_correction=form.cleaned_data["is_correction"],
            actor=request.user,
            now=timezone.now(),
        )
        return _previewed(request, made)
    return _form(request, form, title=_("申请恢复计入 %(ticket)s") % {"ticket": ticket})


@require_http_methods(["GET", "POST"])
@requires(ASK)
def words(request: AuthedRequest) -> HttpResponse:
    """Ask for other words of a saved mapping."""
    name = request.GET.get("mapping", "")
    tree = records.saved_mapping(name)
    if tree is None:
        raise Http404
    start = {"words": lines_of(value_maps(tree))}
    form = forms.Words(request.POST) if request.method == "POST" else forms.Words(initial=start)
    if request.method == "POST" and form.is_valid():
        return _asked(request, "mapping", name, {"tree": with_lines(tree, form.cleaned_data["words"])}, form)
    return _form(request, form, title=_("申请变更“%(name)s”的取值对照") % {"name": name})


@require_POST
@requires(READ)
def preview(request: AuthedRequest, number: str) -> HttpResponse:
    """Count the figures again."""
    page = pages.change_page(number, reader=request.user, now=timezone.now())
    return _previewed(request, page.request)


@require_POST
@requires(DECIDE)
def approve(request: AuthedRequest, number: str) -> HttpResponse:
    """Approve and apply."""
    actions.approve_change(number=number, remark=request.POST.get("remark", ""), actor=request.user, now=timezone.now())
    messages.success(request, _("%(number)s 已批准并生效") % {"number": number})
    return redirect("measurement:change", number=number)


@require_POST
@requires(DECIDE)
def reject(request: AuthedRequest, number: str) -> HttpResponse:
    """Reject with a reason."""
    actions.reject_change(number=number, remark=request.POST.get("remark", ""), actor=request.user, now=timezone.now())
    messages.success(request, _("%(number)s 已驳回") % {"number": number})
    return redirect("measurement:change", number=number)


@require_POST
@requires(ASK)
def withdraw(request: AuthedRequest, number: str) -> HttpResponse:
    """Take one's own request back."""
    actions.withdraw_change(number=number, actor=request.user, now=timezone.now())
    messages.success(request, _("%(number)s 已撤回") % {"number": number})
    return redirect("measurement:change", number=number)


@require_GET
@requires(READ)
def evidence(request: AuthedRequest, number: str) -> HttpResponseBase:
    """The file that the customer confirmed with."""
    page = pages.change_page(number, reader=request.user, now=timezone.now())
    content = kept_bytes.read(str(page.request.payload.get("sha256", "-")), folder=CONFIRMATIONS)
    if content is None:
        raise Http404
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=str(page.request.payload["file"]))


def _asked(
    request: AuthedRequest, kind: str, subject: str, payload: dict[str, object], form: django_forms.Form
) -> HttpResponse:
    made = actions.request_change(
        kind=kind,
        subject=subject,
        payload=payload,
        reason=form.cleaned_data["reason"],
        actor=request.user,
        now=timezone.now(),
    )
    return _previewed(request, made)


def _previewed(request: AuthedRequest, made: ChangeRequest) -> HttpResponse:
    """Make the preview while one waits, or in the background when there is much to count."""
    now = timezone.now()
    stored = Batch.objects.filter(undone_at=None).aggregate(rows=Sum("accepted"))["rows"] or 0
    if stored > AT_ONCE:
        title = _("预览 %(number)s") % {"number": made.number}
        job = jobs.enqueue(
            task="fuwubao.measurement.tasks.preview",
            title=title,
            arguments={"number": made.number},
            owner=request.user,
            now=now,
        )
        return redirect("accounts:job", job_id=job.pk)
    actions.preview_change(number=made.number, now=now)
    messages.success(request, _("%(number)s 的预览已算出；由他人批准后生效") % {"number": made.number})
    return redirect("measurement:change", number=made.number)


def _form(request: AuthedRequest, form: django_forms.Form, *, title: str) -> HttpResponse:
    return render(
        request, "measurement/change_form.html", {"form": form, "title": title}, status=422 if form.is_bound else 200
    )
