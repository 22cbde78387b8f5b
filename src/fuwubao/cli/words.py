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
