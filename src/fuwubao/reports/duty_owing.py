"""What is owed, as a value: what raises duties hands it to the actions that keep them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fuwubao.accounts.models import User
from fuwubao.domain.terms import DueRule
from fuwubao.reports.models import Obligation


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What is owed: kind, what about, by when, who sees to it; kind, subject and period name it for good."""

    kind: str
    subject: str
    title: str
    period_label: str
    due_at: datetime
    responsible: User | None = None
    customer_code: str = ""
    customer_name: str = ""
    provisional: bool = False
    rule: DueRule | None = None
    obligation: Obligation | None = None
    url: str = ""
