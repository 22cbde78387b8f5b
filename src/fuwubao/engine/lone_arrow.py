"""Arrow without pandas.

Arrow looks for pandas once, when it first makes an array of Python values. Nothing here uses pandas, but Spark's extra
brings it, and then that look costs every start 0.2 s and 40 MB. Whoever imports pandas before or later still has it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType

import pyarrow as pa


class _NoPandas(MetaPathFinder):
    """Says of pandas that it is not installed."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname, name=fullname)


def leave_pandas_aside() -> None:
    """Let Arrow do its one look while pandas cannot be found, unless this process has pandas already."""
    if "pandas" in sys.modules:
        return
    finder = _NoPandas()
    sys.meta_path.insert(0, finder)
    try:
        pa.array([True])
    finally:
        sys.meta_path.remove(finder)
