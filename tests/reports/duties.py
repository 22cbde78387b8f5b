"""A firm's year of duties: the rows, the instants and the consents that the tests of duties share."""

from __future__ import annotations

from datetime import UTC, date, datetime

from fuwubao.accounts.models import User
from fuwubao.reports.actions.duties import activate_and_schedule
from fuwubao.reports.actions.duty_dates import Agreed
from fuwubao.reports.actions.register import RowContent, add_row, agree_row
from fuwubao.reports.models import Obligation
from fuwubao.reports.queries.duties import key_of
from tests.reports.world import Cast

NEW_YEAR = datetime(2026, 1, 6, 2, 0, tzinfo=UTC)


def row_of(cast: Cast, number: str, frequency: str, *, template: str = "R02", author: User | None = None) -> None:
    """Put a row for 华东制造 into force at New Year."""
    content = RowContent(
        number=number,
        name="月度服务报告",
        source_process="服务级别管理",
        template=template,
        frequency=frequency,
        customer_code="HD",
        customer_name="华东制造有限公司",
        recipients=("刘主任",),
        agreements=("SLA-2026-007",),
        duties_from=date(2026, 1, 1),
        author=author or cast.author,
    )
    add_row(content=content, actor=cast.manager, now=NEW_YEAR)
    agree_row(
        number=number,
        agreed_by="刘主任",
        agreed_on=date(2026, 1, 5),
        evidence="合同附件3.pdf",
        actor=cast.manager,
        now=NEW_YEAR,
    )
    activate_and_schedule(number=number, actor=cast.manager, now=NEW_YEAR)


def report_duty(period: str, row: str = "SLM-01") -> Obligation:
    """Return the report owed for a period."""
    return Obligation.objects.get(row__number=row, period_label=period)


def key(period: str, row: str = "SLM-01") -> str:
    """Return the key of the report owed for a period."""
    return key_of(report_duty(period, row))


def consent(on: date, *, by: str = "刘主任", content: bytes = b"yes") -> Agreed:
    """Return a consent of the customer with its file."""
    return Agreed(by=by, on=on, file_name="同意.eml", content=content)
