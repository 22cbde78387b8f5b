"""What a source tells about one ticket: the facts of its row and the entries of its log.

Only the columns of design section 3 that clocks and slices look at. Instants are aware datetimes; whatever
their zone and fraction, clocks see whole seconds of UTC (semantics 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from fuwubao.domain.errors import BadInput


class EventKind(StrEnum):
    """What a log entry may say; any other word is rejected at intake (E-VALUE)."""

    OPENED = "opened"
    RESPONDED = "responded"
    ASSIGNED = "assigned"
    PENDING = "pending"
    RESUMED = "resumed"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    MERGED = "merged"
    PRIORITY_CHANGED = "priority_changed"
    SERVICE_CHANGED = "service_changed"
    ESCALATED = "escalated"


AUTOMATIC = "auto"  # the reason of a response that no person gave (K02)


class UnknownTicketKey(BadInput):
    """A target row asks for a ticket key that tickets do not have."""

    code = "domain.unknown_ticket_key"
    zh = "目标条件中的键未知：{key}"
    en = "A target asks for an unknown ticket key: {key}"
    hint_zh = "可用的键：{known}"
    hint_en = "Known keys: {known}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketEvent:
    """One entry of a ticket's log, in the source's order; identity is all fields together (semantics 2)."""

    at: datetime
    event: EventKind
    value: str = ""
    reason: str = ""
    actor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFacts:
    """One ticket row; empty text means not given. ``service`` and ``priority`` are those at the start (R02).

    ``exclusion`` is test, spam or agreed; an agreed one holds only with ``exclusion_approver`` (M9).
    ``pending_total_seconds`` is working time that the tool says was waited, used only without a log.
    """

    id: str
    ticket_class: str
    customer: str
    service: str
    priority: str = ""
    category: str = ""
    channel: str = ""
    team: str = ""
    supplier: str = ""
    line: str = ""
    major: bool = False
    opened_at: datetime | None = None
    responded_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    state: str = ""
    exclusion: str = ""
    exclusion_approver: str = ""
    pending_total_seconds: int | None = None

    def key(self, name: str, *, service: str, priority: str) -> str:
        """Return the value that a target row's ``applies`` is held against, service and priority as in force.

        Raises: UnknownTicketKey.
        """
        values = {
            "class": self.ticket_class,
            "priority": priority,
            "service": service,
            "category": self.category,
            "channel": self.channel,
            "team": self.team,
            "supplier": self.supplier,
            "line": self.line,
            "major": "true" if self.major else "false",
            "customer": self.customer,
        }
        if name not in values:
            raise UnknownTicketKey(key=name, known=", ".join(values))
        return values[name]

    @property
    def marked_out(self) -> str:
        """The exclusion that holds for this row, or empty text (M9)."""
        if self.exclusion == "agreed" and not self.exclusion_approver:
            return ""
        return self.exclusion


def whole_second(at: datetime) -> datetime:
    """Return the instant in UTC with any fraction cut off (semantics 1)."""
    return at.astimezone(UTC).replace(microsecond=0)
