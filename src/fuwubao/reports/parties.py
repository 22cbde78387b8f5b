"""Who may be given a report: only a party that an agreement of the period or of today names (S1.16)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from fuwubao.agreements import queries as agreements
from fuwubao.domain.due import day_ended_by
from fuwubao.reports.errors import NotAgreedParty
from fuwubao.reports.models import Report


def refuse_party_without_agreement(report: Report, *, now: datetime) -> None:
    """Refuse to hand a customer's report to a party without a live agreement. Raises: NotAgreedParty.

    An internal report goes to the firm itself and needs none.
    """
    code = report.row.customer_code
    if not code:
        return
    zone = ZoneInfo(report.timezone)
    today = now.astimezone(zone).date()
    ended = day_ended_by(report.period_ends_before, zone)
    live = any(
        terms.valid_from <= day <= terms.valid_to for terms in agreements.terms_for(code) for day in (today, ended)
    )
    if not live:
        raise NotAgreedParty(party=report.row.customer_name or code, number=report.number)
