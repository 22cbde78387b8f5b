"""The import contracts hold, and a planted upward import breaks them: a guard that was seen to fail."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shared import REPOSITORY


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package in ``folder``."""
    code = "from importlinter.cli import lint_imports; import sys; sys.exit(lint_imports(no_cache=True))"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy_of_the_house(tmp_path: Path) -> Path:
    """A copy of the package and its contracts that a test may spoil."""
    ignore = shutil.ignore_patterns("static", "fonts", "__pycache__", "templates", "data")
    shutil.copytree(REPOSITORY / "src", tmp_path / "src", ignore=ignore)
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_hold_as_the_code_stands(copy_of_the_house: Path) -> None:
    told = lint_imports(copy_of_the_house)

    assert told.returncode == 0, told.stdout


@pytest.mark.parametrize(
    "file, line",
    [
        ("domain/errors.py", "from fuwubao.accounts import workspace"),
        ("records/apps.py", "from fuwubao.reports import apps"),
        ("engine/__init__.py", "import django"),
    ],
)
def test_a_planted_upward_import_breaks_a_contract(copy_of_the_house: Path, file: str, line: str) -> None:
    path = copy_of_the_house / "src" / "fuwubao" / file
    path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")

    told = lint_imports(copy_of_the_house)

    assert told.returncode != 0
    assert "BROKEN" in told.stdout


def test_a_folder_without_a_place_in_the_house_breaks_the_contract(copy_of_the_house: Path) -> None:
    stray = copy_of_the_house / "src" / "fuwubao" / "stray"
    stray.mkdir()
    (stray / "__init__.py").write_text("", encoding="utf-8")

    assert lint_imports(copy_of_the_house).returncode != 0
