"""The generated pages of docs/ are what the code says, and clauses that code cites exist."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.shared import REPOSITORY, shared

CLAUSE = re.compile(r"(?<![\w.])S([1-9])\.(\d{1,2})(?!\d)")
RULE = re.compile(r"(?<![\w.])M(\d{1,2})(?![\w.])")
LAST_RULE = 16


def test_the_generated_pages_are_up_to_date() -> None:
    told = subprocess.run(
        [sys.executable, "scripts/docs.py", "--check"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )

    assert told.returncode == 0, told.stdout + told.stderr[-2000:]


def test_every_clause_that_the_code_cites_is_a_requirement() -> None:
    known = set(re.findall(r"^- (S\d\.\d+) ", shared("domain", "domain.md").read_text(encoding="utf-8"), re.MULTILINE))

    strange = {
        f"{path.relative_to(REPOSITORY)}: S{room}.{number}"
        for path in (REPOSITORY / "src").rglob("*.py")
        for room, number in CLAUSE.findall(path.read_text(encoding="utf-8"))
        if f"S{room}.{number}" not in known
    }

    assert not strange


def test_every_rule_that_the_code_cites_is_one_of_the_sixteen() -> None:
    strange = {
        f"{path.relative_to(REPOSITORY)}: M{number}"
        for path in (REPOSITORY / "src").rglob("*.py")
        for number in RULE.findall(path.read_text(encoding="utf-8"))
        if not 1 <= int(number) <= LAST_RULE
    }

    assert not strange
