"""A real chromium before a real server of the demo organisation; each person of the cast has a window of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser import machine
from tests.browser.machine import Site
from tests.browser.windows import Windows


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo organisation, made by its command and served by its command."""
    with machine.served(machine.shared_demo(tmp_path_factory.getbasetemp())) as served:
        yield served


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Playwright, of one module only: while it runs, Django in this process would refuse its database."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The chromium of this machine, or the one that npm carries."""
    program = machine.chromium()
    launched = playwright.chromium.launch(
        executable_path=program.path, args=list(machine.FLAGS), env=dict(program.environment)
    )
    yield launched
    launched.close()


@pytest.fixture(scope="module")
def windows(browser: Browser, site: Site) -> Iterator[Windows]:
    """A window for each person, kept open for the whole module."""
    opened = Windows(browser=browser, site=site)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def shots() -> Path:
    """Where screenshots are kept."""
    machine.SHOTS.mkdir(parents=True, exist_ok=True)
    return machine.SHOTS
