"""The cast, a register row with a duty, and a report in any state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fuwubao.accounts.models import User
from fuwubao.reports.models import Obligation, RegisterRow, Report, Template
from tests.cast import cast

NOW = datetime(2026, 10, 9, 1, 0, tzinfo=UTC)  # Friday 09:00 in Shanghai, the day after the National Day holiday
DUE = datetime(2026, 10, 13, 16, 0, tzinfo=UTC)  # the end of Tuesday 13 October
People = dict[str, User]
MakeReport = Callable[..., Report]


@pytest.fixture
def people(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> People:
    """Everybody, in a workspace of this test's own."""
    monkeypatch.setenv("FUWUBAO_HOME", str(tmp_path / "home"))
    return cast()


@pytest.fixture
def row(people: People) -> RegisterRow:
    """SLM-01 for 华东制造, written by 张工 and reviewed by 王审."""
    return RegisterRow.objects.create(
        number="SLM-01",
        source_process="SLM",
        name="SLA执行情况报告",
        customer_code="HD",
        customer_name="华东制造",
        frequency="quarterly",
        template_code="R02",
        state="active",
        author=people["张工"],
        reviewer=people["王审"],
        changed_at=NOW,
    )


def duty_of(row: RegisterRow, *, due_at: datetime = DUE, label: str = "2026Q3", fulfilled: bool = False) -> Obligation:
    """One occurrence of the row."""
    return Obligation.objects.create(
        row=row,
        period_label=label,
        period_starts_at=due_at - timedelta(days=100),
        period_ends_before=due_at - timedelta(days=8),
        due_at=due_at,
        state="fulfilled" if fulfilled else "scheduled",
        fulfilled_at=due_at if fulfilled else None,
    )


@pytest.fixture
def report_in(row: RegisterRow, people: People) -> MakeReport:
    """Make the report of the third quarter in a state, written by 张工, due on 13 October."""

    def make(state: str, *, reviewed: bool = False) -> Report:
        return Report.objects.create(
            row=row,
            obligation=duty_of(row, fulfilled=state == "published"),
            number="SLM-01-2026Q3-A/0",
            period_label="2026Q3",
            period_starts_at=NOW,
            period_ends_before=NOW,
            timezone="Asia/Shanghai",
            state=state,
            author=people["张工"],
            created_at=NOW,
            reviewed_by=people["王审"] if reviewed else None,
            published_at=NOW if state == "published" else None,
            template=Template.objects.create(code="R02", version=99, name="SLA", effective_from=NOW.date()),
        )

    return make
