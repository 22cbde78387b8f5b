"""``fuwubao sla explain`` from files to the timeline, in a workspace of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

AGREEMENT = """
agreement: SLA-1
kind: sla
customer: {code: HD, name: 华东制造有限公司}
valid: 2026-01-01/2026-12-31
timezone: Asia/Shanghai
calendars:
  office: {weekly: {mon-fri: ["09:00-18:00"]}}
pending_reasons: [waiting_customer]
services:
  - code: ERP
    name: ERP 系统运维
    targets:
      - {id: P1-解决, applies: {class: incident, priority: P1}, clock: resolution, within: 4h, calendar: office}
"""
TICKETS = """id,class,title,customer,service,priority,opened_at
T1,incident,无法登录,HD,ERP,P1,2026-03-02T08:30:00Z
"""
EVENTS = """ticket_id,at,event,value,reason,actor
T1,2026-03-02T08:30:00Z,opened,,,刘洋
T1,2026-03-03T01:30:00Z,pending,,waiting_customer,刘洋
T1,2026-03-03T03:00:00Z,resumed,,,刘洋
T1,2026-03-03T05:30:00Z,resolved,,,刘洋
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explain")
    for name, text in (("sla.yaml", AGREEMENT), ("tickets.csv", TICKETS), ("events.csv", EVENTS)):
        (folder / name).write_text(text, encoding="utf-8")
    for command in (
        "agreement load sla.yaml",
        "intake load tickets.csv --kind ticket --source desk",
        "intake load events.csv --kind ticket_event --source desk",
    ):
        loaded = fuwubao(folder, *command.split())
        assert loaded.returncode == 0, loaded.stderr
    return folder


def fuwubao(folder: Path, *arguments: str, language: str = "zh_CN.UTF-8") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from fuwubao.cli.main import main; main()", *arguments],
        cwd=folder,
        env={**os.environ, "FUWUBAO_HOME": str(folder / "home"), "LANG": language, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_recorded_ticket_is_explained_to_machines(home: Path) -> None:
    asked = fuwubao(home, "sla", "explain", "T1", "--as-of", "2026-03-04T00:00:00Z", "--json")
    assert asked.returncode == 0, asked.stderr
    told: dict[str, Any] = json.loads(asked.stdout)
    response, resolution = told["clocks"]
    assert response["verdict"] == "not_covered"
    assert (resolution["verdict"], resolution["breached_at"]) == ("breached", "2026-03-03T05:00:00Z")
    assert (resolution["elapsed_seconds"], resolution["pending_seconds"]) == (16_200, 5_400)
    assert resolution["segments"][-1]["kind"] == "stopped"


def test_a_recorded_ticket_is_explained_to_people_in_their_language(home: Path) -> None:
    asked = fuwubao(home, "sla", "explain", "T1", "--as-of", "2026-03-04 08:00", language="en_US.UTF-8")
    assert asked.returncode == 0, asked.stderr
    assert "2026-03-03 13:00:00  2026-03-03 13:30:00  running" in asked.stdout
    assert "breached here" in asked.stdout


@pytest.mark.parametrize(
    "arguments, code, word",
    [
        (["T1", "--as-of", "2026-03-01"], 1, "domain.not_yet_opened"),
        (["T1", "--as-of", "soon"], 1, "instants.unreadable"),
        ([], 2, "TICKET"),
    ],
)
def test_what_cannot_be_explained_is_refused_in_words(home: Path, arguments: list[str], code: int, word: str) -> None:
    asked = fuwubao(home, "sla", "explain", *arguments)
    assert (asked.returncode, asked.stdout) == (code, "")
    assert word in asked.stderr
    assert "Traceback" not in asked.stderr
