"""The test run has a workspace of its own, made before Django reads its settings."""

from __future__ import annotations

import os
import tempfile

os.environ["FUWUBAO_HOME"] = tempfile.mkdtemp(prefix="fuwubao-tests-")
os.environ["LANG"] = "zh_CN.UTF-8"
os.environ.pop("LC_ALL", None)
os.environ.pop("FUWUBAO_USER", None)

import pytest

from tests.shared import SHARED


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--golden-write`` rewrites golden files instead of comparing with them."""
    parser.addoption("--golden-write", action="store_true", help="rewrite golden files")


DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what touches the database, so that it can be run on another one too.

    Where the shared vectors and worlds are absent, leave their tests out and say so; in CI let them fail.
    """
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")
    if SHARED.exists() or os.environ.get("CI"):
        return
    out = [item for item in items if hasattr(getattr(item, "module", None), "shared")]
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if item not in set(out)]
        config.stash[LEFT_OUT] = len(out)


LEFT_OUT = pytest.StashKey[int]()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say loudly what could not run."""
    count = config.stash.get(LEFT_OUT, 0)
    if count:
        terminalreporter.write_line(f"!! {count} tests need {SHARED} and were left out", red=True, bold=True)
