"""Which language the terminal speaks: Chinese unless LANG says otherwise (design section 7)."""

from __future__ import annotations

import os


def terminal_language() -> str:
    """Return ``en`` when LC_ALL, LC_MESSAGES or LANG name a language other than Chinese, else ``zh``."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value and value.split(".")[0] not in ("C", "POSIX"):
            return "zh" if value.lower().startswith("zh") else "en"
    return "zh"


def say(zh: str, en: str) -> str:
    """Return the text in the terminal's language."""
    return zh if terminal_language() == "zh" else en


def counted(count: int, noun: str) -> str:
    """Say in English how many there are: 1 row, 2 rows, 0 duties."""
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun[:-1]}ies" if noun.endswith("y") and noun[-2] not in "aeiou" else f"{count} {noun}s"
