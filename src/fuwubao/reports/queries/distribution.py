"""Distribution as its pages and commands read it: who got which version, how, when, in what state (F07)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from fuwubao.accounts import permissions
from fuwubao.accounts.models import User
from fuwubao.domain.distribution import COPY, DELIVERY, SEAL
from fuwubao.domain.words import Words
from fuwubao.reports.channels import CHANNELS, OFFLINE
from fuwubao.reports.models import CustomerLink, Delivery, Report, SealUse, SilenceClause
from fuwubao.reports.queries.reports import report_with_id
from fuwubao.ui.language import said

SHAPES = {
    "planned": "open",
    "queued": "run",
    "sending": "run",
    "uncertain": "near",
    "sent": "ok",
    "bounced": "bad",
    "failed": "bad",
    "cancelled": "na",
}
HANDED_OUT = ("published", "acknowledged", "followed_up", "archived")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLine:
    """One delivery in a list; instants are None until the thing happened."""

    id: int
    recipient: str
    channel: str
    channel_words: str
    agreed: bool
    address: str
    state: str
    state_words: str
    shape: str
    sent_at: datetime | None
    opened_at: datetime | None
    acknowledged_at: datetime | None
    by_default: bool
    attempts: int
    next_try_at: datetime | None
    failure: str
    handed_by: str
    remark: str
    proof_name: str
    entered_late: bool
    log: tuple[tuple[datetime, str, str], ...]
    may_resend: bool
    may_settle: bool
    needs_address: bool

    def to_json(self) -> dict[str, object]:
        """Return the line as ``report deliveries --json`` prints it."""
        return {
            "id": self.id,
            "recipient": self.recipient,
            "channel": self.channel,
            "agreed": self.agreed,
            "address": self.address,
            "state": self.state,
            "sent_at": _iso(self.sent_at),
            "opened_at": _iso(self.opened_at),
            "acknowledged_at": _iso(self.acknowledged_at),
            "acknowledged_by_default": self.by_default,
            "attempts": self.attempts,
            "next_try_at": _iso(self.next_try_at),
            "failure": self.failure,
            "handed_by": self.handed_by,
            "proof": self.proof_name,
            "entered_late": self.entered_late,
            "log": [{"at": at.isoformat(), "state": state, "words": words} for at, state, words in self.log],
        }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def delivery_lines(report: Report) -> tuple[DeliveryLine, ...]:
    """Return a report's deliveries, by recipient, with their logs; a constant number of statements."""
    found = report.deliveries.prefetch_related("events").order_by("recipient", "pk")
    return tuple(_line(delivery) for delivery in found)


def _line(one: Delivery) -> DeliveryLine:
    log = sorted(one.events.all(), key=lambda event: event.pk)
    return DeliveryLine(
        id=one.pk,
        recipient=one.recipient,
        channel=one.channel,
        channel_words=channel_in_words(one.channel),
        agreed=one.agreed,
        address=one.address,
        state=one.state,
        state_words=said(DELIVERY.states.get(one.state, Words(one.state, one.state))),
        shape=SHAPES.get(one.state, "na"),
        sent_at=one.sent_at,
        opened_at=one.opened_at,
        acknowledged_at=one.acknowledged_at or one.default_acknowledged_at,
        by_default=one.acknowledged_at is None and one.default_acknowledged_at is not None,
        attempts=one.attempts,
        next_try_at=one.next_try_at,
        failure=one.failure,
        handed_by=one.handed_by,
        remark=one.remark,
        proof_name=one.proof_name,
        entered_late=one.entered_late,
        log=tuple((event.at, said(DELIVERY.states[event.state]), event.words) for event in log),
        may_resend=one.channel == "mail" and one.state in ("bounced", "failed", "uncertain"),
        may_settle=one.state == "uncertain",
        needs_address=one.channel == "mail" and one.state == "planned",
    )


def channel_in_words(channel: str) -> str:
    """Return a way of delivery in the reader's words; an unknown one by its code."""
    return _(CHANNELS[channel]) if channel in CHANNELS else channel


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLine:
    """One customer link with what became of it."""

    id: int
    recipient: str
    made_by: str
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    opened: int
    last_opened_at: datetime | None
    is_open: bool
    link: CustomerLink


@dataclass(frozen=True, slots=True, kw_only=True)
class DistributionPage:
    """Everything that the distribution page of one report shows."""

    report: Report
    agreed_words: str
    lines: tuple[DeliveryLine, ...]
    links: tuple[LinkLine, ...]
    recipients: tuple[str, ...]
    offline: tuple[tuple[str, str], ...]
    handed: int
    confirmed: int
    people: int
    troubled: int
    silence: SilenceClause | None
    may: dict[str, bool]


def distribution_page(report_id: int, *, reader: User, now: datetime) -> DistributionPage:
    """Return who got a report, how and when. Raises: ReportNotFound."""
    report = report_with_id(report_id, reader=reader)
    lines = delivery_lines(report)
    people = {line.recipient for line in lines if line.channel != "bulletin"}
    ways = report.row.delivery or ["portal"]
    return DistributionPage(
        report=report,
        agreed_words=_("、").join(channel_in_words(way) for way in ways),
        lines=lines,
        links=_links(report, now),
        recipients=tuple(report.row.recipients),
        offline=tuple((code, channel_in_words(code)) for code in OFFLINE),
        handed=len({line.recipient for line in lines if line.state == "sent"} & people),
        confirmed=len({line.recipient for line in lines if line.acknowledged_at and not line.by_default}),
        people=len(people),
        troubled=sum(line.state in ("bounced", "failed", "uncertain") for line in lines),
        silence=SilenceClause.objects.filter(row_id=report.row_id).first(),
        may=_may(report, reader, now),
    )


def _may(report: Report, reader: User, now: datetime) -> dict[str, bool]:
    code = report.row.customer_code
    out = report.state in HANDED_OUT

    def able(act: str) -> bool:
        return permissions.may(reader, f"reports.{act}", customer_code=code, now=now)

    return {
        "hand_over": out and able("hand_over"),
        "manage": out and able("publish"),
        "link": out and able("make_link"),
        "withdraw": report.state in HANDED_OUT[:3] and able("withdraw"),
        "silence": able("agree_silence"),
        "by_default": report.state == "published" and able("acknowledge_by_default"),
        "copy": able("issue_copy") and (out or report.state == "approved"),
        "end_copy": able("issue_copy"),
        "seal": able("request_seal") and (out or report.state == "approved"),
        "approve_seal": able("approve_seal"),
        "register_seal": able("register_seal"),
        "scan": able("register_scan") and report.approved_at is not None,
    }


def _links(report: Report, now: datetime) -> tuple[LinkLine, ...]:
    found = report.links.select_related("made_by").prefetch_related("openings").order_by("-made_at", "-pk")
    lines = []
    for link in found:
        openings = [one.at for one in link.openings.all()]
        lines.append(
            LinkLine(
                id=link.pk,
                recipient=link.recipient,
                made_by=link.made_by.name,
                made_at=link.made_at,
                expires_at=link.expires_at,
                revoked_at=link.revoked_at,
                opened=len(openings),
                last_opened_at=max(openings, default=None),
                is_open=link.revoked_at is None and link.expires_at > now,
                link=link,
            )
        )
    return tuple(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyLine:
    """One controlled copy with its state in words and the acts that its state permits."""

    copy: object
    state: str
    state_words: str
    shape: str
    acts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealLine:
    """One use of a seal; ``may_decide`` is never for who asked for it."""

    use: SealUse
    state_words: str
    shape: str
    may_decide: bool
    may_register: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiesPage:
    """Controlled copies, seals and signed scans of one report."""

    report: Report
    master: str
    copies: tuple[CopyLine, ...]
    to_recall: int
    seals: tuple[SealLine, ...]
    scans: tuple[object, ...]
    may: dict[str, bool]


def copies_page(report_id: int, *, reader: User, now: datetime) -> CopiesPage:
    """Return the copies, seals and scans of a report. Raises: ReportNotFound."""
    report = report_with_id(report_id, reader=reader)
    may = _may(report, reader, now)
    master = report.files.filter(file_format="pdf").first()
    old = report.state in ("superseded", "withdrawn")
    copies = report.copies.select_related("issued_by", "ended_by").order_by("serial")
    shapes = {"issued": "near" if old else "ok", "recalled": "na", "lost": "bad", "destroyed": "na"}
    return CopiesPage(
        report=report,
        master=master.sha256 if master else "",
        copies=tuple(
            CopyLine(
                copy=copy,
                state=copy.state,
                state_words=_("待收回") if old and copy.state == "issued" else said(COPY.states[copy.state]),
                shape=shapes[copy.state],
                acts=tuple(step.act.removeprefix("reports.") for step in COPY.steps_from(copy.state)),
            )
            for copy in copies
        ),
        to_recall=report.copies.filter(state="issued").count() if old else 0,
        seals=_seals(report, reader, may),
        scans=tuple(report.scans.select_related("registered_by").order_by("-registered_at", "-pk")),
        may=may,
    )


def _seals(report: Report, reader: User, may: dict[str, bool]) -> tuple[SealLine, ...]:
    shapes = {"requested": "open", "approved": "run", "sealed": "ok", "rejected": "na"}
    found = report.seal_uses.select_related("requested_by", "decided_by", "sealed_by").order_by("-requested_at", "-pk")
    return tuple(
        SealLine(
            use=use,
            state_words=said(SEAL.states[use.state]),
            shape=shapes[use.state],
            may_decide=use.state == "requested" and may["approve_seal"] and use.requested_by_id != reader.pk,
            may_register=use.state == "approved" and may["register_seal"],
        )
        for use in found
    )
