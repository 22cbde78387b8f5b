"""The web server's own refusals, the worker's loop, and what a fault of ours leaves in the log."""

from __future__ import annotations

import logging
import socket
import threading
from pathlib import Path

import click
import pytest

from fuwubao.cli import main as command
from fuwubao.cli.serve import PortTaken, refuse_taken_port, work_until


def test_a_taken_port_is_refused_with_the_way_out() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]

        with pytest.raises(PortTaken) as refusal:
            refuse_taken_port("127.0.0.1", port)

    assert str(port) in refusal.value.message("zh")
    assert "--port" in refusal.value.hint("en")


def test_a_free_port_is_accepted() -> None:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]

    refuse_taken_port("127.0.0.1", port)

    with socket.socket() as left_free:
        left_free.bind(("127.0.0.1", port))
        assert left_free.getsockname()[1] == port


def test_a_port_beyond_the_range_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        command.main(["serve", "--port", "70000"])

    assert left.value.code == 2
    assert "70000" in capsys.readouterr().err


def test_the_worker_leaves_when_it_is_told_to() -> None:
    stop = threading.Event()
    stop.set()

    worker = threading.Thread(target=work_until, args=(stop,), daemon=True)
    worker.start()
    worker.join(timeout=20)

    assert not worker.is_alive()


@click.command()
def breaking() -> None:
    """Break with words that nobody may see on the screen."""
    raise RuntimeError("secret inner words")


@pytest.fixture
def broken_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(command.COMMANDS, "break", (__name__, "breaking", "坏", "break"))


@pytest.mark.usefixtures("broken_command")
def test_a_fault_of_a_command_is_logged_once_by_its_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FUWUBAO_HOME", str(tmp_path))
    monkeypatch.setattr(logging.getLogger("fuwubao.faults"), "handlers", [])

    with pytest.raises(SystemExit) as left:
        command.main(["break"])

    said = capsys.readouterr().err
    logged = (tmp_path / "log" / "faults.log").read_text(encoding="utf-8")
    assert left.value.code == 70
    assert "secret inner words" not in said
    number = said.split("编号 ")[1][:8]
    assert logged.count(f"fault {number}") == 1
    assert "secret inner words" in logged
