"""The test run has a workspace of its own, made before Django reads its settings."""

from __future__ import annotations

import os
import tempfile

os.environ["FUWUBAO_HOME"] = tempfile.mkdtemp(prefix="fuwubao-tests-")
os.environ.setdefault("LANG", "zh_CN.UTF-8")
