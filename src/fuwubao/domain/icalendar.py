"""A calendar of duties as RFC 5545 text: CRLF, lines folded at 75 octets, stable UIDs, instants in UTC."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

PRODUCT = "-//Fuwubao//Service report duties//ZH"
LONGEST = 75  # octets of a line without its break (RFC 5545 section 3.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One duty; ``at`` is None for one that is due at the end of ``on``, which then fills the day.

    ``sequence`` counts how often it was moved, ``changed_at`` is when its content was last changed.
    """

    uid: str
    on: date
    at: datetime | None
    summary: str
    description: str
    url: str
    changed_at: datetime
    sequence: int
    status: str


def written(events: Iterable[Event], *, name: str) -> str:
    """Return the whole calendar; ``status`` of an event is CONFIRMED, TENTATIVE or CANCELLED."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
    ]
    for event in events:
        lines.extend(_event(event))
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def escaped(text: str) -> str:
    """Escape a value of type TEXT (section 3.3.11)."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\r", "\\n").replace("\n", "\\n")


def folded(line: str) -> str:
    """Fold a line at 75 octets, never inside a character; each further line begins with a blank."""
    parts, part, size = [], "", 0
    for letter in line:
        width = len(letter.encode("utf-8"))
        if size + width > LONGEST:
            parts.append(part)
            part, size = "", 1  # the blank counts
        part += letter
        size += width
    return "\r\n ".join([*parts, part])


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{_utc(event.changed_at)}"
    yield f"LAST-MODIFIED:{_utc(event.changed_at)}"
    yield f"SEQUENCE:{event.sequence}"
    if event.at is None:
        yield f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}"
    else:
        yield f"DTSTART:{_utc(event.at - timedelta(minutes=30))}"
        yield f"DTEND:{_utc(event.at)}"
    yield f"SUMMARY:{escaped(event.summary)}"
    yield f"DESCRIPTION:{escaped(event.description)}"
    if event.url:
        yield f"URL:{event.url}"
    yield f"STATUS:{event.status}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
