"""Run every benchmark one after the other: ``python -m benchmarks [NAME …]``. Each prints ratios taken in one run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def names() -> list[str]:
    """Return the benchmarks by name."""
    return sorted(path.stem for path in FOLDER.glob("[a-z]*.py"))


def main(wanted: list[str]) -> int:
    """Run the named benchmarks, by default all; the first failure is the exit code."""
    worst = 0
    for name in wanted or names():
        print(f"— {name} —", flush=True)
        worst = (
            worst
            or subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=FOLDER.parent, check=False).returncode
        )
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
