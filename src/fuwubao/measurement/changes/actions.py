"""Ask, preview, approve, reject, withdraw: two persons, a reason, and the figures before they move."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from datetime import datetime
from zoneinfo import ZoneInfo

import pyarrow.compute as pc
from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import time_zone
from fuwubao.agreements import queries as agreements
from fuwubao.measurement.changes.kinds import CHANGE_KINDS, customers_of, exclusion_held
from fuwubao.measurement.changes.preview import fingerprint, known, preview_of
from fuwubao.measurement.changes.told import reports_counting
from fuwubao.measurement.errors import (
    ApproverIsRequester,
    ChangeAskedTwice,
    ChangeDecided,
    ChangeUnknown,
    ExclusionFrozen,
    ExclusionUnfounded,
    NotExcluded,
    NotTheRequester,
    PreviewMissing,
    ReasonMissing,
)
from fuwubao.measurement.evidence import judged_as_of
from fuwubao.measurement.models import ChangeRequest
from fuwubao.measurement.timelines import customer_of
from fuwubao.records import queries as records

DECIDE = "measurement.decide_change"


@transaction.atomic(durable=True)
def request_exclusion(
    *,
    source: str,
    ticket: str,
    grounds: Mapping[str, str],
    reason: str,
    is_correction: bool,
    actor: User,
    now: datetime,
) -> ChangeRequest:
    """Ask that a ticket be left out of the count, as its row's agreed exclusion would (剔除, M9).

    ``grounds``: clause, or confirmed_by, confirmed_on, file and sha256. One that is asked for after the target time
    is marked. Raises: TicketUnknown, ExclusionUnfounded, ExclusionFrozen, ReasonMissing, ChangeAskedTwice, NotAllowed.
    """
    customer = customer_of(ticket, source=source)
    if not grounds.get("clause") and not all(grounds.get(name) for name in ("confirmed_by", "confirmed_on", "file")):
        raise ExclusionUnfounded()
    corrects = _corrected_by(source, ticket, customer=customer, is_correction=is_correction)
    return _ask(
        kind="exclusion",
        subject=f"{source}/{ticket}",
        customers=(customer,),
        payload={**grounds, "corrects": corrects},
        reason=reason,
        is_correction=bool(corrects),
        is_after_target=_is_after_target(source, ticket, now),
        actor=actor,
        now=now,
    )


@transaction.atomic(durable=True)
def request_lifting(
    *, source: str, ticket: str, reason: str, is_correction: bool, actor: User, now: datetime
) -> ChangeRequest:
    """Ask that an excluded ticket be counted again, under the rules of its exclusion (恢复计入, M9).

    Raises: TicketUnknown, NotExcluded, ExclusionFrozen, ReasonMissing, ChangeAskedTwice, NotAllowed.
    """
    customer = customer_of(ticket, source=source)
    if not exclusion_held(source, ticket):
        raise NotExcluded(ticket=ticket)
    corrects = _corrected_by(source, ticket, customer=customer, is_correction=is_correction)
    return _ask(
        kind="lift",
        subject=f"{source}/{ticket}",
        customers=(customer,),
        payload={"corrects": corrects},
        reason=reason,
        is_correction=bool(corrects),
        actor=actor,
        now=now,
    )


def _corrected_by(source: str, ticket: str, *, customer: str, is_correction: bool) -> list[str]:
    """Return the published reports that a correction of a ticket corrects; one that is not out refuses it (M9, M14)."""
    counting = reports_counting(source, ticket, customer=customer)
    if counting and not (is_correction and all(told.is_out for told in counting)):
        raise ExclusionFrozen(ticket=ticket, reports="、".join(told.report for told in counting))
    return [told.report for told in counting]


@transaction.atomic(durable=True)
def request_change(
    *, kind: str, subject: str, payload: Mapping[str, object], reason: str, actor: User, now: datetime
) -> ChangeRequest:
    """Ask for the undoing of a batch, a revision, a calendar or other words of a mapping.

    Raises: ReasonMissing, ChangeAskedTwice, NotAllowed; what reading the subject raises, such as BatchMissing.
    """
    if kind == "undo":
        records.batch_report(subject)
    if kind == "revision":
        terms = agreements.read_as_of_now(str(payload["text"]), file=str(payload["file"]))
        agreements.refuse_unless_loadable(terms)
    customers = customers_of(kind, subject, payload)
    return _ask(kind=kind, subject=subject, customers=customers, payload=payload, reason=reason, actor=actor, now=now)


def _ask(
    *,
    kind: str,
    subject: str,
    customers: tuple[str, ...],
    payload: Mapping[str, object],
    reason: str,
    actor: User,
    now: datetime,
    is_correction: bool = False,
    is_after_target: bool = False,
) -> ChangeRequest:
    only = customers[0] if len(customers) == 1 else ""
    grounds = permissions.refuse_unless_may(actor, CHANGE_KINDS[kind].act, customer_code=only, now=now)
    if not reason.strip():
        raise ReasonMissing()
    waiting = ChangeRequest.objects.filter(kind=kind, subject=subject, state=ChangeRequest.State.REQUESTED).first()
    if waiting is not None:
        raise ChangeAskedTwice(subject=subject, number=waiting.number)
    year = now.astimezone(ZoneInfo(time_zone())).year
    count = ChangeRequest.objects.filter(number__startswith=f"CR-{year}-").count()
    request = ChangeRequest.objects.create(
        number=f"CR-{year}-{count + 1:04d}",
        kind=kind,
        subject=subject,
        customers=list(customers),
        payload=dict(payload),
        reason=reason.strip()[:500],
        is_correction=is_correction,
        is_after_target=is_after_target,
        requester=actor,
        requested_for=grounds.for_whom,
        asked_at=now,
    )
    after = {"kind": kind, "subject": subject, "is_after_target": is_after_target, "is_correction": is_correction}
    audit.record(
        "measurement.request_change",
        subject=request,
        actor=actor,
        at=now,
        after=after,
        remark=request.reason,
        for_whom=grounds.for_whom,
    )
    return request


@transaction.atomic(durable=True)
def preview_change(*, number: str, now: datetime) -> ChangeRequest:
    """Count the figures that the request would move, as of now, and keep them with it.

    Raises: ChangeUnknown, ChangeDecided.
    """
    request = _locked(number)
    snapshot = records.latest_snapshot()
    as_of = now.replace(microsecond=0)
    change = CHANGE_KINDS[request.kind].change(request, known(snapshot=snapshot), as_of)
    request.preview = preview_of(change, as_of=as_of, snapshot=snapshot)
    request.save(update_fields=["preview"])
    return request


def approve_change(*, number: str, remark: str = "", actor: User, now: datetime) -> ChangeRequest:
    """Approve and apply in one step; who asked, or stands behind who asked, cannot.

    Source: design section 6. Raises: ChangeUnknown, ChangeDecided, NotAllowed, ApproverIsRequester, PreviewMissing,
    ExclusionFrozen, and what the change itself refuses.
    """
    found = ChangeRequest.objects.filter(number=number).first()
    writes = found is not None and CHANGE_KINDS[found.kind].writes_store
    with records.record_store().writing() if writes else nullcontext():
        return _approve(number=number, remark=remark, actor=actor, now=now)


@transaction.atomic(durable=True)
def _approve(*, number: str, remark: str, actor: User, now: datetime) -> ChangeRequest:
    request = _locked(number)
    for_whom = _refuse_unless_another(request, actor=actor, now=now)
    base = fingerprint(records.latest_snapshot())
    if request.preview is None or any(request.preview.get(name) != value for name, value in base.items()):
        raise PreviewMissing(number=number)
    if request.kind in ("exclusion", "lift"):
        _refuse_if_frozen_since(request)
    _decide(request, ChangeRequest.State.APPLIED, actor=actor, for_whom=for_whom, remark=remark, now=now)
    CHANGE_KINDS[request.kind].apply(request, actor, now)
    return request


@transaction.atomic(durable=True)
def reject_change(*, number: str, remark: str, actor: User, now: datetime) -> ChangeRequest:
    """Say no with a reason. Raises: ChangeUnknown, ChangeDecided, NotAllowed, ApproverIsRequester, ReasonMissing."""
    request = _locked(number)
    for_whom = _refuse_unless_another(request, actor=actor, now=now)
    if not remark.strip():
        raise ReasonMissing()
    _decide(request, ChangeRequest.State.REJECTED, actor=actor, for_whom=for_whom, remark=remark, now=now)
    return request


@transaction.atomic(durable=True)
def withdraw_change(*, number: str, remark: str = "", actor: User, now: datetime) -> ChangeRequest:
    """Take one's own request back. Raises: ChangeUnknown, ChangeDecided, NotTheRequester."""
    request = _locked(number)
    if actor.pk != request.requester_id:
        raise NotTheRequester(number=number)
    _decide(request, ChangeRequest.State.WITHDRAWN, actor=actor, for_whom=None, remark=remark, now=now)
    return request


def _locked(number: str) -> ChangeRequest:
    request = ChangeRequest.objects.select_for_update().filter(number=number).first()
    if request is None:
        raise ChangeUnknown(number=number, what=number)
    if request.state != ChangeRequest.State.REQUESTED:
        raise ChangeDecided(number=number)
    return request


def _refuse_unless_another(request: ChangeRequest, *, actor: User, now: datetime) -> User | None:
    """Refuse the requester and everybody behind her; return for whom the approver acts."""
    only = request.customers[0] if len(request.customers) == 1 else ""
    if is_behind(request, actor):
        raise ApproverIsRequester(number=request.number)
    grounds = permissions.refuse_unless_may(actor, DECIDE, customer_code=only, now=now)
    if grounds.for_whom is not None and is_behind(request, grounds.for_whom):
        raise ApproverIsRequester(number=request.number)
    return grounds.for_whom


def is_behind(request: ChangeRequest, person: User) -> bool:
    """Tell whether a person asked, or had it asked for her."""
    return person.pk in (request.requester_id, request.requested_for_id)


def _refuse_if_frozen_since(request: ChangeRequest) -> None:
    source, _, ticket = request.subject.partition("/")
    known_reports = set(request.payload.get("corrects", ()))
    counting = reports_counting(source, ticket, customer=request.customers[0])
    new = [told.report for told in counting if told.report not in known_reports]
    if new:
        raise ExclusionFrozen(ticket=ticket, reports="、".join(new))


def _decide(
    request: ChangeRequest, state: str, *, actor: User, for_whom: User | None, remark: str, now: datetime
) -> None:
    before = request.state
    request.state, request.decided_by, request.decided_for = state, actor, for_whom
    request.decided_at, request.remark = now, remark.strip()[:300]
    request.save(update_fields=["state", "decided_by", "decided_for", "decided_at", "remark"])
    act = {"applied": "approve", "rejected": "reject", "withdrawn": "withdraw"}[state]
    audit.record(
        f"measurement.{act}_change",
        subject=request,
        actor=actor,
        at=now,
        before=before,
        after={"state": state, "figures": (request.preview or {}).get("count")},
        remark=request.remark,
        for_whom=for_whom,
    )


def _is_after_target(source: str, ticket: str, now: datetime) -> bool:
    """Tell whether one of the ticket's clocks had reached its target time when the exclusion was asked for."""
    table = judged_as_of(now.replace(second=0, microsecond=0), snapshot=records.latest_snapshot()).verdicts
    mine = table.filter(pc.and_(pc.equal(table["ticket"], ticket), pc.equal(table["source"], source))).to_pylist()
    return any(row["verdict"] == "breached" or (row["due_at"] is not None and row["due_at"] <= now) for row in mine)
