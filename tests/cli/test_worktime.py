"""``fuwubao worktime compute``: results by id, or one refusal in words with exit code 1."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

CASE = {
    "id": "c-1",
    "calendar": {"tz": "UTC", "weekly": {"tue": [["09:00", "17:00"]]}},
    "case": "elapsed",
    "start": "2026-09-01T00:00:00Z",
    "end": "2026-09-02T00:00:00Z",
}
RUN = "import sys; from fuwubao.cli.main import main; main(sys.argv[1:])"


def compute(folder: Path, content: str) -> subprocess.CompletedProcess[str]:
    """Run the command on a file of this content, in a process of its own."""
    (folder / "cases.json").write_text(content, encoding="utf-8")
    command = ["worktime", "compute", "--input", "cases.json", "--output", "results.json"]
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", RUN, *command], cwd=folder, capture_output=True, text=True, check=False
    )


def test_answers_are_written_by_id_and_no_workspace_is_made(tmp_path: Path) -> None:
    told = compute(tmp_path, json.dumps({"vectors": [CASE]}))

    assert told.returncode == 0, told.stderr
    assert json.loads((tmp_path / "results.json").read_text(encoding="utf-8")) == {"c-1": {"elapsed_seconds": 28_800}}
    assert not (tmp_path / "var").exists()
    assert told.stdout == ""


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{", "worktime.cases_unreadable"),
        ("[]", "worktime.cases_unreadable"),
        ('{"vectors": {}}', "worktime.cases_unreadable"),
        ('{"vectors": [7]}', "worktime.bad_vector"),
        ('{"vectors": [{"id": ""}]}', "worktime.bad_vector"),
        (json.dumps({"vectors": [CASE, CASE]}), "worktime.bad_vector"),
        (json.dumps({"vectors": [CASE | {"end": 3}]}), "worktime.bad_vector"),
        (
            json.dumps(
                {"vectors": [CASE | {"case": "deadline", "seconds": 9, "calendar": {"tz": "UTC", "weekly": {}}}]}
            ),
            "worktime.no_answer",
        ),
    ],
)
def test_what_cannot_be_answered_is_refused_in_words(tmp_path: Path, content: str, code: str) -> None:
    told = compute(tmp_path, content)

    assert told.returncode == 1
    assert told.stderr.startswith(code)
    assert "Traceback" not in told.stderr
    assert not (tmp_path / "results.json").exists()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    command = ["worktime", "compute", "--input", "none.json", "--output", "results.json"]
    told = subprocess.run(
        [sys.executable, "-c", RUN, *command], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert told.returncode == 1
    assert "none.json" in told.stderr
