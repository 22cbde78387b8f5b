"""Short ways to raise what a test is about."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from fuwubao.accounts.models import User
from fuwubao.improvement.actions.raising import Content, Source, decide_suggestion, raise_action, raise_suggestion
from fuwubao.improvement.actions.working import report_done, start_action, verify_action
from fuwubao.improvement.effects import Expectation
from fuwubao.improvement.models import Action
from tests.improvement.conftest import DUE, NOW, People

REPORT = Source(kind="report", number="SLM-01-2026Q3-A/0", url="/reports/1/")


def raised(
    people: People,
    *,
    owner: str = "张工",
    by: str = "李经理",
    due_on: date | None = DUE,
    title: str = "缩短 P1 到场时间",
    measure: str = "与供应商约定到场时限",
    customer: str = "HD",
    source: Source = REPORT,
    now: datetime = NOW,
    expected: Expectation | None = None,
) -> Action:
    """An action planned for the end of October."""
    return raise_action(
        content=Content(title=title, measure=measure, customer_code=customer),
        source=source,
        owner=people[owner],
        due_on=due_on,
        expected=expected,
        actor=people[by],
        now=now,
    )


def suggested(people: People, *, by: str = "张工", to: str | None = "周岚", now: datetime = NOW) -> Action:
    """A suggestion to the owner of a process."""
    content = Content(title="每周核对未关闭工单", process="事件管理", customer_code="HD")
    addressee = people[to] if to else None
    return raise_suggestion(content=content, source=REPORT, addressed_to=addressee, actor=people[by], now=now)


def accepted(people: People, *, owner: str = "张工") -> Action:
    """A suggestion that 周岚 took up."""
    number = suggested(people).number
    return decide_suggestion(number=number, accept=True, owner=people[owner], actor=people["周岚"], now=NOW)


def done(action: Action, *, by: User, on: datetime = NOW + timedelta(days=7)) -> Action:
    """The action, started and reported done."""
    start_action(number=action.number, actor=by, now=on - timedelta(days=1))
    return report_done(number=action.number, result="已签补充协议", actor=by, now=on)


def verified(action: Action, *, by: User, effective: bool = True, now: datetime = NOW + timedelta(days=30)) -> Action:
    """The action, concluded by another person."""
    return verify_action(number=action.number, effective=effective, remark="抽查到场记录 10 次", actor=by, now=now)
