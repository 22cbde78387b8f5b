"""The reader's language, and texts that carry both languages said in it."""

from __future__ import annotations

from django.utils.translation import get_language

from fuwubao.domain.words import Words

LIST_SIGN = {"zh": "、", "en": ", "}
CLAUSE_SIGN = {"zh": "；", "en": "; "}


def reader_language() -> str:
    """Return ``en`` when the reader reads English, else ``zh``."""
    return "en" if (get_language() or "zh").startswith("en") else "zh"


def said(words: Words) -> str:
    """Say a pair as a label in the reader's language; a label begins with a capital letter."""
    text = words.say(reader_language())
    return text[:1].upper() + text[1:]


def listed(*words: str) -> str:
    """Join words as the reader's language lists them: 周岚、李敏; Zhou Lan, Li Min."""
    return LIST_SIGN[reader_language()].join(words)


def clauses(*words: str) -> str:
    """Join parts that are longer than words: 周一至周五 09:00—18:00；周六 09:00—13:00."""
    return CLAUSE_SIGN[reader_language()].join(words)
