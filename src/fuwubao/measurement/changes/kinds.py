"""What can be asked for: who may ask, what it would do to what is known, and how it is done once approved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from fuwubao.accounts.models import User
from fuwubao.agreements import actions as agreement_actions
from fuwubao.agreements import queries as agreements
from fuwubao.domain.records import KINDS
from fuwubao.domain.words import Words
from fuwubao.measurement.changes.preview import Change, Known, known, local_day
from fuwubao.measurement.changes.told import customers_of_batch
from fuwubao.measurement.models import ChangeRequest
from fuwubao.records import queries as records
from fuwubao.records.actions.mappings import keep_mapping
from fuwubao.records.actions.undo import batch_to_undo, mark_undone
from fuwubao.records.exclusions import Exclusion, as_own_row_says, with_exclusions
from fuwubao.records.mapping import mapping_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of change. ``act``: what the requester must be allowed; ``writes_store``: takes the lock."""

    code: str
    words: Words
    act: str
    writes_store: bool
    change: Callable[[ChangeRequest, Known, datetime], Change]
    apply: Callable[[ChangeRequest, User, datetime], None]


def exclusion_held(source: str, ticket: str) -> bool:
    """Tell whether an approved exclusion leaves a ticket out now: the newest line about it decides."""
    name = ticket.lower()
    lines = [x for x in records.record_store().exclusions() if (x["source"], x["key"]) == (source, name)]
    return bool(lines) and bool(lines[-1]["excluded"])


def exclusion_line(request: ChangeRequest, *, approver: str, at: datetime) -> Exclusion:
    """Return the line that the store keeps of an approved exclusion."""
    source, _, ticket = request.subject.partition("/")
    ground = (
        str(request.payload.get("clause") or "")
        or f"{request.payload['confirmed_by']} {request.payload['confirmed_on']}"
    )
    return Exclusion(
        source=source,
        ticket=ticket,
        excluded=True,
        approver=approver,
        reason=f"{request.reason}（{ground}）",
        request=request.number,
        at=at.astimezone(UTC),
    )


def _exclusion(request: ChangeRequest, now_known: Known, as_of: datetime) -> Change:
    line = exclusion_line(request, approver="-", at=as_of).as_row(1)
    tables = {**now_known.tables, "ticket": with_exclusions(now_known.tables["ticket"], [line])}
    source, _, ticket = request.subject.partition("/")
    rows = tables["ticket"]
    mine = rows.filter(pc.and_(pc.equal(rows["source"], source), pc.equal(rows["id"], ticket)))
    return Change(
        before=now_known,
        after=replace(now_known, tables=tables),
        customers=tuple(request.customers),
        first=_first_day(mine["opened_at"], as_of),
        last=local_day(as_of),
    )


def _apply_exclusion(request: ChangeRequest, approver: User, now: datetime) -> None:
    records.record_store().log_exclusion(exclusion_line(request, approver=approver.name, at=now))


def _lift(request: ChangeRequest, now_known: Known, as_of: datetime) -> Change:
    """The ticket counts again as its own row says; a mark of the tool itself (test, spam) stays."""
    source, _, ticket = request.subject.partition("/")
    own = records.record_store().keys(KINDS["ticket"], source)
    own = own.filter(pc.equal(pc.utf8_lower(own["id"]), ticket.lower()))
    rows = as_own_row_says(now_known.tables["ticket"], own)
    return Change(
        before=now_known,
        after=replace(now_known, tables={**now_known.tables, "ticket": rows}),
        customers=tuple(request.customers),
        first=_first_day(own["opened_at"], as_of),
        last=local_day(as_of),
    )


def _apply_lift(request: ChangeRequest, approver: User, now: datetime) -> None:
    source, _, ticket = request.subject.partition("/")
    line = Exclusion(
        source=source,
        ticket=ticket,
        excluded=False,
        approver=approver.name,
        reason=request.reason,
        request=request.number,
        at=now.astimezone(UTC),
    )
    records.record_store().log_exclusion(line)


def _undo(request: ChangeRequest, now_known: Known, as_of: datetime) -> Change:
    batch = records.batch_report(request.subject).batch
    kind = KINDS[batch.kind]
    rows = now_known.tables.get(kind.code)
    mine = rows.filter(pc.equal(rows["batch"], batch.number)) if rows is not None else None
    first = _first_day(mine[kind.month_of], as_of) if mine is not None else local_day(as_of) - timedelta(days=400)
    after = known(snapshot=records.latest_snapshot(), without=batch.number)
    return Change(before=now_known, after=after, customers=tuple(request.customers), first=first, last=local_day(as_of))


def _apply_undo(request: ChangeRequest, approver: User, now: datetime) -> None:
    batch = batch_to_undo(request.subject)
    mark_undone(
        records.record_store(),
        batch=batch,
        actor=request.requester,
        now=now,
        reason=f"{request.number} {request.reason}",
        approved_by=approver.login,
    )


def _revision(request: ChangeRequest, now_known: Known, as_of: datetime) -> Change:
    text, file = str(request.payload["text"]), str(request.payload["file"])
    terms = agreements.read_as_of_now(text, file=file)
    return Change(
        before=now_known,
        after=replace(now_known, terms=(*now_known.terms, terms)),
        customers=(terms.customer_code,),
        first=terms.holds_from,
        last=local_day(as_of),
    )


def _apply_revision(request: ChangeRequest, approver: User, now: datetime) -> None:
    agreement_actions.keep_agreement(
        text=str(request.payload["text"]),
        file=str(request.payload["file"]),
        actor=approver,
        now=now,
        remark=f"{request.number} {request.reason}",
    )


def _calendar(request: ChangeRequest, now_known: Known, as_of: datetime) -> Change:
    own = agreements.terms_with_calendar(request.subject, str(request.payload["version"]))
    others = tuple(terms for terms in now_known.terms if terms.code != request.subject)
    return Change(
        before=now_known,
        after=replace(now_known, terms=(*others, *own)),
        customers=(own[-1].customer_code,),
        first=own[-1].holds_from,
        last=min(local_day(as_of), own[-1].valid_to),
    )


def _apply_calendar(request: ChangeRequest, approver: User, now: datetime) -> None:
    agreement_actions.keep_adoption(
        agreement_code=request.subject,
        version=str(request.payload["version"]),
        reason=f"{request.number} {request.reason}",
        actor=approver,
        now=now,
    )


def _mapping(request: ChangeRequest, now_known: Known, as_of: datetime) -> Change:
    """Words count from the next file on: no row that is loaded changes by them."""
    day = local_day(as_of)
    return Change(before=now_known, after=now_known, customers=(), first=day, last=day)


def _apply_mapping(request: ChangeRequest, approver: User, now: datetime) -> None:
    tree: Mapping[str, object] = request.payload["tree"]
    keep_mapping(name=request.subject, mapping=mapping_of(tree, file=request.subject), actor=approver, now=now)


def customers_of(kind: str, subject: str, payload: Mapping[str, object]) -> tuple[str, ...]:
    """Return whose figures a change can move. Raises: as reading an agreement does."""
    if kind == "undo":
        found = customers_of_batch(subject)
        everybody = {terms.customer_code for terms in agreements.terms_of_all()}
        return tuple(sorted(everybody if found is None else found))
    if kind == "revision":
        return (agreements.read_as_of_now(str(payload["text"]), file=str(payload["file"])).customer_code,)
    if kind == "calendar":
        return (agreements.terms_of_agreement(subject)[-1].customer_code,)
    return ()


def _first_day(column: pa.ChunkedArray, as_of: datetime) -> date:
    first = pc.min(column).as_py() if len(column) else None
    if first is None:
        return local_day(as_of)
    return local_day(first) if isinstance(first, datetime) else first


CHANGE_KINDS = {
    kind.code: kind
    for kind in (
        Kind(
            code="exclusion",
            words=Words("剔除工单", "exclude a ticket"),
            act="measurement.request_change",
            writes_store=True,
            change=_exclusion,
            apply=_apply_exclusion,
        ),
        Kind(
            code="lift",
            words=Words("恢复计入", "count a ticket again"),
            act="measurement.request_change",
            writes_store=True,
            change=_lift,
            apply=_apply_lift,
        ),
        Kind(
            code="undo",
            words=Words("撤销批次", "undo a batch"),
            act="records.undo",
            writes_store=True,
            change=_undo,
            apply=_apply_undo,
        ),
        Kind(
            code="revision",
            words=Words("修订协议", "revise an agreement"),
            act="agreements.load",
            writes_store=False,
            change=_revision,
            apply=_apply_revision,
        ),
        Kind(
            code="calendar",
            words=Words("采用日历", "adopt a calendar"),
            act="agreements.load_calendar",
            writes_store=False,
            change=_calendar,
            apply=_apply_calendar,
        ),
        Kind(
            code="mapping",
            words=Words("取值对照", "change a value map"),
            act="records.load",
            writes_store=False,
            change=_mapping,
            apply=_apply_mapping,
        ),
    )
}
