"""Nonconformities: told by basis, answered in time, corrected, verified by another (S1.33, S1.39)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from fuwubao.accounts.errors import RoleMissing
from fuwubao.accounts.models import Notice
from fuwubao.domain.periods import parse_period
from fuwubao.improvement.actions import nonconformities as acts
from fuwubao.improvement.actions.raising import Content, Source
from fuwubao.improvement.actions.reminding import remind_overdue
from fuwubao.improvement.errors import CorrectionsOpen, NotTheOwner, SameHands, SomethingMissing, StepRefused
from fuwubao.improvement.models import Nonconformity
from fuwubao.improvement.queries.nonconformities import nonconformities, nonconformity_lines
from tests.improvement.conftest import DUE, NOW, People
from tests.improvement.raising import done, verified

AUDIT = Source(kind="audit", number="2026 年内审")


def found(people: People, *, basis: str = "iso20000", on: date | None = None, customer: str = "") -> Nonconformity:
    """A nonconformity that the auditor raised."""
    finding = acts.Finding(
        basis=basis, clause="9.4", description="季报没有趋势", found_on=on, customer_code=customer
    )  # fmt: skip
    return acts.raise_nonconformity(finding=finding, source=AUDIT, actor=people["宋文"], now=NOW)


def notified(people: People) -> Nonconformity:
    """The same, told to 周岚."""
    number = found(people).number
    return acts.notify_responsible(number=number, responsible=people["周岚"], actor=people["宋文"], now=NOW)


def answered(people: People) -> Nonconformity:
    """The same, with correction and cause."""
    return acts.reply_to_nonconformity(
        number=notified(people).number, correction="已补", cause="模板缺一节", actor=people["周岚"], now=NOW
    )


def corrected(people: People) -> str:
    """The same with a corrective action of 张工; returns the number of the nonconformity."""
    number = answered(people).number
    acts.correct_nonconformity(
        number=number,
        content=Content(title="改模板", measure="加趋势一节"),
        owner=people["张工"],
        due_on=DUE,
        actor=people["周岚"],
        now=NOW,
    )
    return number


def test_every_basis_is_told_also_the_one_with_none(people: People) -> None:
    """S1.33: against ISO/IEC 20000, the system or a service requirement; an empty one prints 本期无."""
    found(people, basis="iso20000", on=date(2026, 9, 30))
    found(people, basis="requirement", on=date(2026, 10, 8), customer="HD")

    quarter = parse_period("2026Q4", "Asia/Shanghai")
    blocks = nonconformities(quarter, reader=people["李经理"], now=NOW)
    assert [(block.basis, len(block.lines)) for block in blocks] == [("iso20000", 0), ("sms", 0), ("requirement", 1)]
    (one,) = nonconformities(quarter, "requirement", reader=people["李经理"], now=NOW, customer_code="NF")
    assert one.lines == ()


def test_the_responsible_service_manager_is_told_with_a_day_for_the_reply(people: People) -> None:
    """S1.39; five working days from Friday 9 October: 10 (Saturday, worked), 12, 13, 14, 15."""
    told = notified(people)

    assert (told.state, told.reply_due_on) == ("notified", date(2026, 10, 15))
    assert Notice.objects.filter(to=people["周岚"], url=f"/improvement/nonconformities/{told.number}/").exists()


def test_a_late_reply_is_flagged_and_reminded(people: People) -> None:
    notified(people)
    late = datetime(2026, 10, 16, 2, 0, tzinfo=UTC)

    assert nonconformity_lines(reader=people["李经理"], now=late)[0].flag == "overdue"
    assert len(remind_overdue(actor=people["李经理"], now=late)) == 1
    assert Notice.objects.filter(to=people["周岚"], text__contains="逾期").count() == 1


def test_only_the_responsible_person_replies_and_says_why(people: People) -> None:
    number = notified(people).number

    with pytest.raises(NotTheOwner):
        acts.reply_to_nonconformity(number=number, correction="补", cause="漏", actor=people["李经理"], now=NOW)
    with pytest.raises(SomethingMissing):
        acts.reply_to_nonconformity(number=number, correction="补", cause=" ", actor=people["周岚"], now=NOW)


def test_a_corrective_action_before_the_cause_is_refused(people: People) -> None:
    number = notified(people).number

    with pytest.raises(StepRefused):
        acts.correct_nonconformity(
            number=number, content=Content(title="改", measure="改"), owner=people["张工"], due_on=DUE,
            actor=people["周岚"], now=NOW,
        )  # fmt: skip


def test_it_is_verified_when_its_actions_were_effective_and_by_another(people: People) -> None:
    number = corrected(people)
    action = Nonconformity.objects.get().actions.get()

    with pytest.raises(CorrectionsOpen):
        acts.verify_nonconformity(number=number, remark="看过", actor=people["宋文"], now=NOW)
    verified(done(action, by=people["张工"]), by=people["王审"])
    with pytest.raises(RoleMissing):
        acts.verify_nonconformity(number=number, remark="看过", actor=people["周岚"], now=NOW)
    end = acts.verify_nonconformity(number=number, remark="三期月报均有趋势", actor=people["宋文"], now=NOW)
    assert end.state == "verified"
    assert acts.close_nonconformity(number=number, actor=people["李经理"], now=NOW).state == "closed"


def test_who_answers_for_it_does_not_verify_it(people: People) -> None:
    number = found(people).number
    acts.notify_responsible(
        number=number,
        responsible=people["李经理"],
        actor=people["宋文"],
        now=NOW,
        reply_due_on=NOW.date() + timedelta(9),
    )
    acts.reply_to_nonconformity(number=number, correction="补", cause="漏", actor=people["李经理"], now=NOW)
    acts.correct_nonconformity(
        number=number, content=Content(title="改", measure="改"), owner=people["张工"], due_on=DUE,
        actor=people["李经理"], now=NOW,
    )  # fmt: skip

    with pytest.raises(SameHands):
        acts.verify_nonconformity(number=number, remark="好", actor=people["李经理"], now=NOW)


def test_an_author_does_not_raise_one_and_closing_waits_for_verification(people: People) -> None:
    with pytest.raises(RoleMissing):
        acts.raise_nonconformity(
            finding=acts.Finding(basis="sms", description="x"), source=AUDIT, actor=people["张工"], now=NOW
        )
    with pytest.raises(StepRefused):
        acts.close_nonconformity(number=found(people).number, actor=people["李经理"], now=NOW)
