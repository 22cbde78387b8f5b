"""Two people at the same report at the same time: one wins, the other is told; nothing is lost or done twice."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reports.world import DRAFT

REVIEWED = """
import sys
from pathlib import Path
from fuwubao.cli.workspace import open_workspace
open_workspace()
from fuwubao.accounts.actions import DelegationTerms, delegate
from tests.reports.world import NOW, made_world
from datetime import UTC, datetime
world = made_world(Path(sys.argv[1]))
{stage}
until = datetime(2099, 1, 1, tzinfo=UTC)
terms = DelegationTerms(holder="chen", starts_at=NOW, ends_before=until, reason="同时在场")
delegate(terms=terms, actor=world.cast.manager, now=NOW)
"""
HISTORY = """
from fuwubao.cli.workspace import open_workspace
open_workspace()
from fuwubao.reports.models import BlockVersion
print(*BlockVersion.objects.values_list("text", flat=True), sep="\\n")
"""
RUN = "from fuwubao.cli.main import main; main()"


class Desk:
    """A workspace of its own, with commands that start at the same moment."""

    def __init__(self, folder: Path, stage: str) -> None:
        self.folder = folder
        self.env = {**os.environ, "FUWUBAO_HOME": str(folder / "home"), "LANG": "zh_CN.UTF-8", "PYTHONUTF8": "1"}
        self.env["PYTHONPATH"] = str(Path(__file__).resolve().parents[2])
        made = subprocess.run(
            [sys.executable, "-c", REVIEWED.format(stage=stage), str(folder)],
            env=self.env, capture_output=True, text=True, encoding="utf-8", check=False, timeout=180,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr

    def at_once(self, *commands: tuple[str, ...]) -> list[tuple[int, str]]:
        """Start all, wait for all; return exit codes and what was said on stderr."""
        started = [
            subprocess.Popen(
                [sys.executable, "-c", RUN, *command], env=self.env, cwd=self.folder, text=True, encoding="utf-8",
                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            )
            for command in commands
        ]  # fmt: skip
        ended = [(process, process.communicate(timeout=180)) for process in started]
        return [(process.returncode, said[1]) for process, said in ended]

    def _done(self, program: str, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", program, *command], env=self.env, cwd=self.folder, capture_output=True, text=True,
            encoding="utf-8", check=False, timeout=120,
        )  # fmt: skip

    def asked(self, *command: str) -> str:
        """What a command prints."""
        return self._done(RUN, *command).stdout

    def ends_with(self, *command: str) -> int:
        """The exit code of a command."""
        return self._done(RUN, *command).returncode

    def run(self, program: str) -> str:
        """What a program prints."""
        return self._done(program).stdout


@pytest.fixture
def reviewed(tmp_path: Path) -> Desk:
    """The quarter's report, reviewed; 陈总 holds a delegation of 李经理."""
    return Desk(tmp_path, "world.reviewed()")


@pytest.fixture
def drafted(tmp_path: Path) -> Desk:
    """The quarter's report as a draft."""
    return Desk(tmp_path, "world.draft()")


def test_of_two_who_approve_at_once_one_does_and_the_other_is_told(reviewed: Desk) -> None:
    """S1.5: one approval, one set of bytes, one entry of the chain."""
    ended = reviewed.at_once(("report", "approve", DRAFT, "--as", "li"), ("report", "approve", DRAFT, "--as", "chen"))
    assert sorted(code for code, _said in ended) == [0, 1], ended
    (refused,) = [said for code, said in ended if code]
    assert "reports.step_refused" in refused
    assert "已批准" in refused
    assert reviewed.ends_with("audit", "verify") == 0
    assert '"state": "approved"' in reviewed.asked("report", "list", "--json")


def test_an_approval_and_a_return_at_once_leave_one_of_both(reviewed: Desk) -> None:
    ended = reviewed.at_once(
        ("report", "approve", DRAFT, "--as", "li"), ("report", "return", DRAFT, "--reason", "再核", "--as", "wang")
    )
    told = reviewed.asked("report", "list", "--json")
    codes = [code for code, _said in ended]
    if codes == [0, 1]:
        assert '"state": "approved"' in told
    else:  # the return came first, or it took back what had just been approved
        assert codes in ([1, 0], [0, 0]), ended
        assert '"state": "returned"' in told


def test_of_two_who_write_a_block_at_once_both_texts_are_in_its_history(drafted: Desk) -> None:
    """No lost update: the later one stands, the earlier one can be restored."""
    for login, text in (("zhang", "张工的话。"), ("li", "李经理的话。")):
        (drafted.folder / f"{login}.txt").write_text(text, encoding="utf-8")
    write = ("report", "write", DRAFT, "summary")
    ended = drafted.at_once((*write, "zhang.txt", "--as", "zhang"), (*write, "li.txt", "--as", "li"))
    assert [code for code, _said in ended] == [0, 0], ended
    assert sorted(drafted.run(HISTORY).split()) == ["张工的话。", "李经理的话。"]
    assert drafted.ends_with("audit", "verify") == 0
