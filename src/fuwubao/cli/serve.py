"""``fuwubao serve`` and ``fuwubao worker``: the web server and the one that does long work beside it.

Django is imported inside the commands, after the workspace is open, because its settings read the workspace.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from types import FrameType

import click

from fuwubao.cli.words import say
from fuwubao.cli.workspace import open_workspace
from fuwubao.domain.errors import Refused

IDLE_SECONDS = 1.0
# two processes of one thread each served most pages a second on two cores (design section 9)
WEB_PROCESSES = 2


class PortTaken(Refused):
    """Something else listens at this address."""

    code = "cli.port_taken"
    zh = "{host}:{port} 已被占用"
    en = "{host}:{port} is taken"
    hint_zh = "换一个端口：fuwubao serve --port 8001；或先停止占用它的程序"
    hint_en = "Choose another port: fuwubao serve --port 8001; or stop what listens there"


@click.command(help=say("启动网站", "Start the web server"))
@click.option("--host", default="127.0.0.1", show_default=True, help=say("监听地址", "Address to listen at"))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help=say("端口", "Port"))
@click.option("--no-worker", is_flag=True, help=say("不启动后台任务", "Start no worker beside"))
def serve(host: str, port: int, no_worker: bool) -> None:
    """Serve until interrupted."""
    run_server(host=host, port=port, with_worker=not no_worker)


def run_server(*, host: str, port: int, with_worker: bool) -> None:
    """Open the workspace, lay out its static files and serve until interrupted. Raises: PortTaken."""
    refuse_taken_port(host, port)
    os.environ["FUWUBAO_STATIC_COLLECTED"] = "1"  # read by settings, here and in the web processes
    open_workspace()
    from django.core.management import call_command
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    call_command("collectstatic", interactive=False, verbosity=0)
    site = Granian(
        "fuwubao.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=WEB_PROCESSES,
        blocking_threads=1,
        log_level=LogLevels.warning,
    )
    click.echo(say(f"网站已启动：http://{host}:{port}/", f"Serving at http://{host}:{port}/"), err=True)
    if not with_worker:
        site.serve()
        return
    with worker_beside():
        site.serve()


def refuse_taken_port(host: str, port: int) -> None:
    """Refuse before anything is started when the address cannot be listened at. Raises: PortTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as taken:
            raise PortTaken(host=host, port=port) from taken


@contextmanager
def worker_beside() -> Iterator[None]:
    """Run ``fuwubao worker`` as a process of its own for as long as the site runs."""
    command = [sys.executable, "-c", "from fuwubao.cli.main import main; main(['worker'])"]
    beside = subprocess.Popen(command)
    try:
        yield
    finally:
        beside.terminate()
        try:
            beside.wait(timeout=10)
        except subprocess.TimeoutExpired:
            beside.kill()


@click.command(help=say("启动后台任务", "Start the worker"))
def worker() -> None:
    """Do waiting jobs until interrupted; the job at hand is finished first."""
    open_workspace()
    stop = threading.Event()

    def leave(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    work_until(stop)


def work_until(stop: threading.Event) -> None:
    """Claim and do one job after the other, and once a day the chores; an empty queue is looked at every second."""
    from django.db import close_old_connections
    from django.utils import timezone

    from fuwubao.accounts.jobs import run_one
    from fuwubao.cli.daily import do_daily

    latest: date | None = None
    while not stop.is_set():
        close_old_connections()
        if timezone.localdate() != latest:
            latest = timezone.localdate()
            do_daily(now=timezone.now())
        if run_one(now=timezone.now()) is None:
            stop.wait(IDLE_SECONDS)
