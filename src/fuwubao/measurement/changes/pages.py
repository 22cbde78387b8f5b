"""What the pages of requests show, each as one typed object."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from difflib import unified_diff
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fuwubao.accounts import permissions
from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import time_zone
from fuwubao.agreements import queries as agreements
from fuwubao.agreements.wording import CLASSES, worded
from fuwubao.domain.figures import Variant
from fuwubao.domain.words import Words
from fuwubao.engine.measures.catalogue import CATALOGUE
from fuwubao.measurement.changes.actions import DECIDE, is_behind
from fuwubao.measurement.changes.kinds import CHANGE_KINDS
from fuwubao.measurement.errors import ChangeUnknown
from fuwubao.measurement.figure_pages import variant_words
from fuwubao.measurement.models import ChangeRequest
from fuwubao.measurement.notations import local_text
from fuwubao.ui.language import said

STATES = {
    "requested": (Words("待批准", "waiting"), "open"),
    "applied": (Words("已批准并生效", "approved and applied"), "ok"),
    "rejected": (Words("已驳回", "rejected"), "bad"),
    "withdrawn": (Words("已撤回", "withdrawn"), "na"),
}
VERDICTS = {"met": Words("达标", "met"), "not_met": Words("未达标", "missed")}


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    """One request of the list."""

    number: str
    kind_code: str
    kind: str
    subject: str
    reason: str
    requester: str
    asked_at: datetime
    figures: int | None
    state_code: str
    state: str
    shape: str
    is_after_target: bool
    is_correction: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureMove:
    """One figure before and after; ``turned`` when its verdict changes."""

    measure: str
    title: str
    scope: str
    period: str
    before: str
    before_base: str
    after: str
    after_base: str
    verdict: str
    turned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TextEdit:
    """One line of an agreement's text that goes (−) or comes (+)."""

    sign: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePage:
    """One request with its figures and what this reader may do."""

    request: ChangeRequest
    line: RequestLine
    facts: tuple[tuple[str, str], ...]
    has_file: bool
    edits: tuple[TextEdit, ...]
    moves: tuple[FigureMove, ...]
    frozen: tuple[str, ...]
    as_of: str
    may_decide: bool
    may_withdraw: bool
    is_own: bool


def visible_changes(reader: User, *, now: datetime) -> QuerySet[ChangeRequest]:
    """Return the requests whose customers the reader may see, newest first."""
    found = ChangeRequest.objects.select_related("requester", "requested_for", "decided_by", "decided_for")
    hidden = [
        request.pk
        for request in ChangeRequest.objects.only("pk", "customers")
        if request.customers and not any(_may_read(reader, code, now) for code in request.customers)
    ]
    return found.exclude(pk__in=hidden).order_by("-asked_at", "-pk")


def _may_read(reader: User, customer: str, now: datetime) -> bool:
    return permissions.may(reader, "measurement.read", customer_code=customer, now=now)


def request_lines(reader: User, *, kind: str = "", state: str = "", now: datetime) -> tuple[RequestLine, ...]:
    """Return the requests of a kind and state, newest first."""
    found = visible_changes(reader, now=now)
    if kind in CHANGE_KINDS:
        found = found.filter(kind=kind)
    if state in STATES:
        found = found.filter(state=state)
    return tuple(_line(request) for request in found)


def decidable(reader: User, *, now: datetime) -> tuple[RequestLine, ...]:
    """Return the open requests that this reader may decide on."""
    found = visible_changes(reader, now=now).filter(state="requested")
    return tuple(_line(request) for request in found if may_decide(request, reader, now=now))


def may_decide(request: ChangeRequest, reader: User, *, now: datetime) -> bool:
    """Tell whether the reader may approve or reject: not who asked, nor for whom it was asked."""
    only = request.customers[0] if len(request.customers) == 1 else ""
    grounds = permissions.grounds_for(reader, DECIDE, customer_code=only, now=now)
    if grounds is None or is_behind(request, reader) or request.state != "requested":
        return False
    return grounds.for_whom is None or not is_behind(request, grounds.for_whom)


def change_page(number: str, *, reader: User, now: datetime) -> ChangePage:
    """Return one request. Raises: ChangeUnknown, also for another customer's."""
    request = visible_changes(reader, now=now).filter(number=number).first()
    if request is None:
        raise ChangeUnknown(number=number, what=number)
    preview: dict[str, Any] = request.preview or {}
    is_own = request.requester_id == reader.pk
    return ChangePage(
        request=request,
        line=_line(request),
        facts=_facts(request),
        has_file=bool(request.payload.get("sha256")),
        edits=text_edits(request),
        moves=tuple(_move(line) for line in preview.get("lines", ())),
        frozen=tuple(f"{one['customer']} {one['period']}（{one['report']}）" for one in preview.get("frozen", ())),
        as_of=local_text(datetime.fromisoformat(preview["as_of"]), time_zone()) if preview else "",
        may_decide=may_decide(request, reader, now=now),
        may_withdraw=is_own and request.state == "requested",
        is_own=is_own,
    )


def text_edits(request: ChangeRequest) -> tuple[TextEdit, ...]:
    """Return the lines of an agreement's text that a revision takes out and puts in; none for other kinds."""
    if request.kind != "revision":
        return ()
    text, file = str(request.payload["text"]), str(request.payload["file"])
    kept = agreements.revision_with(request.subject, text=text, file=file)
    before = agreements.dump(request.subject, number=kept.number - 1 if kept and kept.number > 1 else None)
    lines = list(unified_diff(before.splitlines(), text.splitlines(), lineterm="", n=0))[2:]
    signs = {"+": "+", "-": "−"}
    return tuple(TextEdit(sign=signs[line[0]], text=line[1:]) for line in lines if line[0] in signs)


def _facts(request: ChangeRequest) -> tuple[tuple[str, str], ...]:
    told = request.payload
    pairs = (
        (_("协议条款"), told.get("clause")),
        (_("客户确认"), " ".join(str(told.get(name) or "") for name in ("confirmed_by", "confirmed_on")).strip()),
        (_("确认文件"), told.get("file") if request.kind == "exclusion" else ""),
        (_("更正的报告"), "、".join(told.get("corrects") or ())),
        (_("日历版本"), told.get("version")),
        (_("客户"), "、".join(request.customers)),
    )
    return tuple((name, str(value)) for name, value in pairs if value)


def _line(request: ChangeRequest) -> RequestLine:
    words, shape = STATES[request.state]
    return RequestLine(
        number=request.number,
        kind_code=request.kind,
        kind=said(CHANGE_KINDS[request.kind].words),
        subject=request.subject,
        reason=request.reason,
        requester=request.requester.name,
        asked_at=request.asked_at,
        figures=request.preview.get("count") if request.preview else None,
        state_code=request.state,
        state=said(words),
        shape=shape,
        is_after_target=request.is_after_target,
        is_correction=request.is_correction,
    )


def _move(line: dict[str, Any]) -> FigureMove:
    names = {measure.id: said(measure.words) for measure in CATALOGUE}
    before, after = line["before"] or {}, line["after"] or {}
    turned = before.get("verdict", "") != after.get("verdict", "")
    verdicts = [said(VERDICTS[one["verdict"]]) if one.get("verdict") else "—" for one in (before, after)]
    return FigureMove(
        measure=line["measure"],
        title=" ".join((names.get(line["measure"], line["measure"]), *variant_words(Variant(**line["variant"])))),
        scope=_scope(line),
        period=line["period"],
        before=str(before.get("display", "—")),
        before_base=_base(before),
        after=str(after.get("display", "—")),
        after_base=_base(after),
        verdict=" → ".join(verdicts) if turned else verdicts[1],
        turned=turned,
    )


def _scope(line: dict[str, Any]) -> str:
    if line["dimension"] == "class":
        return worded(str(line["key"]), CLASSES)
    return str(line["key"]) or _("合计")


def _base(told: dict[str, Any]) -> str:
    if told.get("denominator") is None:
        return ""
    if told.get("numerator") is None:
        return f"n={told['denominator']}"
    return f"{told['numerator']} / {told['denominator']}"
