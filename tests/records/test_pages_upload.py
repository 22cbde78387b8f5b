"""A file comes in by page: suggestion, dry run that writes nothing, value map, load, saved mapping, large files."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fuwubao.accounts import jobs
from fuwubao.accounts.models import AuditEntry, User
from fuwubao.accounts.workspace import home_folder
from fuwubao.records import actions, pages, queries
from fuwubao.records.models import Batch, UploadedFile
from tests.cast import cast

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = """工单编号,标题,优先级,提单时间,完成时间,备注
A1,无法登录,特级,2026-09-01 08:00,2026-09-01 09:00,x
A2,报表打不开,二级,2026-09-02 08:00,2026-09-02 07:00,y
A3,接口超时,二级,2026-09-03 08:00,2026-09-03 09:00,z
"""


@pytest.fixture
def people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, User]:
    monkeypatch.setenv("FUWUBAO_HOME", str(tmp_path / "home"))
    return cast()


@pytest.fixture
def author(people: dict[str, User]) -> Client:
    client = Client()
    client.force_login(people["张工"])
    return client


def uploaded(author: Client, text: str = TEXT, name: str = "工单.csv", **facts: str) -> UploadedFile:
    file = SimpleUploadedFile(name, text.encode("gb18030"))
    told = {"file": file, "kind": "ticket", "source": "desk", "timezone": "Asia/Shanghai", **facts}
    answer = author.post(reverse("records:new_upload"), told)
    assert answer.status_code == 302, answer.content.decode()
    return UploadedFile.objects.latest("pk")


def shown(author: Client, kept: UploadedFile) -> str:
    return author.get(reverse("records:upload", args=[kept.pk])).content.decode()


SETTLED = {
    "column:工单编号": "id",
    "column:标题": "title",
    "column:优先级": "priority",
    "column:提单时间": "opened_at",
    "column:完成时间": "resolved_at",
    "column:备注": "",
    "word:priority:0": "特级",
    "value:priority:0": "P1",
    "word:priority:1": "二级",
    "value:priority:1": "P2",
    "timezone": "Asia/Shanghai",
}


def test_a_dry_run_says_what_would_happen_and_writes_no_record(author: Client) -> None:
    kept = uploaded(author)

    page = shown(author, kept)

    assert "未写入任何数据" in page
    assert "优先级取值不在对应表" in page
    assert "时间先后颠倒" in page
    assert "导入 1 行" in page
    assert not Batch.objects.exists()
    assert queries.current_rows("ticket").num_rows == 0


def test_an_unknown_word_is_offered_for_the_value_map_and_then_accepted(author: Client) -> None:
    kept = uploaded(author)
    assert 'name="word:priority:1" value="特级"' in shown(author, kept)

    author.post(reverse("records:settle", args=[kept.pk]), SETTLED)

    assert "导入 2 行" in shown(author, kept)


def test_loading_makes_one_batch_of_what_was_checked(author: Client) -> None:
    kept = uploaded(author)
    author.post(reverse("records:settle", args=[kept.pk]), SETTLED)

    answer = author.post(reverse("records:load", args=[kept.pk]))

    batch = Batch.objects.get()
    assert answer.headers["Location"] == reverse("records:batch", args=[batch.number])
    assert (batch.file, batch.accepted, batch.rejected) == ("工单.csv", 2, 1)
    assert queries.current_rows("ticket")["priority"].to_pylist() == ["P1", "P2"]
    assert author.get(reverse("records:upload", args=[kept.pk])).status_code == 302
    assert author.post(reverse("records:load", args=[kept.pk])).status_code == 404


def test_a_column_taken_out_on_the_page_is_not_imported(author: Client) -> None:
    kept = uploaded(author)
    author.post(reverse("records:settle", args=[kept.pk]), {**SETTLED, "column:完成时间": ""})
    author.post(reverse("records:load", args=[kept.pk]))

    assert queries.current_rows("ticket")["resolved_at"].null_count == 3


def test_a_required_field_that_nobody_feeds_refuses_the_whole_file(author: Client) -> None:
    kept = uploaded(author)
    author.post(reverse("records:settle", args=[kept.pk]), {**SETTLED, "column:提单时间": ""})

    page = shown(author, kept)

    assert "整个文件无法导入" in page
    assert "缺少必需的字段" in page


def test_a_mapping_saved_by_name_serves_the_next_file(author: Client) -> None:
    kept = uploaded(author)
    author.post(reverse("records:settle", args=[kept.pk]), {**SETTLED, "save_as": "云桌面导出"})

    again = uploaded(author, TEXT.replace("A", "B"), saved="云桌面导出")

    assert "导入 2 行" in shown(author, again)
    assert "云桌面导出" in author.get(reverse("records:mappings")).content.decode()


def test_a_file_that_is_none_is_refused_at_the_field(author: Client) -> None:
    for text, name in (("", "空.csv"), ("%PDF-1.7 x", "工单.xlsx")):
        told = {"file": SimpleUploadedFile(name, text.encode() or b" "), "kind": "ticket", "timezone": "Asia/Shanghai"}
        answer = author.post(reverse("records:new_upload"), told)
        assert answer.status_code == 422
        assert "→" in answer.content.decode()
    assert not UploadedFile.objects.exists()


def test_a_large_file_is_checked_and_loaded_by_the_worker(author: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "LARGE", 10)
    kept = uploaded(author)
    assert UploadedFile.objects.get().findings is None

    checked = jobs.run_one(now=timezone.now())
    asked = author.post(reverse("records:load", args=[kept.pk]))
    loaded = jobs.run_one(now=timezone.now())

    assert checked is not None
    assert checked.result_url == reverse("records:upload", args=[kept.pk])
    assert asked.headers["Location"] == reverse("records:upload", args=[kept.pk])
    assert loaded is not None
    assert loaded.state == "done"
    assert loaded.result_url == reverse("records:batch", args=[Batch.objects.get().number])


def test_a_reviewer_reads_batches_but_takes_no_file_in(people: dict[str, User]) -> None:
    client = Client()
    client.force_login(people["王审"])

    page = client.get(reverse("records:batches"))

    assert page.status_code == 200
    assert reverse("records:new_upload") not in page.content.decode().split("</header>")[1].split("emp")[0]
    assert client.get(reverse("records:new_upload")).status_code == 403


def test_the_form_may_be_said_and_the_preview_follows(author: Client) -> None:
    kept = uploaded(author, TEXT.replace(",", "^"), delimiter="caret")
    page = shown(author, kept)
    assert "导入 1 行" in page
    assert 'data-testid="reading"' in page

    answer = author.post(reverse("records:reread", args=[kept.pk]), {"delimiter": "pipe", "header_row": "1"})

    assert answer.status_code == 302
    kept.refresh_from_db()
    assert list(kept.samples) == ["工单编号^标题^优先级^提单时间^完成时间^备注"]
    assert "整个文件无法导入" in shown(author, kept)


def test_a_way_of_reading_that_fails_leaves_the_page_as_it_was(author: Client) -> None:
    kept = uploaded(author)

    author.post(reverse("records:reread", args=[kept.pk]), {"encoding": "utf-16-le"})
    author.post(reverse("records:reread", args=[kept.pk]), {"delimiter": "xx"})

    kept.refresh_from_db()
    assert (kept.reading, kept.found["encoding"], kept.found["header_row"]) == ({}, "gbk", 1)
    assert "导入 1 行" in shown(author, kept)


def test_the_page_of_a_file_shows_how_far_its_job_is_also_after_a_reload(
    author: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "LARGE", 10)
    kept = uploaded(author)
    seen: list[str] = []
    first = jobs.Work.tell

    def tell(work: jobs.Work, done: int, total: int, words: str = "") -> None:
        first(work, done, total, words)
        seen.extend([shown(author, kept)] * 2)

    monkeypatch.setattr(jobs.Work, "tell", tell)
    jobs.run_one(now=timezone.now())

    assert ["35% · 检查 3 行" in page for page in seen] == [False, False, True, True]
    assert 'data-testid="progress"' not in shown(author, kept)


def test_a_file_that_nobody_loads_is_deleted_after_thirty_days(people: dict[str, User], author: Client) -> None:
    old, loaded, young = uploaded(author, "a" + TEXT), uploaded(author), uploaded(author, TEXT + "A4,x,,2026-09-01,,\n")
    author.post(reverse("records:load", args=[loaded.pk]))
    later = timezone.now() + timedelta(days=31)
    UploadedFile.objects.filter(pk=young.pk).update(uploaded_at=later)
    twin = UploadedFile.objects.get(pk=loaded.pk)
    twin.pk, twin.batch = None, None
    twin.save()

    assert actions.forget_uploads(actor=people["张工"], now=timezone.now()) == 0
    assert actions.forget_uploads(actor=people["张工"], now=later) == 2

    assert set(UploadedFile.objects.values_list("pk", flat=True)) == {loaded.pk, young.pk}
    assert {path.name for path in (home_folder() / "uploads").iterdir()} == {loaded.sha256, young.sha256}
    said = AuditEntry.objects.filter(act="records.forget_upload").order_by("pk").values_list("subject_id", flat=True)
    assert str(old.pk) in {str(number) for number in said}
