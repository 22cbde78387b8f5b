"""评审人员名单 as a page: who is, was or will be listed; and the rules of abnormal reports (S1.6, S6.10)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from fuwubao.accounts import permissions
from fuwubao.accounts.models import User
from fuwubao.domain.words import Words
from fuwubao.reports import abnormal_rules
from fuwubao.reports.models import AbnormalRule, ReviewerEntry
from fuwubao.reports.rules import local_day, reviewers_listed
from fuwubao.ui.language import said

CAPACITY_WORDS = {
    "service_manager": Words("服务管理人员", "service manager"),
    "expert": Words("专家", "expert"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """One entry of the list; ``holds`` on the day that is looked at."""

    entry: ReviewerEntry
    capacity: str
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewersPage:
    """The list as of a day, everyone who was ever in it, and whom it may take in."""

    on: date
    lines: tuple[EntryLine, ...]
    people: tuple[User, ...]
    may_keep: bool


def reviewers_page(*, reader: User, on: date, now: datetime) -> ReviewersPage:
    """Return the list of reviewers; those who hold on the day first, then by name."""
    holding = set(reviewers_listed(on).values_list("pk", flat=True))
    entries = ReviewerEntry.objects.select_related("user").order_by("user__login", "starts_on", "pk")
    lines = [
        EntryLine(entry=entry, capacity=said(CAPACITY_WORDS[entry.capacity]), holds=entry.pk in holding)
        for entry in entries
    ]
    lines.sort(key=lambda line: not line.holds)
    may_keep = permissions.may(reader, "reports.keep_reviewers", now=now)
    return ReviewersPage(on=on, lines=tuple(lines), people=_staff() if may_keep else (), may_keep=may_keep)


def today(now: datetime) -> date:
    """Return the workspace's day."""
    return local_day(now)


def _staff() -> tuple[User, ...]:
    return tuple(User.objects.filter(is_active=True, customer_code="").order_by("login"))


def people_numbered(numbers: Iterable[str]) -> Sequence[User]:
    """Return people by their ids as text, in the order asked; unknown ones are left out."""
    wanted = [int(number) for number in numbers if number.isdigit()]
    found = {user.pk: user for user in User.objects.filter(pk__in=wanted, is_active=True)}
    return [found[pk] for pk in wanted if pk in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """One rule of abnormal reports: its words, whether it is in force, who changed that and why."""

    code: str
    words: str
    is_on: bool
    changed_by: str
    changed_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesPage:
    """The rules, and whether the reader may switch them."""

    rules: tuple[RuleLine, ...]
    may_switch: bool


def rules_page(*, reader: User, now: datetime) -> RulesPage:
    """Return the rules of abnormal reports in their order."""
    kept = {rule.code: rule for rule in AbnormalRule.objects.select_related("changed_by")}
    lines = []
    for rule in abnormal_rules.RULES:
        row = kept.get(rule.code)
        lines.append(
            RuleLine(
                code=rule.code,
                words=said(rule.words),
                is_on=bool(row and row.is_on),
                changed_by=row.changed_by.name if row and row.changed_by else "",
                changed_at=row.changed_at if row else None,
                reason=row.reason if row else "",
            )
        )
    return RulesPage(rules=tuple(lines), may_switch=permissions.may(reader, "reports.keep_review_rules", now=now))
