"""The pages of those who read, verify or administer, and of customers: each is whole on two screens."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.walking import READERS, walked
from tests.browser.windows import Windows

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def drawn() -> set[tuple[str, frozenset[str]]]:
    """What was drawn for an earlier person of this file: routes, each with the forms that it offered."""
    return set()


@pytest.mark.parametrize("login", READERS)
def test_every_page_of_a_reader_is_whole(
    windows: Windows, shots: Path, drawn: set[tuple[str, frozenset[str]]], login: str
) -> None:
    faults = walked(windows.of(login), READERS[login], drawn, f"{shots}/{login}")
    assert not faults, faults
