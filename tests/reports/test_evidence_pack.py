"""证据包: what stands behind a report, complete, unchanged, and countable by a stranger (domain (h))."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.test import Client

from fuwubao.accounts.errors import RoleMissing
from fuwubao.accounts.models import AuditEntry
from fuwubao.reports.actions.publishing import publish_report
from fuwubao.reports.errors import EvidenceNotYet
from fuwubao.reports.evidence.pack import Pack, take_evidence
from fuwubao.reports.models import Report
from tests.reports.world import DRAFT, NOW, Cast, World


@pytest.fixture
def pack(world: World, cast: Cast) -> Pack:
    """The pack of the quarter's published report, taken by the manager."""
    world.approved()
    publish_report(number=DRAFT, actor=cast.manager, now=NOW)
    return take_evidence(number=DRAFT, actor=cast.manager, now=NOW)


def opened(pack: Pack) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(pack.content)) as found:
        return {name: found.read(name) for name in found.namelist()}


def checked(folder: Path, files: dict[str, bytes]) -> subprocess.CompletedProcess[str]:
    """Lay the files down and let the pack's own script judge them, away from the product."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return subprocess.run(
        [sys.executable, "-I", str(folder / "check.py")], capture_output=True, text=True, check=False, cwd=folder
    )


def test_a_stranger_finds_nothing_wrong_with_python_alone(pack: Pack, tmp_path: Path) -> None:
    answer = checked(tmp_path / "stranger", opened(pack))
    assert (answer.returncode, "不符 faults 0" in answer.stdout) == (0, True), answer.stdout + answer.stderr


def test_every_stage_from_requirement_to_effect_is_in_it(pack: Pack) -> None:
    files = opened(pack)
    places = {name.split("/")[0] for name in files if "/" in name}
    assert places == {
        "agreements", "audit", "calendars", "definitions", "distribution", "figures", "improvement", "records",
        "report", "requirement", "review",
    }  # fmt: skip
    assert json.loads(files["review/reviews.json"])[0]["reviewer"].startswith("王审")
    assert json.loads(files["distribution/deliveries.json"])[0]["recipient"] == "刘主任"
    assert json.loads(files["report/report.json"])["approved_by"].startswith("李经理")


def test_the_index_tells_the_way_of_the_report_by_itself(pack: Pack) -> None:
    page = opened(pack)["index.html"].decode("utf-8")
    for words in ("李经理", "王审", "刘主任", "应提交", "批准", "python3 check.py", "http-equiv"):
        assert (words in page) is (words != "http-equiv"), words
    assert "<script" not in page
    assert "//" not in page.replace("<!DOCTYPE html>", "")


def test_every_counted_figure_names_its_rows_and_they_give_its_number(pack: Pack) -> None:
    files = opened(pack)
    told = json.loads(files["figures/figures.json"])["figures"]
    rates = [f for f in told if f["measure"] == "K03" and f["denominator"]]
    assert rates
    for figure in rates:
        lines = files[figure["rows"]].decode("utf-8").splitlines()
        heads = lines[0].split(",")
        counted = [dict(zip(heads, line.split(","), strict=True)) for line in lines[1:]]
        assert sum(int(row["numerator"]) for row in counted) == figure["numerator"]
        assert sum(int(row["denominator"]) for row in counted) == figure["denominator"]


@pytest.mark.parametrize(
    "name, old, new, word",
    [
        ("figures/figures.json", b'"measure": "K03"', b'"measure": "K04"', "figures/figures.json"),
        ("review/reviews.json", "王审".encode(), "王二".encode(), "review/reviews.json"),
        ("audit/chain.jsonl", b"reports.approve", b"reports.approvE", "哈希不符"),
    ],
)
def test_what_was_changed_afterwards_is_named(
    pack: Pack, tmp_path: Path, name: str, old: bytes, new: bytes, word: str
) -> None:
    files = opened(pack)
    assert old in files[name]
    files[name] = files[name].replace(old, new, 1)
    answer = checked(tmp_path / "forged", files)
    assert (answer.returncode, word in answer.stdout) == (1, True)


def test_a_forger_who_also_mends_the_manifest_is_found_by_the_rows(pack: Pack, tmp_path: Path) -> None:
    import hashlib

    files = opened(pack)
    told = json.loads(files["figures/figures.json"])
    figure = next(f for f in told["figures"] if f["measure"] == "K03" and f["numerator"])
    figure["numerator"] -= 1
    figure["exact"] = f"{figure['numerator']}/{figure['denominator']}"
    files["figures/figures.json"] = json.dumps(told).encode()
    manifest = json.loads(files["manifest.json"])
    manifest["files"]["figures/figures.json"] = hashlib.sha256(files["figures/figures.json"]).hexdigest()
    files["manifest.json"] = json.dumps(manifest).encode()
    answer = checked(tmp_path / "forged", files)
    assert (answer.returncode, answer.stdout.startswith("K03")) == (1, True), answer.stdout


def test_taking_it_is_an_entry_of_the_chain_that_the_pack_carries(pack: Pack) -> None:
    entry = AuditEntry.objects.get(act="reports.take_evidence")
    assert json.loads(opened(pack)["audit/head.json"])["hash"] == entry.hash


def test_other_customers_business_stays_out_of_the_chain_part(pack: Pack, cast: Cast) -> None:
    lines = [json.loads(line) for line in opened(pack)["audit/chain.jsonl"].decode().splitlines()]
    whole = [line for line in lines if "act" in line]
    assert {line["act"] for line in whole} >= {"reports.draft", "reports.approve", "reports.publish"}
    assert all(set(line) == {"number", "previous_hash", "hash"} for line in lines if "act" not in line)


def test_the_same_state_gives_the_same_files(pack: Pack, cast: Cast) -> None:
    again = opened(take_evidence(number=DRAFT, actor=cast.manager, now=NOW))
    first = opened(pack)
    changed = {name for name in first if first[name] != again[name]}
    assert changed == {"audit/chain.jsonl", "audit/head.json", "index.html", "manifest.json"}


def test_what_is_not_approved_has_no_pack(world: World, cast: Cast) -> None:
    world.submitted()
    with pytest.raises(EvidenceNotYet, match=DRAFT):
        take_evidence(number=DRAFT, actor=cast.manager, now=NOW)


def test_the_customer_and_the_author_cannot_take_it(world: World, cast: Cast) -> None:
    world.approved()
    for person in (cast.customer, cast.author):
        with pytest.raises(RoleMissing):
            take_evidence(number=DRAFT, actor=person, now=NOW)


def test_the_page_offers_it_to_who_may_and_hands_it_out(world: World, cast: Cast, client: Client) -> None:
    report = world.approved()
    client.force_login(cast.manager)
    assert "证据包" in client.get(f"/reports/{report.pk}/").content.decode()
    answer = client.post(f"/reports/{report.pk}/evidence/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zip")
    client.force_login(cast.author)
    assert "evidence/" not in client.get(f"/reports/{report.pk}/").content.decode()
    assert client.post(f"/reports/{report.pk}/evidence/").status_code == 403
    assert Report.objects.get(pk=report.pk).state == "approved"


def test_the_command_computes_every_figure_again_in_an_empty_workspace(pack: Pack, tmp_path: Path) -> None:
    path = tmp_path / "pack.zip"
    path.write_bytes(pack.content)
    answer = subprocess.run(
        [sys.executable, "-c", "from fuwubao.cli.main import run; run()", "report", "recompute", str(path), "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    found = json.loads(answer.stdout)
    assert (found["computed"], found["differing"]) == (pack.figures, [])


def test_a_file_that_is_no_pack_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "other.zip"
    path.write_bytes(b"PK nothing")
    answer = subprocess.run(
        [sys.executable, "-c", "from fuwubao.cli.main import run; run()", "report", "recompute", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answer.returncode, answer.stdout) == (1, "")
    assert "reports.pack_unreadable" in answer.stderr
