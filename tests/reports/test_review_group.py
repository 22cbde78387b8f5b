"""评审人员名单 and 评审组 (S6.10, S1.12): who may review, in which order, after which meeting."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from fuwubao.accounts.errors import RoleMissing
from fuwubao.accounts.models import Appointment, Notice, User
from fuwubao.domain.roles import Role
from fuwubao.reports.actions.review import review_report
from fuwubao.reports.actions.review_group import IN_TURN, MEETING, Meeting, call_review, record_meeting
from fuwubao.reports.actions.reviewers import EntryTerms, end_reviewer, list_reviewer
from fuwubao.reports.errors import SameHands, StepRefused
from fuwubao.reports.models import Report, Review, ReviewerEntry, ReviewRound
from fuwubao.reports.queries.reviewers import reviewers_page
from fuwubao.reports.review_errors import (
    GroupUnclear,
    MeetingUnclear,
    NotListed,
    NotYourSeat,
    ReviewerEntryUnclear,
)
from fuwubao.reports.signature_lines import signature_lines
from tests.reports.world import DRAFT, NOW, Cast, World, all_holds

PDF = b"%PDF-1.7 minutes"


def expert(login: str = "qian", name: str = "钱工", role: Role = Role.SERVICE_MANAGER) -> User:
    person = User.objects.create(login=login, name=name)
    Appointment.objects.create(user=person, role=role, starts_on=date(2026, 1, 1))
    return person


def listed(person: User, cast: Cast, *, until: date | None = None) -> ReviewerEntry:
    terms = EntryTerms(
        user=person, capacity="expert", field="ERP", starts_on=date(2026, 1, 1), ends_before=until, evidence="任命书"
    )
    return list_reviewer(terms=terms, actor=cast.manager, now=NOW)


def review(actor: User, *, conclusion: str = "pass") -> Review:
    judgement = all_holds() if conclusion == "pass" else all_holds(clear="看不懂")
    return review_report(number=DRAFT, judgement=judgement, actor=actor, now=NOW)


def test_once_the_list_names_somebody_only_who_is_on_it_reviews(world: World, cast: Cast) -> None:
    """S6.10: reviewers are chosen from service managers and experts, by field and dates."""
    world.submitted()
    colleague = expert()
    with pytest.raises(NotListed):
        review(colleague)
    listed(colleague, cast)
    with pytest.raises(NotListed):
        review(cast.reviewer)
    assert review(colleague).conclusion == "pass"


def test_an_entry_holds_from_its_first_day_until_its_last(world: World, cast: Cast) -> None:
    """S6.10: the list as of a day is a query."""
    entry = listed(cast.reviewer, cast, until=date(2026, 10, 8))
    before = reviewers_page(reader=cast.manager, on=date(2026, 10, 7), now=NOW)
    after = reviewers_page(reader=cast.manager, on=date(2026, 10, 8), now=NOW)
    assert [line.holds for line in before.lines] == [True]
    assert [line.holds for line in after.lines] == [False]
    ended = end_reviewer(entry_id=entry.pk, ends_before=date(2026, 5, 1), actor=cast.manager, now=NOW)
    assert ended.ends_before == date(2026, 5, 1)


def test_the_list_is_kept_by_the_manager_with_field_and_dates(world: World, cast: Cast) -> None:
    """S6.10."""
    with pytest.raises(RoleMissing):
        listed(cast.reviewer, Cast(**{**{f: getattr(cast, f) for f in cast.__slots__}, "manager": cast.author}))
    with pytest.raises(ReviewerEntryUnclear):
        listed(cast.reviewer, cast, until=date(2025, 1, 1))


def test_a_group_signs_in_its_order_and_the_report_is_reviewed_when_all_have(world: World, cast: Cast) -> None:
    """S1.12: the review closes only when every member has recorded an opinion and a conclusion."""
    world.submitted()
    colleague = expert()
    listed(cast.reviewer, cast)
    listed(colleague, cast)
    call_review(number=DRAFT, method=IN_TURN, members=[cast.reviewer, colleague], actor=cast.author, now=NOW)
    assert [n.to.name for n in Notice.objects.filter(text__contains="请您评审")] == ["王审"]
    with pytest.raises(NotYourSeat, match="等待 王审"):
        review(colleague)
    review(cast.reviewer)
    assert Report.objects.get().reviewed_by is None
    with pytest.raises(NotYourSeat, match="已经签署"):
        review(cast.reviewer)

    review(colleague)

    report = Report.objects.get()
    assert report.reviewed_by == colleague
    assert ReviewRound.objects.get().conclusion == "pass"
    assert signature_lines(report)[1].name == "王审、钱工"


def test_a_member_who_returns_it_closes_the_group(world: World, cast: Cast) -> None:
    """S6.8."""
    world.submitted()
    colleague = expert(role=Role.REVIEWER)
    call_review(number=DRAFT, method=IN_TURN, members=[cast.reviewer, colleague], actor=cast.manager, now=NOW)
    review(cast.reviewer, conclusion="return")
    assert Report.objects.get().state == "returned"
    assert ReviewRound.objects.get().conclusion == "return"


def test_a_meeting_needs_minutes_and_more_than_half_of_the_members(world: World, cast: Cast) -> None:
    """S1.12, F04: attendance and minutes first, then those who were there sign."""
    world.submitted()
    one, two = expert(role=Role.REVIEWER), expert("sun", "孙工", Role.REVIEWER)
    members = [cast.reviewer, one, two]
    call_review(number=DRAFT, method=MEETING, members=members, actor=cast.manager, now=NOW)
    with pytest.raises(NotYourSeat, match="会议还没有登记"):
        review(one)
    held = NOW - timedelta(hours=1)
    alone = Meeting(held_at=held, place="三楼", present=frozenset({one.pk}), minutes="同意")
    with pytest.raises(MeetingUnclear, match="1 / 3"):
        record_meeting(number=DRAFT, meeting=alone, actor=cast.manager, now=NOW)
    silent = Meeting(held_at=held, place="", present=frozenset({one.pk, two.pk}), minutes=" ")
    with pytest.raises(MeetingUnclear):
        record_meeting(number=DRAFT, meeting=silent, actor=cast.manager, now=NOW)
    met = Meeting(
        held_at=held, place="三楼", present=frozenset({one.pk, two.pk}), minutes="同意", file=("纪要.pdf", PDF)
    )
    kept = record_meeting(number=DRAFT, meeting=met, actor=cast.manager, now=NOW)
    assert (kept.minutes_name, kept.minutes, len(kept.minutes_sha256)) == ("纪要.pdf", "同意", 64)

    with pytest.raises(NotYourSeat, match="没有出席"):
        review(cast.reviewer)
    review(two)
    assert Report.objects.get().reviewed_by is None
    assert review(one).method == MEETING
    assert Report.objects.get().reviewed_by == one


def test_a_group_has_at_least_two_members_and_none_who_wrote(world: World, cast: Cast) -> None:
    """Domain (e): author ≠ reviewer."""
    world.submitted()
    with pytest.raises(GroupUnclear):
        call_review(number=DRAFT, method=IN_TURN, members=[cast.reviewer], actor=cast.author, now=NOW)
    with pytest.raises(SameHands):
        call_review(number=DRAFT, method=IN_TURN, members=[cast.reviewer, cast.author], actor=cast.author, now=NOW)
    with pytest.raises(RoleMissing):
        call_review(number=DRAFT, method=IN_TURN, members=[cast.reviewer, cast.manager], actor=cast.reviewer, now=NOW)


def test_a_second_group_is_not_called_while_one_sits(world: World, cast: Cast) -> None:
    world.submitted()
    members = [cast.reviewer, cast.manager]
    call_review(number=DRAFT, method=IN_TURN, members=members, actor=cast.author, now=NOW)
    with pytest.raises(StepRefused):
        call_review(number=DRAFT, method=IN_TURN, members=members, actor=cast.author, now=NOW)


def test_the_pages_call_a_group_record_its_meeting_and_keep_the_list(world: World, cast: Cast, client: Client) -> None:
    """S6.10: by page as by action; the order is the number beside each name."""
    report = world.submitted()
    client.force_login(cast.manager)
    page = reverse("reports:review", args=[report.pk])
    call = {"method": MEETING, f"place_{cast.reviewer.pk}": "1", f"place_{cast.manager.pk}": "2", "held_at": ""}
    client.post(reverse("reports:call-review", args=[report.pk]), call)
    assert [seat.member.name for seat in ReviewRound.objects.get().seats.order_by("place")] == ["王审", "李经理"]
    assert "登记评审会议" in client.get(page).content.decode()
    held = {"held_at": "2026-10-08T09:00", "minutes": "逐章过", "present": [cast.reviewer.pk, cast.manager.pk]}
    client.post(reverse("reports:record-meeting", args=[report.pk]), held)
    assert "逐章过" in client.get(page).content.decode()

    entry = {"user": cast.reviewer.pk, "capacity": "expert", "field": "数据库", "starts_on": "2026-01-01"}
    client.post(reverse("reports:add-reviewer"), entry)
    assert "数据库" in client.get(reverse("reports:reviewers")).content.decode()
    number = ReviewerEntry.objects.get().pk
    client.post(reverse("reports:end-reviewer", args=[number]), {"ends_before": "2026-09-01"})
    assert ReviewerEntry.objects.get().ends_before == date(2026, 9, 1)
