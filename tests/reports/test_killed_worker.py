"""A worker that is killed in the middle of fifty recipients: nobody gets the report twice, nobody is lost.

Real processes, a real mail server, SIGKILL. What was broken off before its content went out is sent by the next
worker; the one letter whose answer nobody heard is never sent on suspicion: its owner is told and decides.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.reports.fifty import RECIPIENTS
from tests.reports.post_office import PostOffice, opened, port_of

WORKER = "from fuwubao.cli.main import main; main(['worker'])"
ADDRESSES = {f"r{number:02d}@hd.cn" for number in range(len(RECIPIENTS))}


class Workspace:
    """A workspace of its own, reached only by processes."""

    def __init__(self, folder: Path, port: int) -> None:
        root = Path(__file__).resolve().parents[2]
        self.folder, self.root = folder, root
        self.environment = {
            **os.environ,
            "FUWUBAO_HOME": str(folder / "home"),
            "FUWUBAO_SMTP_HOST": "127.0.0.1",
            "FUWUBAO_SMTP_PORT": str(port),
            "FUWUBAO_SMTP_SECURITY": "none",
            "FUWUBAO_SMTP_FROM": "sla@firm.cn",
            "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}",
        }

    def do(self, *words: str) -> str:
        """Run the program beside this test to its end; return what it printed."""
        command = [sys.executable, "-m", "tests.reports.fifty", *words]
        done = subprocess.run(command, env=self.environment, cwd=self.root, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def worker(self) -> subprocess.Popen[bytes]:
        """Start ``fuwubao worker``."""
        return subprocess.Popen([sys.executable, "-c", WORKER], env=self.environment, cwd=self.root)

    def states(self) -> dict[str, str]:
        """The state of the letter to each address."""
        found: dict[str, str] = json.loads(self.do("states"))["states"]
        return found

    def until_settled(self, seconds: float) -> dict[str, str]:
        """Wait until no letter is queued or being sent."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.states()
            if not {"queued", "sending"} & set(found.values()):
                return found
        return self.states()


@pytest.mark.parametrize("killed_after", [1, 23])
def test_nobody_gets_it_twice_and_nobody_is_lost(tmp_path: Path, killed_after: int) -> None:
    office = PostOffice(seconds=0.05)
    controller = opened(office)
    place = Workspace(tmp_path, port_of(controller))
    try:
        place.do("publish", str(tmp_path))
        first = place.worker()
        assert office.wait_for(killed_after, seconds=60)
        first.kill()
        first.wait()
        left = place.states()
        assert "queued" in left.values()
        place.do("end_lease")

        second = place.worker()
        try:
            settled = place.until_settled(seconds=90)
        finally:
            second.terminate()
            second.wait(timeout=30)
    finally:
        controller.stop()

    counts = office.count()
    assert set(counts.values()) == {1}, "somebody got it twice"
    unsure = {address for address, state in settled.items() if state == "uncertain"}
    assert {address for address, state in settled.items() if state == "sent"} == ADDRESSES - unsure
    assert ADDRESSES - set(counts) <= unsure, "somebody is lost without a word"
    assert len(unsure) <= 1
    told = json.loads(place.do("states"))["notices"]
    assert bool(unsure) == any("未确认送达" in text for text in told)
