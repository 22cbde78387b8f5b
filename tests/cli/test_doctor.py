"""``fuwubao doctor`` finds each part sound, or says how to mend it and exits 1."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

NAMES = ["sqlite", "database", "store", "fonts", "assets", "engine", "typst", "mail", "clock", "disk"]


def doctor(home: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "FUWUBAO_HOME": str(home), "LANG": "zh_CN.UTF-8", "PYTHONUTF8": "1", **settings}
    return subprocess.run(
        [sys.executable, "-c", "from fuwubao.cli.main import main; main()", "doctor", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def found(told: str) -> dict[str, dict[str, Any]]:
    return {check["name"]: check for check in json.loads(told)["checks"]}


def test_a_new_workspace_is_made_and_found_sound(tmp_path: Path) -> None:
    asked = doctor(tmp_path / "home", "--json")

    checks = found(asked.stdout)
    assert list(checks) == NAMES
    assert [name for name, check in checks.items() if not check["ok"]] == []
    assert {check["mend"] for check in checks.values()} == {None}
    assert asked.returncode == 0
    assert (tmp_path / "home" / "fuwubao.sqlite3").exists()


def test_what_is_not_sound_is_named_with_its_mend_and_the_rest_is_still_looked_at(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "store").write_text("a file where the store's folder belongs", encoding="utf-8")

    asked = doctor(home, "--json", FUWUBAO_SMTP_HOST="127.0.0.1", FUWUBAO_SMTP_PORT="1", FUWUBAO_SMTP_FROM="a@b.cn")

    checks = found(asked.stdout)
    assert asked.returncode == 1
    assert [name for name, check in checks.items() if not check["ok"]] == ["store", "mail"]
    assert "FUWUBAO_HOME" in checks["store"]["mend"]
    assert "127.0.0.1:1" in checks["mail"]["found"]


def test_people_read_one_line_a_part_in_their_language(tmp_path: Path) -> None:
    asked = doctor(
        tmp_path / "home",
        FUWUBAO_SMTP_HOST="127.0.0.1",
        FUWUBAO_SMTP_PORT="1",
        FUWUBAO_SMTP_FROM="a@b.cn",
        LANG="en_US.UTF-8",
    )

    lines = asked.stdout.splitlines()
    assert [line.split()[1] for line in lines if not line.startswith("    ")] == NAMES
    assert "    → Check FUWUBAO_SMTP_HOST, PORT, SECURITY and CA" in lines
    assert asked.returncode == 1
