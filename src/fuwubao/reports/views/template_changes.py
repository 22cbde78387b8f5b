"""模板变更申请 (F05): begin, edit, upload a Word template, hand in, review, decide, print."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fuwubao.accounts.permissions import AuthedRequest, requires
from fuwubao.domain.template_changes import TEMPLATE_CHANGE
from fuwubao.render.docx_check import examine
from fuwubao.reports import files
from fuwubao.reports import template_forms as forms
from fuwubao.reports.actions import template_change as acts
from fuwubao.reports.block_catalogue import LETTERS
from fuwubao.reports.coverage import PROFILES, SIX
from fuwubao.reports.queries import template_pages as pages
from fuwubao.reports.queries import templates as versions
from fuwubao.ui.language import said

ASK = "reports.request_template_change"


@require_POST
@requires(ASK)
def begin(request: AuthedRequest, kind: str, code: str) -> HttpResponse:
    """Begin a change from the version in force."""
    of_rows = kind == "rows"
    change = acts.draft_change(
        kind=versions.ROW_TEMPLATE if of_rows else versions.TEMPLATE, code=code, actor=request.user, now=timezone.now()
    )
    return redirect("reports:edit-template-change", number=change.number)


@require_GET
@requires("reports.read")
def change(request: AuthedRequest, number: str) -> HttpResponse:
    """One request: what, why, before and after, what it touches, opinions and the decision."""
    page = pages.change_page(number, reader=request.user, now=timezone.now())
    return render(request, "reports/template_change.html", {"page": page, "opinion": forms.Opinion(prefix="o")})


@require_GET
@requires("reports.read")
def change_print(request: AuthedRequest, number: str) -> HttpResponse:
    """The request as the printed form F05."""
    page = pages.change_page(number, reader=request.user, now=timezone.now())
    return render(request, "reports/template_change_print.html", {"page": page, "today": timezone.localdate()})


@require_http_methods(["GET", "POST"])
@requires(ASK)
def edit(request: AuthedRequest, number: str) -> HttpResponse:
    """The block editor; of a row template its fields."""
    page = pages.change_page(number, reader=request.user, now=timezone.now())
    if request.method == "POST":
        return _save(request, page)
    return _editor(request, page)


def _editor(
    request: AuthedRequest,
    page: pages.ChangePage,
    *,
    wording: forms.Wording | None = None,
    fields: forms.RowTemplateFields | None = None,
    status: int = 200,
) -> HttpResponse:
    change = page.change
    if not page.may["edit"]:
        return redirect("reports:template-change", number=change.number)
    known = {"reason": change.reason, "effective_from": change.effective_from, "edit_count": change.edit_count}
    facts = {"page": page, "wording": wording or forms.Wording(initial=known)}
    if page.is_row_template:
        facts["fields"] = fields or forms.RowTemplateFields(initial=change.content)
        return render(request, "reports/edit_row_template.html", facts, status=status)
    held = change.content.get("profiles", ())
    facts |= {
        "blocks": forms.block_forms(change.content["blocks"]),
        "letters": LETTERS,
        "addable": pages.addable(change),
        "profiles": [
            (code, said(one.words), code == SIX or code in held, code == SIX) for code, one in PROFILES.items()
        ],
        "word": forms.WordFile(),
    }
    return render(request, "reports/edit_template.html", facts, status=status)


def _save(request: AuthedRequest, page: pages.ChangePage) -> HttpResponse:
    change = page.change
    wording = forms.Wording(request.POST)
    fields = forms.RowTemplateFields(request.POST) if page.is_row_template else None
    if not wording.is_valid() or (fields is not None and not fields.is_valid()):
        return _editor(request, page, wording=wording, fields=fields, status=422)
    content = (
        dict(fields.cleaned_data)
        if fields is not None
        else {
            "name": request.POST.get("name", ""),
            "blocks": forms.blocks_from(request.POST, change.content["blocks"]),
            "profiles": forms.profiles_from(request.POST),
        }
    )
    acts.edit_change(
        number=change.number,
        content=content,
        wording=acts.Wording(**wording.cleaned_data),
        actor=request.user,
        now=timezone.now(),
    )
    if request.POST.get("act") == "submit":
        acts.submit_change(number=change.number, actor=request.user, now=timezone.now())
        messages.info(request, _("%(number)s 已提交，待评审") % {"number": change.number})
        return redirect("reports:template-change", number=change.number)
    messages.info(request, _("已保存"))
    return redirect("reports:edit-template-change", number=change.number)


@require_POST
@requires(ASK)
def add_block(request: AuthedRequest, number: str) -> HttpResponse:
    """Add a block of the catalogue."""
    acts.add_block(number=number, code=request.POST.get("code", ""), actor=request.user, now=timezone.now())
    return redirect("reports:edit-template-change", number=number)


@require_POST
@requires(ASK)
def word_template(request: AuthedRequest, number: str) -> HttpResponse:
    """Put a checked Word template in, or take it out."""
    if request.POST.get("act") == "remove":
        acts.set_word_template(number=number, name="", file=None, actor=request.user, now=timezone.now())
        return redirect("reports:edit-template-change", number=number)
    form = forms.WordFile(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("请选择不超过 5 MB 的 .docx 文件"))
        return redirect("reports:edit-template-change", number=number)
    file = form.cleaned_data["file"]
    acts.set_word_template(number=number, name=file.name, file=file.read(), actor=request.user, now=timezone.now())
    messages.info(request, _("%(name)s 已检查并采用") % {"name": file.name})
    return redirect("reports:word-template", number=number)


@require_GET
@requires("reports.read")
def word_preview(request: AuthedRequest, number: str) -> HttpResponse:
    """What the Word template of a change holds, and a report written with it."""
    page = pages.change_page(number, reader=request.user, now=timezone.now())
    digest, name = page.change.content.get("word_sha256", ""), page.change.content.get("word_name", "")
    found = examine(files.read(digest, name=name)) if digest else None
    return render(request, "reports/word_template.html", {"page": page, "found": found})


@require_POST
@requires("reports.review_template_change")
def opine(request: AuthedRequest, number: str) -> HttpResponse:
    """Give one's opinion on a change."""
    form = forms.Opinion(request.POST, prefix="o")
    if not form.is_valid():
        page = pages.change_page(number, reader=request.user, now=timezone.now())
        return render(request, "reports/template_change.html", {"page": page, "opinion": form}, status=422)
    acts.give_opinion(number=number, actor=request.user, now=timezone.now(), **form.cleaned_data)
    messages.info(request, _("评审意见已登记"))
    return redirect("reports:template-change", number=number)


@require_POST
@requires("reports.approve_template_change")
def approve(request: AuthedRequest, number: str) -> HttpResponse:
    """Approve a change."""
    done = acts.approve_change(
        number=number, remark=request.POST.get("remark", ""), actor=request.user, now=timezone.now()
    )
    told = {"number": number, "version": done.new_version, "day": f"{done.effective_from:%Y-%m-%d}"}
    messages.info(request, _("%(number)s 已批准：第 %(version)s 版自 %(day)s 起生效") % told)
    return redirect("reports:template-change", number=number)


@require_POST
@requires("reports.approve_template_change")
def reject(request: AuthedRequest, number: str) -> HttpResponse:
    """Reject a change."""
    acts.reject_change(number=number, reason=request.POST.get("remark", ""), actor=request.user, now=timezone.now())
    messages.info(request, _("%(number)s 已驳回") % {"number": number})
    return redirect("reports:template-change", number=number)


@require_POST
@requires(ASK)
def withdraw(request: AuthedRequest, number: str) -> HttpResponse:
    """Withdraw one's own change."""
    done = acts.withdraw_change(number=number, actor=request.user, now=timezone.now())
    words = said(TEMPLATE_CHANGE.states[done.state])
    messages.info(request, f"{number} {words}")
    return redirect("reports:template-change", number=number)
