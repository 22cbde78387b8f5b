"""A text in both languages, for the rooms that know no gettext (domain, engine, render, cli)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The same text in Chinese and English; Chinese is the original."""

    zh: str
    en: str

    def say(self, language: str) -> str:
        """Return the text in ``zh`` or ``en``."""
        return self.en if language == "en" else self.zh
