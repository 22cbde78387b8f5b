"""Pages of intake: batches, a file on its way in, quarantine, values by hand; one query or one action each."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fuwubao.accounts import jobs
from fuwubao.accounts.permissions import AuthedRequest, requires
from fuwubao.accounts.workspace import time_zone
from fuwubao.domain.records import KINDS
from fuwubao.records import actions, exporting, forms, pages, queries
from fuwubao.records.errors import FileRefused, ReadingUnfit, ReadingUnknown, StoreBusy, UploadTooLarge
from fuwubao.records.mapping import mapping_of
from fuwubao.records.reading.choices import reading_of
from fuwubao.records.rejected import rejected_table

READ, LOAD = "records.read", "records.load"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@requires(READ)
def batches(request: AuthedRequest) -> HttpResponse:
    """All batches, newest first, and files that wait for their load."""
    rows = queries.batches(kind=request.GET.get("kind", ""), source=request.GET.get("source", ""))
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    facts = {
        "page": page,
        "uploads": queries.waiting_uploads(),
        "kinds": _kind_words(),
        "used": sorted({row.kind for row in rows}),
    }
    return render(request, "records/batches.html", facts)


@require_http_methods(["GET", "POST"])
@requires(LOAD)
def upload(request: AuthedRequest) -> HttpResponse:
    """Take a file with its kind, source and zone; nothing is written to the store."""
    form = forms.Upload(request.POST, request.FILES) if request.method == "POST" else forms.Upload()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            reading = reading_of(form.cleaned_data)
            kept = actions.keep_upload(
                chunks=file.chunks(),
                name=file.name or "",
                kind=form.cleaned_data["kind"],
                source=form.cleaned_data["source"],
                timezone=form.cleaned_data["timezone"],
                saved=form.cleaned_data["saved"],
                reading=reading,
                actor=request.user,
                now=timezone.now(),
            )
        except (FileRefused, UploadTooLarge, ReadingUnknown, ReadingUnfit) as refusal:
            language = forms.language()
            form.add_error("file", f"{refusal.message(language)} → {refusal.hint(language)}")
        else:
            return _checked(request, kept.pk, is_large=kept.size > pages.LARGE)
    return render(request, "records/upload.html", {"form": form}, status=422 if form.is_bound else 200)


@require_GET
@requires(LOAD)
def upload_page(request: AuthedRequest, number: int) -> HttpResponse:
    """The mapping beside what the dry run found."""
    kept = queries.uploaded(number)
    if kept.batch is not None:
        return redirect("records:batch", number=kept.batch.number)
    facts = {
        "page": pages.upload_page(kept, language=forms.language()),
        "zones": forms.zone_choices(),
        "encodings": forms.encoding_choices(),
        "delimiters": forms.delimiter_choices(),
    }
    return render(request, "records/mapping.html", facts)


@require_POST
@requires(LOAD)
def reread(request: AuthedRequest, number: int) -> HttpResponse:
    """Read the file with another encoding, delimiter, header row or sheet; a refusal leaves all as it was."""
    language = forms.language()
    try:
        reading = reading_of(request.POST.dict())
        kept = actions.reread_upload(number=number, reading=reading, actor=request.user, now=timezone.now())
    except (FileRefused, ReadingUnknown, ReadingUnfit) as refusal:
        messages.error(request, f"{refusal.message(language)} → {refusal.hint(language)}")
        return redirect("records:upload", number=number)
    return _checked(request, number, is_large=kept.size > pages.LARGE)


@require_POST
@requires(LOAD)
def settle(request: AuthedRequest, number: int) -> HttpResponse:
    """Take the mapping as it stands on the page, keep it under a name if one is given, and check again."""
    kept = queries.uploaded(number)
    tree = forms.mapping_tree(kept.mapping, request.POST.dict(), kind=kept.kind)
    zone = request.POST.get("timezone", kept.timezone)
    kept = actions.settle_mapping(number=number, mapping=tree, timezone=zone, actor=request.user, now=timezone.now())
    name = request.POST.get("save_as", "").strip()[:64]
    if name:
        mapping = mapping_of({**kept.mapping, "source": kept.source}, file=kept.name)
        actions.save_mapping(name=name, mapping=mapping, actor=request.user, now=timezone.now())
        messages.success(request, _("对应关系“%(name)s”已保存") % {"name": name})
    return _checked(request, number, is_large=kept.size > pages.LARGE)


@require_POST
@requires(LOAD)
def load(request: AuthedRequest, number: int) -> HttpResponse:
    """Load the file as one batch; a large one in the background."""
    kept = queries.uploaded(number)
    if kept.size > pages.LARGE:
        return _queued(request, "load", number, title=_("导入 %(file)s") % {"file": kept.name})
    batch = actions.load_upload(number=number, actor=request.user, now=timezone.now()).batch
    messages.success(
        request, _("批次 %(number)s 已入库 %(count)s 行") % {"number": batch.number, "count": batch.accepted}
    )
    return redirect("records:batch", number=batch.number)


@require_GET
@requires(READ)
def batch(request: AuthedRequest, number: str) -> HttpResponse:
    """One batch: facts, quarantine by reason, warnings, completeness, undo."""
    report = queries.batch_report(number)
    facts = {
        "report": report,
        "kind": _kind_words()[report.batch.kind],
        "groups": pages.quarantine_groups(report, language=forms.language()),
        "warnings": [{"row": told["row"], "words": told[forms.language()]} for told in report.warnings[:20]],
        "undo": forms.Undo(),
    }
    return render(request, "records/batch.html", facts)


@require_GET
@requires(READ)
def completeness(request: AuthedRequest, kind: str) -> HttpResponse:
    """Missing days, sudden drops and gaps in the numbers of a kind."""
    today = timezone.localdate()
    last = _day(request.GET.get("last"), today)
    first = _day(request.GET.get("first"), last - timedelta(days=89))
    source = request.GET.get("source", "")
    found = queries.completeness(kind, first=min(first, last), last=max(first, last), source=source)
    facts = {"found": found, "kind": _kind_words()[kind], "code": kind, "source": source}
    return render(request, "records/completeness.html", facts)


@require_POST
@requires("records.undo")
def undo(request: AuthedRequest, number: str) -> HttpResponse:
    """Undo a batch with its reason."""
    form = forms.Undo(request.POST)
    if not form.is_valid():
        messages.error(request, _("撤销须写明原因"))
        return redirect("records:batch", number=number)
    actions.undo_batch(
        number=number,
        reason=form.cleaned_data["reason"],
        actor=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("批次 %(number)s 已撤销；历史版本仍在") % {"number": number})
    return redirect("records:batch", number=number)


@require_POST
@requires(LOAD)
def mend(request: AuthedRequest, number: str) -> HttpResponse:
    """Write mended cells beside a rejected row."""
    sent = {name: str(text) for name, text in request.POST.items()}
    shown = {name.removeprefix("was:"): text for name, text in sent.items() if name.startswith("was:")}
    cells = {name: sent[f"cell:{name}"] for name, text in shown.items() if sent.get(f"cell:{name}", text) != text}
    row = _count(request.POST.get("row"))
    actions.mend_row(
        batch=number, row=row, cells=cells, kind=request.POST.get("kind", ""), actor=request.user, now=timezone.now()
    )
    messages.success(request, _("第 %(row)s 行已更正，等待补导") % {"row": row})
    return redirect("records:batch", number=number)


@require_POST
@requires(LOAD)
def drop(request: AuthedRequest, number: str) -> HttpResponse:
    """Give a rejected row up."""
    row = _count(request.POST.get("row"))
    actions.drop_row(
        batch=number,
        row=row,
        reason=request.POST.get("reason", ""),
        kind=request.POST.get("kind", ""),
        actor=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("第 %(row)s 行已放弃") % {"row": row})
    return redirect("records:batch", number=number)


@require_POST
@requires(LOAD)
def replay(request: AuthedRequest, number: str) -> HttpResponse:
    """Check mended rows again and load those that pass."""
    made = actions.replay_quarantine(batch=number, actor=request.user, now=timezone.now())
    if made is None:
        messages.warning(request, _("没有可补导的行；请先更正"))
        return redirect("records:batch", number=number)
    messages.success(
        request, _("已补导 %(count)s 行，批次 %(number)s") % {"count": made.accepted, "number": made.number}
    )
    return redirect("records:batch", number=made.number)


@require_GET
@requires(READ)
def rejected(request: AuthedRequest, number: str, form: str) -> HttpResponse:
    """The waiting rows with their reasons, as a file to mend."""
    if form not in ("csv", "xlsx"):
        raise Http404
    table, titles = rejected_table(queries.batch_report(number), language=forms.language())
    write = exporting.as_xlsx if form == "xlsx" else exporting.as_csv
    content = write(table, titles, timezone=time_zone())
    answer = HttpResponse(content, content_type=XLSX if form == "xlsx" else "text/csv; charset=utf-8")
    name = _("%(number)s-拒收行.%(form)s") % {"number": number, "form": form}
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


@require_GET
@requires(READ)
def mappings(request: AuthedRequest) -> HttpResponse:
    """The saved mappings."""
    return render(request, "records/mappings.html", {"rows": queries.mapping_rows(), "kinds": _kind_words()})


@require_GET
@requires(READ)
def record(request: AuthedRequest, kind: str, source: str, number: str) -> HttpResponse:
    """One record: where it came from and all its versions."""
    return render(request, "records/record.html", {"page": queries.record_page(kind, source=source, number=number)})


@require_http_methods(["GET", "POST"])
@requires("records.enter_manual")
def manual(request: AuthedRequest) -> HttpResponse:
    """Enter a value by hand; another person verifies it before it counts."""
    form = forms.Manual(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.propose_manual_value(cells=form.cells, actor=request.user, now=timezone.now())
        messages.success(request, _("已登记，等待他人核实；核实后才计入指标"))
        return redirect("records:manual")
    facts = {"form": form, "entries": queries.manual_entries(), "me": request.user}
    return render(request, "records/manual.html", facts, status=422 if form.is_bound else 200)


@require_GET
@requires(READ)
def entries(request: AuthedRequest) -> HttpResponse:
    """The values by hand, for those who verify or read them."""
    return render(request, "records/manual.html", {"entries": queries.manual_entries(), "me": request.user})


@require_POST
@requires("records.verify_manual")
def verify(request: AuthedRequest, number: int) -> HttpResponse:
    """Stand for a value that somebody else entered."""
    actions.verify_manual_value(number=number, actor=request.user, now=timezone.now())
    messages.success(request, _("已核实，计入指标"))
    return redirect("records:entries")


def _checked(request: AuthedRequest, number: int, *, is_large: bool) -> HttpResponse:
    """Run the dry run at once, or in the background for a large file."""
    if is_large:
        return _queued(request, "check", number, title=_("预检"))
    try:
        actions.check_upload(number=number, now=timezone.now())
    except StoreBusy:
        messages.warning(request, _("另一个导入正在进行，请稍后重新预检"))
    return redirect("records:upload", number=number)


def _queued(request: AuthedRequest, name: str, number: int, *, title: str) -> HttpResponse:
    job = jobs.enqueue(
        task=f"fuwubao.records.tasks.{name}",
        title=title,
        arguments={"number": number},
        owner=request.user,
        now=timezone.now(),
    )
    actions.note_job(number=number, job=job)
    return redirect("records:upload", number=number)


def _kind_words() -> dict[str, str]:
    english = forms.language() == "en"
    return {code: kind.en if english else kind.zh for code, kind in KINDS.items()}


def _day(text: str | None, default: date) -> date:
    """Read a day of the address; anything else is as if it were not there."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return default


def _count(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else 0
