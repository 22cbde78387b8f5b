"""Arrange open data into a year of a service firm: same weekday and hour, another year, other names.

The incident log holds three full months. Each incident goes to one of four quarters by CRC32 of its id, moved by
a further 13 weeks; then everything moves by whole weeks until the last full month is covered. What was opened
after it is left out, and so is what had not happened yet. The same day always gives the same files.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import resources
from io import StringIO, TextIOWrapper
from zlib import crc32

FIRST, AFTER = datetime(2016, 3, 1), datetime(2016, 6, 1)  # noqa: DTZ001  the log's own wall clock
QUARTERS = 4
WEEKS_PER_QUARTER = 13
STAMP = "%d/%m/%Y %H:%M"

PRIORITIES = {"1 - Critical": "P1", "2 - High": "P2", "3 - Moderate": "P3", "4 - Low": "P4"}
WAITING = {
    "Awaiting User Info": "waiting_customer",
    "Awaiting Vendor": "waiting_supplier",
    "Awaiting Problem": "waiting_problem",
    "Awaiting Evidence": "waiting_evidence",
}
SERVICES = (("ERP", "ERP 系统运维"), ("MES", "MES 制造执行"), ("DESK", "桌面与网络"))
TITLES = (
    "应用无法登录",
    "数据同步延迟",
    "终端无法联网",
    "邮件收发异常",
    "打印任务失败",
    "报表加载缓慢",
    "权限申请未生效",
    "接口返回错误",
)
CUSTOMERS = (("HD", "华东制造有限公司"), ("QM", "启明食品有限公司"), ("NF", "南方物流有限公司"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranged:
    """The files that intake loads, as text, with what was moved."""

    tickets: str
    events: str
    ticket_count: int
    event_count: int
    weeks: int


def data_file(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a packaged data file as dictionaries of text."""
    path = resources.files("fuwubao.reports.demo") / "data" / name
    with path.open("rb") as raw, gzip.open(raw) as plain:
        yield from csv.DictReader(TextIOWrapper(plain, encoding="utf-8", newline=""))


def weeks_to_move(today: date) -> int:
    """Return how many whole weeks bring the end of the arranged year past the last full month."""
    end = AFTER.date() + timedelta(weeks=WEEKS_PER_QUARTER * (QUARTERS - 1))
    wanted = today.replace(day=1)
    return -(-(wanted - end).days // 7)


def arrange_incidents(today: date) -> Arranged:
    """Return ticket and event files for the year that ends with the last full month before ``today``."""
    weeks = weeks_to_move(today)
    cut_opened = datetime.combine(today.replace(day=1), datetime.min.time())
    cut_events = datetime.combine(today, datetime.min.time())
    logs: dict[str, list[dict[str, str]]] = {}
    for row in data_file("uci_incident_event_log.csv.gz"):
        logs.setdefault(row["number"], []).append(row)
    tickets, events = StringIO(), StringIO()
    ticket_rows, event_rows = csv.writer(tickets), csv.writer(events)
    ticket_rows.writerow(TICKET_COLUMNS)
    event_rows.writerow(("ticket_id", "at", "event", "value", "reason", "actor"))
    count = event_count = 0
    for number, log in logs.items():
        opened = datetime.strptime(log[0]["opened_at"], STAMP)  # noqa: DTZ007  local wall clock by design
        shift = timedelta(weeks=weeks + WEEKS_PER_QUARTER * (crc32(number.encode()) % QUARTERS))
        if not FIRST <= opened < AFTER or opened + shift >= cut_opened:
            continue
        history = list(_history(log, opened, shift, cut_events))
        ticket_rows.writerow(_ticket(number, log[-1], opened + shift, history))
        event_rows.writerows(
            (number, at.isoformat(" "), event, "", reason, actor) for at, event, reason, actor in history
        )
        count += 1
        event_count += len(history)
    return Arranged(
        tickets=tickets.getvalue(), events=events.getvalue(), ticket_count=count, event_count=event_count, weeks=weeks
    )


TICKET_COLUMNS = (
    "id", "class", "title", "customer", "service", "priority", "category", "channel", "team", "assignee",
    "opened_at", "responded_at", "resolved_at", "closed_at", "state", "major", "problem_id", "change_id",
    "reopen_count", "line", "source_resolution_met",
)  # fmt: skip

Change = tuple[datetime, str, str, str]


def _history(log: list[dict[str, str]], opened: datetime, shift: timedelta, cut: datetime) -> Iterator[Change]:
    """Turn the rows of one incident into events; a state that repeats is told once."""
    yield opened + shift, "opened", "", log[0]["opened_by"]
    held, answered = "New", False
    for row in log:
        state, at = row["incident_state"], datetime.strptime(row["sys_updated_at"], STAMP) + shift  # noqa: DTZ007  wall clock
        if at >= cut:
            return
        if state == held or at < opened + shift:
            continue
        before, held = held, state
        actor = row["sys_updated_by"]
        if state in WAITING:
            yield at, "pending", WAITING[state], actor
        elif state == "Active":
            if not answered:
                answered = True
                yield at, "responded", "", actor
            if before in WAITING:
                yield at, "resumed", "", actor
            elif before in ("Resolved", "Closed"):
                yield at, "reopened", "", actor
        elif state in ("Resolved", "Closed"):
            yield at, state.lower(), "", actor


def _ticket(number: str, last: dict[str, str], opened: datetime, history: list[Change]) -> tuple[str, ...]:
    found = {event: at for at, event, _, _ in history}
    category = last["category"].removeprefix("Category ").strip()
    place = crc32(last["location"].encode()) % 10
    customer = CUSTOMERS[0 if place < 5 else 1 if place < 8 else 2][0]
    service = SERVICES[crc32(last["category"].encode()) % len(SERVICES)][0]
    title = TITLES[crc32(last["subcategory"].encode()) % len(TITLES)]
    priority = PRIORITIES.get(last["priority"], "P3")
    known = {
        name: "" if last[name] == "?" else last[name]
        for name in ("assignment_group", "assigned_to", "problem_id", "rfc")
    }
    state = "closed" if "closed" in found else "resolved" if "resolved" in found else "in_progress"
    return (
        number, "incident", f"{title}（类别 {category}）", customer, f"{customer}-{service}", priority,
        f"类别 {category}", {"Phone": "电话", "Email": "邮件"}.get(last["contact_type"], "门户"),
        known["assignment_group"].replace("Group", "处理组"), known["assigned_to"].replace("Resolver", "工程师"),
        opened.isoformat(" "), _text(found.get("responded")), _text(found.get("resolved")), _text(found.get("closed")),
        state, "true" if priority == "P1" and crc32(number.encode()) % 37 == 0 else "false", known["problem_id"],
        known["rfc"], str(sum(event == "reopened" for _, event, _, _ in history)), "1",
        last["made_sla"] if state == "closed" else "",
    )  # fmt: skip


def _text(at: datetime | None) -> str:
    return "" if at is None else at.isoformat(" ")


OUTAGE_WEIGHTS = {"critical": "1.00", "major": "0.50", "minor": "0.10"}
SPREAD = 3  # of the supplier's notices every third one touches a service of ours
Rows = tuple[str, int]


def _written(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Rows:
    """Return rows as CSV text with their count."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue(), len(rows)


def arrange_outages(today: date) -> Rows:
    """Deal the notices of one year to the services by their id, moved by whole weeks to end before ``today``."""
    first, after = datetime(2025, 1, 6), datetime(2026, 1, 5)  # noqa: DTZ001  whole weeks of UTC wall clock
    shift = timedelta(weeks=(today - after.date()).days // 7)
    services = [f"{customer}-{code}" for customer, _ in CUSTOMERS for code, _ in SERVICES]
    rows = []
    for row in data_file("github_status_incidents.csv.gz"):
        starts, ends = (datetime.fromisoformat(row[name].rstrip("Z")) for name in ("started_at", "resolved_at"))
        number = crc32(row["id"].encode())
        if (
            not first <= starts < after
            or row["impact"] == "none"
            or number % SPREAD
            or ends - starts > timedelta(hours=12)
        ):
            continue
        planned = row["impact"] == "maintenance"
        cause = "供应商例行维护" if planned else "供应商云平台故障"
        rows.append(
            (
                f"OUT-{row['id']}", services[number // SPREAD % len(services)], row["components"].split(";")[0],
                f"{starts + shift:%Y-%m-%dT%H:%M:%SZ}", f"{ends + shift:%Y-%m-%dT%H:%M:%SZ}",
                "true" if planned else "false", OUTAGE_WEIGHTS.get(row["impact"], "1.00"), cause,
            )
        )  # fmt: skip
    return _written(("id", "service", "component", "start", "end", "planned", "weight", "cause"), rows)


def arrange_changes(today: date) -> Rows:
    """Move one year of a platform's merged changes to end before ``today``; reverts are changes backed out."""
    first, after = (
        datetime.fromisoformat("2025-01-06T00:00:00+00:00"),
        datetime.fromisoformat("2026-01-05T00:00:00+00:00"),
    )
    shift = timedelta(weeks=(today - after.date()).days // 7)
    rows, seen = [], set()
    for row in data_file("govuk_infra_changes.csv.gz"):
        at = datetime.fromisoformat(row["implemented_at"])
        if not first <= at < after or row["change_no"] in seen or not row["title"].strip():
            continue
        seen.add(row["change_no"])
        customer = CUSTOMERS[crc32(row["change_no"].encode()) % len(CUSTOMERS)][0]
        moved = (at + shift).isoformat()
        result = "backed_out" if row["change_type"] == "revert" else "successful"
        rows.append((f"CHG-{row['change_no']}", row["title"][:200], customer, "normal", moved, moved, result))
    return _written(("id", "title", "customer", "type", "implemented_at", "closed_at", "result"), rows)


def arrange_answers(today: date) -> Rows:
    """Spread survey answers over the year by their number; 1 (very good) … 5 becomes 5 … 1.

    The source mixes the order of day and month, so its own dates are not used.
    """
    start = datetime.combine(today.replace(day=1), datetime.min.time()) - timedelta(days=364)
    rows: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for row in data_file("nhs_fft_survey.csv.gz"):
        answer, who = row["FFT categorical answer"], row["Respondent ID"]
        number = crc32(who.encode())
        if answer not in "12345" or who in seen or number % 6:
            continue
        seen.add(who)
        at = start + timedelta(minutes=number // 6 % (364 * 24 * 60))
        customer = CUSTOMERS[number // 60 % len(CUSTOMERS)][0]
        rows.append((f"SV-{len(rows) + 1:05d}", f"答题人 {len(rows) + 1}", customer, f"{customer}-DESK",
                     f"{at:%Y-%m-%d %H:%M}", str(6 - int(answer))))  # fmt: skip
    return _written(("id", "respondent", "customer", "service", "answered_at", "score"), rows)


def arrange_complaints(today: date) -> Rows:
    """Take one complaint in thirty, moved by whole weeks to end before ``today``; closed when the reply was sent."""
    newest = date(2023, 8, 24)
    shift = timedelta(weeks=(today.replace(day=1) - newest).days // 7)
    rows = []
    for row in data_file("cfpb_payday_complaints.csv.gz"):
        number = crc32(row["Complaint ID"].encode())
        if number % 30:
            continue
        received = datetime.strptime(row["Date received"], "%m/%d/%y") + shift  # noqa: DTZ007  dates without a zone
        sent = datetime.strptime(row["Date sent to company"], "%m/%d/%y") + shift  # noqa: DTZ007  the same
        days = 2 + number // 30 % 3 + (4 if row["Timely response?"] == "No" else 0)
        closed = max(sent, received) + timedelta(days=days, hours=10)
        customer = CUSTOMERS[number // 7 % len(CUSTOMERS)][0]
        words = f"服务投诉（类别 {number % 9 + 1}）"
        times = (f"{received:%Y-%m-%d} 09:30", f"{closed:%Y-%m-%d %H:%M}" if closed.date() < today else "")
        rows.append((f"TS-{row['Complaint ID']}", customer, times[0], words, times[1]))
    return _written(("id", "customer", "received_at", "content", "closed_at"), rows)
