"""符合性清单: where the process does not hold today, each with the page that mends it (S1.9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from fuwubao.accounts.models import User
from fuwubao.domain.words import Words
from fuwubao.reports.coverage import asked_of, coverage
from fuwubao.reports.models import RegisterRow, Template
from fuwubao.reports.queries.annual import review_lines
from fuwubao.reports.queries.duties import DueFlag, duty_lines
from fuwubao.reports.queries.process_documents import document_lines
from fuwubao.ui.language import listed, said

KINDS: dict[str, Words] = {
    "late": Words("逾期未提交的报告", "reports overdue"),
    "review": Words("未做年度评审", "annual review missing"),
    "agreement": Words("未与汇报对象约定", "not agreed with its recipient"),
    "coverage": Words("模板内容有缺项", "contents missing in a template"),
    "policy": Words("没有现行的服务报告方针", "no service report policy in force"),
    "unread": Words("现行文件未读完", "document in force not read by all"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse:
    """One thing that does not hold: its kind, what it is about, and the address where it is mended."""

    code: str
    kind: Words
    what: str
    url: str
    on: date | None = None


def lapses(*, reader: User, now: datetime) -> tuple[Lapse, ...]:
    """Return everything that does not hold today, in order of the kinds (S1.9)."""
    return (
        *_late(reader, now),
        *_unreviewed(now),
        *_not_agreed(),
        *_uncovered(),
        *_documents(reader, now),
    )


def _lapse(code: str, what: str, url: str, on: date | None = None) -> Lapse:
    return Lapse(code=code, kind=KINDS[code], what=what, url=url, on=on)


def _late(reader: User, now: datetime) -> Iterator[Lapse]:
    for line in duty_lines(reader=reader, now=now, open_only=True):
        if line.flag is DueFlag.OVERDUE:
            url = reverse("reports:duty", args=[line.key])
            yield _lapse("late", f"{line.row_number} {line.row_name} {line.period_label}", url, line.due_on)


def _unreviewed(now: datetime) -> Iterator[Lapse]:
    """Rows and templates whose review is overdue; and those that nobody reviewed or owes a review of."""
    for line in review_lines(now=now):
        if line.flag == DueFlag.OVERDUE or (line.last_on is None and line.due_on is None):
            url = reverse("reports:yearly-review", args=[line.kind, line.subject])
            yield _lapse("review", f"{line.subject} {line.title}", url, line.due_on)


def _not_agreed() -> Iterator[Lapse]:
    for row in RegisterRow.objects.filter(agreed_on=None).exclude(state="retired").order_by("number"):
        yield _lapse("agreement", f"{row.number} {row.name}", reverse("reports:row", args=[row.number]))


def _uncovered() -> Iterator[Lapse]:
    newest = {one.code: one for one in Template.objects.filter(state="effective").order_by("code", "version")}
    for one in newest.values():
        gaps = [
            f"{content.content.id} {said(content.content.words)}"
            for profile in asked_of(one.profiles)
            for content in coverage(one.blocks, profile)
            if content.is_gap
        ]
        if gaps:
            url = reverse("reports:template", args=[one.code])
            yield _lapse("coverage", f"{one.code} {one.name} · {listed(*gaps)}", url)


def _documents(reader: User, now: datetime) -> Iterator[Lapse]:
    lines = document_lines(reader=reader, now=now)
    if not any(line.kind_code == "policy" and line.version for line in lines):
        yield _lapse("policy", said(KINDS["policy"]), reverse("reports:process"))
    for line in lines:
        if line.unread:
            url = reverse("reports:process-document", args=[line.number])
            yield _lapse("unread", f"{line.number} {line.title} · {line.unread}", url, line.effective_from)
