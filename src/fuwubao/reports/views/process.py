"""服务报告管理流程: its page, documents, scope and sources, compliance, terms, and the editions of the list."""

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
from fuwubao.reports.actions import process as documents
from fuwubao.reports.actions import process_scope, register_edition
from fuwubao.reports.process_terms import TERMS, terms_like
from fuwubao.reports.queries import compliance as compliance_query
from fuwubao.reports.queries import process_documents as pages
from fuwubao.reports.queries import register_editions as lists
from fuwubao.reports.queries.process import process_page
from fuwubao.reports.register_files import cells_csv
from fuwubao.reports.views.distribution import kept_file


@require_GET
@requires("reports.read")
def process(request: AuthedRequest) -> HttpResponse:
    """The whole process on one page."""
    page = process_page(reader=request.user, now=timezone.now())
    return render(request, "reports/process.html", {"page": page, "scope": forms.Scope(), "source": forms.SourceForm()})


@require_GET
@requires("reports.read")
def terms(request: AuthedRequest) -> HttpResponse:
    """The glossary; what is sought lives in the address."""
    sought = request.GET.get("q", "")[:64]
    facts = {"terms": terms_like(sought), "sought": sought, "total": len(TERMS)}
    return render(request, "reports/process_terms.html", facts)


@require_GET
@requires("reports.read")
def compliance(request: AuthedRequest) -> HttpResponse:
    """What does not hold today, each with the page that mends it."""
    found = compliance_query.lapses(reader=request.user, now=timezone.now())
    counts = [(words, sum(one.code == code for one in found)) for code, words in compliance_query.KINDS.items()]
    return render(request, "reports/process_compliance.html", {"lapses": found, "counts": counts})


@require_POST
@requires("reports.keep_process_scope")
def add_scope(request: AuthedRequest) -> HttpResponse:
    """Take a department or service into the scope."""
    form = forms.Scope(request.POST)
    if form.is_valid():
        process_scope.add_scope(actor=request.user, now=timezone.now(), **form.cleaned_data)
        messages.info(request, _("已列入流程范围"))
    else:
        messages.error(request, _("部门和开始日期都要填写"))
    return redirect("reports:process")


@require_POST
@requires("reports.keep_process_scope")
def end_scope(request: AuthedRequest, entry_id: int) -> HttpResponse:
    """Take an entry out of the scope, from today on."""
    today = timezone.localdate()
    process_scope.end_scope(entry_id=entry_id, ends_before=today, actor=request.user, now=timezone.now())
    messages.info(request, _("已从流程范围移出，记录保留"))
    return redirect("reports:process")


@require_POST
@requires("reports.keep_process_scope")
def keep_source(request: AuthedRequest) -> HttpResponse:
    """Code and classify a source of data."""
    form = forms.SourceForm(request.POST)
    if not form.is_valid():
        page = process_page(reader=request.user, now=timezone.now())
        facts = {"page": page, "scope": forms.Scope(), "source": form}
        return render(request, "reports/process.html", facts, status=422)
    given = dict(form.cleaned_data)
    custodian = User.objects.filter(login=given.pop("custodian") or None).first()
    kept = process_scope.keep_source(
        source=process_scope.Source(**given), custodian=custodian, actor=request.user, now=timezone.now()
    )
    messages.info(request, _("数据来源 %(code)s 已登记") % {"code": kept.code})
    return redirect("reports:process")


def _wording(form: forms.Version) -> documents.Wording:
    given = form.cleaned_data
    file = given.get("file")
    return documents.Wording(
        effective_from=given["effective_from"],
        change=given["change"],
        text=given["text"],
        content=file.read() if file else b"",
        file_name=file.name if file else "",
        follows=int(given["follows"]) if given.get("follows") else None,
    )


@require_http_methods(["GET", "POST"])
@requires("reports.draft_process_document")
def new_document(request: AuthedRequest) -> HttpResponse:
    """Begin a document with its first version."""
    form = forms.NewDocument(request.POST, request.FILES) if request.method == "POST" else forms.NewDocument()
    if not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "reports/process_document_new.html", {"form": form}, status=status)
    given = form.cleaned_data
    drafted = documents.draft_document(
        number=given["number"],
        kind=given["kind"],
        title=given["title"],
        wording=_wording(form),
        actor=request.user,
        now=timezone.now(),
    )
    messages.info(request, _("%(document)s 已起草，等待批准") % {"document": str(drafted)})
    return redirect("reports:process-document", number=drafted.document.number)


@require_GET
@requires("reports.read")
def document(request: AuthedRequest, number: str) -> HttpResponse:
    """One document; the version that is shown lives in the address."""
    return _document(request, number)


def _document(request: AuthedRequest, number: str, form: forms.Version | None = None) -> HttpResponse:
    asked = request.GET.get("version", "")
    version = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else None
    page = pages.document_page(number, version=version, reader=request.user, now=timezone.now())
    drafting = form or forms.Version(decisions=_decisions(page))
    status = 422 if form else 200
    return render(request, "reports/process_document.html", {"page": page, "form": drafting}, status=status)


def _decisions(page: pages.DocumentPage) -> tuple[tuple[str, str], ...]:
    return tuple((str(one.pk), f"{one.review.number} {one.text}") for one in page.open_decisions)


@require_POST
@requires("reports.draft_process_document")
def draft_version(request: AuthedRequest, number: str) -> HttpResponse:
    """Draft the next version."""
    now = timezone.now()
    page = pages.document_page(number, version=None, reader=request.user, now=now)
    form = forms.Version(request.POST, request.FILES, decisions=_decisions(page))
    if not form.is_valid():
        return _document(request, number, form)
    drafted = documents.draft_version(number=number, wording=_wording(form), actor=request.user, now=now)
    messages.info(request, _("%(document)s 已起草，等待批准") % {"document": str(drafted)})
    return redirect("reports:process-document", number=number)


@require_POST
@requires("reports.approve_process_document")
def decide(request: AuthedRequest, number: str, version: int) -> HttpResponse:
    """Approve a version or return it."""
    approve = request.POST.get("decision") == "approve"
    documents.decide_version(
        number=number,
        version=version,
        approve=approve,
        reason=request.POST.get("reason", "")[:500],
        actor=request.user,
        now=timezone.now(),
    )
    messages.info(request, _("已批准，相关人员已收到阅读通知") if approve else _("已退回起草人"))
    return redirect("reports:process-document", number=number)


@require_POST
@requires("reports.confirm_reading")
def read(request: AuthedRequest, number: str, version: int) -> HttpResponse:
    """Confirm having read the version in force."""
    documents.confirm_reading(number=number, version=version, actor=request.user, now=timezone.now())
    messages.info(request, _("已确认阅读"))
    return redirect("reports:process-document", number=number)


@require_GET
@requires("reports.read")
def document_file(request: AuthedRequest, number: str, version: int) -> HttpResponse:
    """The file of a version, as it was kept."""
    found = pages.version_of(number, version)
    return kept_file(found.sha256, found.file_name)


@require_POST
@requires("reports.relate_document")
def relate_row(request: AuthedRequest, number: str) -> HttpResponse:
    """Let a row refer to a document."""
    asked = request.POST.get("document", "")[:32]
    documents.relate_document(number=asked, row=number, actor=request.user, now=timezone.now())
    messages.info(request, _("已关联文件"))
    return redirect("reports:row", number=number)


@require_POST
@requires("reports.relate_document")
def relate_report(request: AuthedRequest, report_id: int) -> HttpResponse:
    """Let a report refer to a document."""
    asked = request.POST.get("document", "")[:32]
    documents.relate_document(number=asked, report=report_id, actor=request.user, now=timezone.now())
    messages.info(request, _("已关联文件"))
    return redirect("reports:report", report_id=report_id)


@require_POST
@requires("reports.relate_document")
def part(request: AuthedRequest, relation_id: int) -> HttpResponse:
    """Take a relation away."""
    parted = documents.part_document(relation_id=relation_id, actor=request.user, now=timezone.now())
    messages.info(request, _("已取消关联"))
    if parted.row is not None:
        return redirect("reports:row", number=parted.row.number)
    return redirect("reports:report", report_id=parted.report_id)


@require_GET
@requires("reports.read")
def editions(request: AuthedRequest) -> HttpResponse:
    """All editions of the list and what has changed since the one in force."""
    page = lists.editions_page(reader=request.user, now=timezone.now())
    return render(request, "reports/register_editions.html", {"page": page})


@require_GET
@requires("reports.read")
def edition(request: AuthedRequest, number: int) -> HttpResponse:
    """One edition beside another; which one lives in the address."""
    asked = request.GET.get("against", "")
    against = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else None
    page = lists.edition_page(number, against=against, reader=request.user, now=timezone.now())
    return render(request, "reports/register_edition.html", {"page": page})


@require_GET
@requires("reports.read")
def edition_export(request: AuthedRequest, number: int) -> HttpResponse:
    """An edition as CSV, as it was issued."""
    found = lists.edition_numbered(number)
    answer = HttpResponse(cells_csv(found.lines), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="register-{found.number}.csv"'
    return answer


@require_POST
@requires("reports.issue_register")
def issue(request: AuthedRequest) -> HttpResponse:
    """Issue the list as its next edition."""
    change = request.POST.get("change", "")[:500]
    kept = register_edition.issue_register(change=change, actor=request.user, now=timezone.now())
    messages.info(request, _("第 %(number)s 版已提交批准") % {"number": kept.number})
    return redirect("reports:register-editions")


@require_POST
@requires("reports.approve_register")
def decide_edition(request: AuthedRequest, number: int) -> HttpResponse:
    """Approve an edition or return it."""
    approve = request.POST.get("decision") == "approve"
    reason = request.POST.get("reason", "")[:500]
    register_edition.decide_edition(
        number=number, approve=approve, reason=reason, actor=request.user, now=timezone.now()
    )
    messages.info(request, _("列表新版已批准") if approve else _("列表新版已退回"))
    return redirect("reports:register-edition", number=number)
