"""Pages of the room: one query or one action each."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fuwubao.accounts.permissions import AuthedRequest, requires
from fuwubao.agreements import actions, forms, queries
from fuwubao.agreements.second_person import RevisionNeedsApproval
from fuwubao.ui.language import reader_language


def _number(text: str | None) -> int | None:
    """Read a number of the address; anything else is as if it were not there."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else None


def _today() -> date:
    return timezone.localdate()


@require_GET
@requires("agreements.read")
def agreements(request: AuthedRequest) -> HttpResponse:
    """All agreements with their state of today."""
    return render(request, "agreements/list.html", {"rows": queries.agreement_rows(today=_today())})


@require_GET
@requires("agreements.read")
def agreement(request: AuthedRequest, code: str) -> HttpResponse:
    """One agreement: targets beside the year of a calendar, duties, history."""
    page = queries.agreement_page(
        code,
        today=_today(),
        number=_number(request.GET.get("revision")),
        calendar=request.GET.get("calendar", ""),
        year=_number(request.GET.get("year")),
    )
    return render(request, "agreements/agreement.html", {"page": page})


@require_GET
@requires("agreements.read")
def yaml_text(request: AuthedRequest, code: str) -> HttpResponse:
    """The text of a revision as it was loaded, as a file."""
    text = queries.dump(code, number=_number(request.GET.get("revision")))
    answer = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{code}.yaml") or "attachment"
    return answer


@require_http_methods(["GET", "POST"])
@requires("agreements.load")
def new(request: AuthedRequest) -> HttpResponse:
    """Load an agreement from a text or a file."""
    form = forms.AgreementText(request.POST, request.FILES) if request.method == "POST" else forms.AgreementText()
    if request.method == "POST" and form.is_valid():
        return _loaded(request, text=form.cleaned_data["text"], file=form.file)
    return render(request, "agreements/text.html", {"form": form, "code": ""}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@requires("agreements.load")
def edit_text(request: AuthedRequest, code: str) -> HttpResponse:
    """Write the whole text of the next revision."""
    if request.method == "POST":
        form = forms.AgreementText(request.POST, request.FILES)
        if form.is_valid():
            return _loaded(request, text=form.cleaned_data["text"], file=f"{code}.yaml")
    else:
        form = forms.AgreementText(initial={"text": queries.dump(code)})
    return render(request, "agreements/text.html", {"form": form, "code": code}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@requires("agreements.load")
def revise(request: AuthedRequest, code: str) -> HttpResponse:
    """Change values of the latest revision from a day on."""
    form = forms.Revision(request.POST if request.method == "POST" else None, base=queries.dump(code))
    if request.method == "POST" and form.is_valid():
        return _loaded(request, text=form.revised, file=f"{code}.yaml")
    return render(request, "agreements/revise.html", {"form": form, "code": code}, status=422 if form.is_bound else 200)


@require_GET
@requires("agreements.read")
def organisations(request: AuthedRequest) -> HttpResponse:
    """Customers, departments and suppliers, with a form for one more."""
    facts = {"rows": queries.organisation_rows(), "form": forms.Organisation()}
    return render(request, "agreements/organisations.html", facts)


@require_POST
@requires("agreements.load")
def keep_organisation(request: AuthedRequest) -> HttpResponse:
    """Register or change one organisation."""
    form = forms.Organisation(request.POST)
    if not form.is_valid():
        facts = {"rows": queries.organisation_rows(), "form": form}
        return render(request, "agreements/organisations.html", facts, status=422)
    row = actions.keep_organisation(
        code=form.cleaned_data["code"],
        name=form.cleaned_data["name"],
        kind=form.cleaned_data["kind"],
        supplier_kind=form.cleaned_data["supplier_kind"],
        parent_code=form.cleaned_data["parent"],
        actor=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("已登记 %(code)s %(name)s") % {"code": row.code, "name": row.name})
    return redirect("agreements:organisations")


@require_GET
@requires("agreements.read")
def services(request: AuthedRequest) -> HttpResponse:
    """The service catalogue."""
    return render(request, "agreements/services.html", {"rows": queries.service_rows(today=_today())})


def _loaded(request: AuthedRequest, *, text: str, file: str) -> HttpResponse:
    """Load, say what happened, and go to the agreement; what needs a second person goes on to a request."""
    try:
        done = actions.load_agreement(text=text, file=file, actor=request.user, now=timezone.now())
    except RevisionNeedsApproval as needs:
        terms = queries.read_as_of_now(text, file=file)
        facts = {"terms": terms, "text": text, "file": file, "why": needs.message(reader_language())}
        return render(request, "agreements/needs_approval.html", facts)
    facts = {"code": done.terms.code, "number": done.revision.number, "day": done.terms.holds_from}
    if not done.added:
        messages.info(request, _("内容与第 %(number)d 版相同，没有改动") % facts)
    else:
        messages.success(request, _("已载入 %(code)s 第 %(number)d 版，自 %(day)s 起生效") % facts)
    if done.reaches_back:
        messages.warning(
            request, _("修订自 %(day)s 起生效，早于今天；其间受理的单据按新目标判定，已发布的报告不变") % facts
        )
    return redirect("agreements:agreement", code=done.terms.code)
