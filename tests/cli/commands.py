"""Run ``fuwubao`` as a script does: a process of its own, in a folder and a workspace of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def fuwubao(home: Path, *words: str, language: str = "zh_CN.UTF-8") -> subprocess.CompletedProcess[str]:
    """Return what ``fuwubao WORDS`` did."""
    environment = {**os.environ, "FUWUBAO_HOME": str(home), "LANG": language}
    for name in ("LC_ALL", "LC_MESSAGES", "FUWUBAO_USER"):
        environment.pop(name, None)
    return subprocess.run(
        [sys.executable, "-c", "from fuwubao.cli.main import main; main()", *words],
        cwd=home.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
