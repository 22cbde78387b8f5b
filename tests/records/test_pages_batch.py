"""A batch by page: quarantine mended and replayed, dropped, downloaded; undo; completeness; one record's versions."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from fuwubao.accounts.models import AuditEntry, User
from fuwubao.records import actions, queries
from fuwubao.records.models import Batch
from tests.cast import cast
from tests.records.reading import IMPORTED_AT, tickets

pytestmark = pytest.mark.django_db(transaction=True)

ROW = "{},{},服务,{},已关闭,2026-09-01 08:00,2026-09-01 09:00,2026-09-01 10:00,一线"


@pytest.fixture
def people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, User]:
    monkeypatch.setenv("FUWUBAO_HOME", str(tmp_path / "home"))
    return cast()


@pytest.fixture
def batch(people: dict[str, User], tmp_path: Path) -> Batch:
    """Three rows: one sound, one with an unknown priority, one that begins like a formula and has none either."""
    rows = (ROW.format("A1", "标题", "P1"), ROW.format("A2", "标题", "特急"), ROW.format("A3", "=1+1", "飞快"))
    return actions.load_file(
        path=tickets(tmp_path, *rows), kind="ticket", source="desk", timezone="Asia/Shanghai",
        actor=people["张工"], now=IMPORTED_AT,
    ).batch  # fmt: skip


def browser(people: dict[str, User], name: str) -> Client:
    client = Client()
    client.force_login(people[name])
    return client


def test_a_mended_row_is_replayed_from_the_page(people: dict[str, User], batch: Batch) -> None:
    author = browser(people, "张工")
    page = author.get(reverse("records:batch", args=[batch.number])).content.decode()
    assert "优先级取值不在对应表" in page

    author.post(
        reverse("records:mend", args=[batch.number]),
        {
            "row": "3",
            "kind": "ticket",
            "was:优先级": "特急",
            "cell:优先级": "P2",
            "was:标题": "标题",
            "cell:标题": "标题",
        },
    )
    author.post(reverse("records:replay", args=[batch.number]))

    assert sorted(queries.current_rows("ticket")["id"].to_pylist()) == ["A1", "A2"]
    assert [line.mended for line in queries.quarantine(batch=batch.number) if line.row == 3] == [{"优先级": "P2"}]


def test_nothing_to_replay_is_told(people: dict[str, User], batch: Batch) -> None:
    answer = browser(people, "张工").post(reverse("records:replay", args=[batch.number]), follow=True)

    assert "没有可补导的行" in answer.content.decode()


def test_a_row_can_be_given_up(people: dict[str, User], batch: Batch) -> None:
    browser(people, "张工").post(reverse("records:drop", args=[batch.number]), {"row": "4", "kind": "ticket"})

    assert [line.row for line in queries.quarantine(batch=batch.number, waiting_only=True)] == [3]


def test_rejected_rows_are_downloaded_with_reasons_and_without_formulas(people: dict[str, User], batch: Batch) -> None:
    author = browser(people, "张工")
    text = author.get(reverse("records:rejected", args=[batch.number, "csv"])).content.decode("utf-8-sig")
    book = author.get(reverse("records:rejected", args=[batch.number, "xlsx"]))
    rows = list(csv.DictReader(io.StringIO(text)))

    assert [(row["行号"], row["代码"]) for row in rows] == [("3", "E-PRIORITY"), ("4", "E-PRIORITY")]
    assert not rows[1]["标题"].startswith("=")
    assert book.content[:2] == b"PK"


def test_undoing_needs_a_reason_and_a_role(people: dict[str, User], batch: Batch) -> None:
    address = reverse("records:undo", args=[batch.number])

    assert browser(people, "张工").post(address, {"reason": "导错"}).status_code == 403
    browser(people, "李经理").post(address, {"reason": ""})
    assert queries.current_rows("ticket").num_rows == 1
    browser(people, "李经理").post(address, {"reason": "导错文件"})

    assert queries.current_rows("ticket").num_rows == 0
    assert AuditEntry.objects.get(act="records.undo_batch").actor_login == "li"
    page = browser(people, "李经理").get(reverse("records:batches")).content.decode()
    assert "已撤销" in page


def test_a_record_tells_its_versions_with_file_row_and_batch(
    people: dict[str, User], batch: Batch, tmp_path: Path
) -> None:
    later = actions.load_file(
        path=tickets(tmp_path, ROW.format("A1", "改过的标题", "P3")), kind="ticket", source="desk",
        timezone="Asia/Shanghai", actor=people["张工"], now=IMPORTED_AT,
    ).batch  # fmt: skip
    author = browser(people, "张工")

    page = author.get(reverse("records:record", args=["ticket", "desk", "A1"])).content.decode()

    assert page.index(later.number) < page.index(batch.number)
    assert "第 2 行" in page
    assert batch.sha256[:16] in page
    assert author.get(reverse("records:record", args=["ticket", "desk", "A9"])).status_code == 404


def test_completeness_is_shown_for_a_span_of_days(people: dict[str, User], batch: Batch) -> None:
    asked = {"first": "2026-09-01", "last": "2026-09-01", "source": "desk"}
    page = browser(people, "张工").get(reverse("records:completeness", args=["ticket"]), asked).content.decode()

    assert "没有发现缺口" in page
    assert "1 行" in page
