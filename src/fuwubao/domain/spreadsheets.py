"""Text that goes into files which people open in a spreadsheet (data rule 14)."""

from __future__ import annotations

_LIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def safe_text(text: str) -> str:
    """Return text that stays text when a spreadsheet opens it: a live beginning gets an apostrophe before it."""
    return f"'{text}" if text.startswith(_LIVE) else text
