"""How a timeline reads on a terminal and to a machine."""

from __future__ import annotations

from fuwubao.cli.timelines import to_json, written
from fuwubao.domain.explain import Timeline, explain
from tests.domain.promises import HOUR, agreement, local, log, target, ticket

G2 = (
    "2026-03-02 16:30 opened",
    "2026-03-03 09:30 pending waiting_customer",
    "2026-03-03 11:00 resumed",
    "2026-03-03 13:30 resolved",
)


def timeline(*lines: str) -> Timeline:
    terms = agreement(target(seconds=4 * HOUR))
    return explain(ticket("2026-03-02 16:30"), log(*lines), (terms,), local("2026-03-03 14:00"))[1]


def test_the_table_tells_each_segment_with_its_running_total() -> None:
    assert written(timeline(*G2), timezone="UTC", language="zh").splitlines() == [
        "解决                  超时",
        "协议 / 目标           SLA-1 / any-resolution / 4:00:00",
        "应于                  2026-03-03 13:00:00",
        "判定于                2026-03-03 13:00:00",
        "计时时长（扣除挂起）  4:30:00",
        "暂停计时              1:30:00",
        "",
        "起                   止                   状态        原因              累计计时  累计暂停",
        "2026-03-02 16:30:00  2026-03-02 18:00:00  计时                          1:30:00   0:00:00",
        "2026-03-02 18:00:00  2026-03-03 09:00:00  服务时间外                    1:30:00   0:00:00",
        "2026-03-03 09:00:00  2026-03-03 09:30:00  计时                          2:00:00   0:00:00",
        "2026-03-03 09:30:00  2026-03-03 11:00:00  暂停计时    waiting_customer  2:00:00   1:30:00",
        "2026-03-03 11:00:00  2026-03-03 13:00:00  计时                          4:00:00   1:30:00",
        "2026-03-03 13:00:00  2026-03-03 13:30:00  计时                          4:30:00   1:30:00   此刻超时",
        "2026-03-03 13:30:00  2026-03-03 14:00:00  已停止                        4:30:00   1:30:00",
    ]


def test_in_english_the_same_table_has_english_words() -> None:
    text = written(timeline(*G2), timezone="UTC", language="en")
    assert "breached here" in text
    assert not any("一" <= character <= "鿿" for character in text)


def test_machines_get_seconds_and_instants_in_utc() -> None:
    told = to_json(timeline(*G2))
    assert (told["verdict"], told["due_at"], told["breached_at"]) == (
        "breached",
        "2026-03-03T05:00:00Z",
        "2026-03-03T05:00:00Z",
    )
    assert (told["elapsed_seconds"], told["pending_seconds"], told["target_seconds"]) == (16_200, 5_400, 14_400)
    segments = told["segments"]
    assert isinstance(segments, list)
    assert segments[3] == {
        "from": "2026-03-03T01:30:00Z",
        "to": "2026-03-03T03:00:00Z",
        "kind": "pending",
        "reason": "waiting_customer",
        "target_row": "any-resolution",
        "elapsed_seconds": 7_200,
        "pending_seconds": 5_400,
    }


def test_a_ticket_without_a_promise_is_told_in_the_zone_of_the_workspace() -> None:
    facts = ticket("2026-03-02 16:30", service="FAX")
    line = explain(facts, [], (), local("2026-03-02 17:00"))[1]
    text = written(line, timezone="Europe/Berlin", language="zh")
    assert "无约定目标" in text
    assert "2026-03-02 09:30:00" in text
