"""The loaded world of the reports' tests and its people."""

from __future__ import annotations

from tests.reports.conftest import cast, world

__all__ = ["cast", "world"]
