"""K12–K16 on problems, changes and incidents worked out by hand, from CSV to figure, and counted again plainly."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

import pytest

from fuwubao.accounts.models import User
from fuwubao.agreements.actions import load_agreement
from fuwubao.domain.figures import Dimension, Figure, FigureStatus
from fuwubao.domain.periods import parse_period
from fuwubao.engine.measures.lineage import Side
from fuwubao.measurement.queries import one_figure, rows_behind
from tests.measurement.conftest import AGREEMENT, NOW, Load

AS_OF = datetime(2026, 5, 1, tzinfo=UTC)
MARCH = parse_period("2026-03", "Asia/Shanghai")

# id, customer, service, state, opened, cause found, cause, resolved, closed (UTC)
PROBLEMS = [
    ("P1", "HD", "ERP", "closed", "2026-01-10", "2026-02-01", "内存泄漏", "2026-02-10", "2026-02-20"),  # before March
    ("P2", "HD", "ERP", "closed", "2026-02-10", "2026-03-02", "锁等待", "2026-03-08", "2026-03-10"),  # closed in March
    ("P3", "HD", "ERP", "open", "2026-03-05", "", "", "", ""),  # open, cause unknown
    ("P4", "HD", "ERP", "known_error", "2026-03-06", "", "固件缺陷", "", ""),  # cause noted without a time
    ("P5", "HD", "ERP", "closed", "2026-03-07", "", "", "2026-03-20", ""),  # closed, its closing not noted: solution
    ("P6", "HD", "ERP", "cancelled", "2026-03-08", "", "", "", ""),  # left out
    (
        "P7",
        "",
        "ERP",
        "closed",
        "2026-03-09",
        "2026-04-02",
        "配置",
        "2026-04-03",
        "2026-04-05",
    ),  # April, by its service
    ("P8", "QM", "", "open", "2026-03-09", "", "", "", ""),  # another customer
    ("P9", "HD", "ERP", "open", "2026-04-01", "", "", "", ""),  # opened in April
]
CHANGES_HEAD = (
    "id,title,customer,service,type,authorised,planned_start,planned_end,implemented_at,result,release,caused_incidents"
)
CHANGES = [
    "C1,补丁,HD,ERP,normal,true,2026-03-02T00:00:00Z,2026-03-02T04:00:00Z,2026-03-02T04:00:00Z,successful,R1,0",
    "C2,超窗,HD,ERP,normal,true,2026-03-03T00:00:00Z,2026-03-03T04:00:00Z,2026-03-03T04:00:01Z,successful,R1,0",
    "C3,引发事件,HD,ERP,emergency,false,,,2026-03-04T00:00:00Z,successful,R2,2",
    "C4,回退,HD,ERP,normal,,,,2026-03-05T00:00:00Z,backed_out,R2,",
    "C5,失败,HD,ERP,,true,,,2026-03-06T00:00:00Z,failed,,",
    "C6,取消,HD,ERP,emergency,true,,,2026-03-07T00:00:00Z,cancelled,,",
    "C7,未完成,HD,ERP,normal,true,2026-03-30T00:00:00Z,2026-03-31T00:00:00Z,,,,",
    "C8,四月,HD,ERP,normal,true,,,2026-03-31T16:00:00Z,successful,R3,",  # midnight of 1 April in Shanghai
    "C9,提前,HD,ERP,normal,true,2026-03-09T00:00:00Z,2026-03-09T04:00:00Z,2026-03-08T23:00:00Z,successful,,",
]
TICKETS = (
    "id,class,title,customer,service,priority,opened_at,state,problem_id\n"
    "I1,incident,又来,HD,ERP,P1,2026-03-01T00:00:00Z,open,P1\n"  # after P1 was closed: recurs
    "I2,incident,早了,HD,ERP,P1,2026-03-09T00:00:00Z,open,P2\n"  # P2 is still open
    "I3,incident,又来,HD,ERP,P1,2026-03-10T00:00:00Z,open,P2\n"  # the instant of closing: recurs
    "I4,incident,无关联,HD,ERP,P1,2026-03-11T00:00:00Z,open,\n"
    "I5,incident,取消,HD,ERP,P1,2026-03-12T00:00:00Z,cancelled,P1\n"  # left out
    "R1,request,请求,HD,ERP,P3,2026-03-12T00:00:00Z,open,P1\n"  # no incident
)


@pytest.fixture
def counted(load: Load, operator: User) -> None:
    load_agreement(text=AGREEMENT, file="hd.yaml", actor=operator, now=NOW)
    head = "id,title,customer,service,state,opened_at,root_cause_at,root_cause,resolved_at,closed_at\n"
    lines = (
        ",".join((n, "问题", c, s, state, stamp(o), stamp(f), cause, stamp(r), stamp(d)))
        for n, c, s, state, o, f, cause, r, d in PROBLEMS
    )
    load("problem", head + "\n".join(lines) + "\n")
    load("change", "\n".join((CHANGES_HEAD, *CHANGES)) + "\n")
    load("ticket", TICKETS)


def stamp(day: str) -> str:
    return f"{day}T00:00:00Z" if day else ""


def at(day: str) -> datetime | None:
    return datetime.fromisoformat(f"{day}T00:00:00+00:00") if day else None


def march(measure: str, as_of: datetime = AS_OF, *, service: str = "") -> Figure:
    dimension = Dimension.SERVICE if service else None
    return one_figure(measure=measure, customer="HD", period="2026-03", as_of=as_of, dimension=dimension, key=service)


def nd(figure: Figure) -> tuple[int | None, int | None]:
    return figure.numerator, figure.denominator


def test_problems_closed_stand_over_those_open_at_the_start_and_those_opened(counted: None) -> None:
    figure = march("K12")  # P2, P3, P4, P5, P7; closed are P2 and P5
    assert nd(figure) == (2, 5)
    assert figure.display == "40.00%"
    assert march("K12", service="ERP").value == figure.value
    assert [row["ticket"] for row in rows_behind(figure, Side.NUMERATOR).rows] == ["P2", "P5"]


def test_a_root_cause_counts_from_when_it_was_found(counted: None) -> None:
    assert nd(march("K13")) == (2, 5)  # P2 and P4; that of P7 was found in April


def test_the_plain_count_of_problems_gives_the_same_two_rates(counted: None) -> None:
    base = closed = found = 0
    for _, customer, service, state, opened, cause_at, cause, resolved, closing in PROBLEMS:
        begun, done = at(opened), at(closing) or (at(resolved) if state == "closed" else None)
        assert begun is not None
        if state == "cancelled" or (customer or {"ERP": "HD"}.get(service)) != "HD" or begun >= MARCH.ends_before:
            continue
        if done is not None and done < MARCH.starts_at:
            continue
        known = at(cause_at) or (begun if cause else None)
        base += 1
        closed += done is not None and done < MARCH.ends_before
        found += known is not None and known < MARCH.ends_before
    assert (march("K12").value, march("K13").value) == (Fraction(closed, base), Fraction(found, base))


def test_an_incident_recurs_when_its_problem_was_closed_before_it(counted: None) -> None:
    figure = march("K14")  # of I1 to I4: I1 and I3
    assert nd(figure) == (2, 4)
    assert [row["ticket"] for row in rows_behind(figure, Side.NUMERATOR).rows] == ["I1", "I3"]


def test_a_change_succeeds_without_rollback_incident_or_overrun(counted: None) -> None:
    figure = march("K15")  # C1 of C1, C2, C3, C4, C5, C9
    assert nd(figure) == (1, 6)
    assert [row["ticket"] for row in rows_behind(figure, Side.NUMERATOR).rows] == ["C1"]


def test_shares_of_changes_stand_on_those_whose_type_or_authorisation_is_noted(counted: None) -> None:
    assert nd(march("K16")) == (1, 5)  # C3; C5 has no type
    assert nd(march("K16U")) == (1, 5)  # C3; of C4 nobody noted it


def test_a_release_counts_once_and_holds_when_nothing_of_it_was_backed_out(counted: None) -> None:
    assert nd(march("K16R")) == (1, 2)  # R1 held, R2 did not, R3 is April's


def test_what_happened_after_the_cut_off_is_not_known(counted: None) -> None:
    early = datetime(2026, 3, 9, tzinfo=UTC)  # 9 March 08:00 in Shanghai
    assert nd(march("K12", early)) == (0, 5)
    assert nd(march("K15", early)) == (1, 6)
    assert nd(march("K15", datetime(2026, 3, 4, tzinfo=UTC))) == (1, 3)


def test_without_records_there_is_no_number_and_it_says_which_is_missing(load: Load, operator: User) -> None:
    load_agreement(text=AGREEMENT, file="hd.yaml", actor=operator, now=NOW)
    load("ticket", TICKETS)
    for measure, kind in (("K12", "problem"), ("K14", "problem"), ("K15", "change"), ("K16R", "change")):
        figure = march(measure)
        assert (figure.status, figure.value) == (FigureStatus.UNAVAILABLE, None)
        assert kind in figure.reason


def test_changes_without_releases_tell_that_none_is_recorded(load: Load, operator: User) -> None:
    load_agreement(text=AGREEMENT, file="hd.yaml", actor=operator, now=NOW)
    load("ticket", TICKETS)
    load("change", "\n".join((CHANGES_HEAD, CHANGES[4])) + "\n")
    assert march("K16R").display == "未记录发布"
