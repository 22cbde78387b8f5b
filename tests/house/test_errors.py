"""Every refusal can be read by a person in both languages and by a machine."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter

import fuwubao
from fuwubao.domain.errors import BadInput, FuwubaoError, NotAllowed, NotFound, Refused, Unreachable

KINDS = (FuwubaoError, Refused, NotAllowed, NotFound, BadInput, Unreachable)


def leaves() -> list[type[FuwubaoError]]:
    """Every error class of the package below the root and its kinds."""
    for module in pkgutil.walk_packages(fuwubao.__path__, "fuwubao."):
        if module.name.rsplit(".", 1)[-1] == "errors":
            importlib.import_module(module.name)
    found: list[type[FuwubaoError]] = []
    waiting: list[type[FuwubaoError]] = [FuwubaoError]
    while waiting:
        kind = waiting.pop()
        waiting.extend(kind.__subclasses__())
        found.append(kind)
    return [kind for kind in found if kind not in KINDS]


def test_codes_are_unique() -> None:
    counts = Counter(kind.code for kind in leaves())

    assert [code for code, count in counts.items() if count > 1] == []


def test_each_error_says_in_both_languages_what_happened_and_what_to_do() -> None:
    for kind in leaves():
        for text in (kind.zh, kind.en, kind.hint_zh, kind.hint_en):
            assert text.strip(), kind
        assert re.search(r"[一-鿿]", kind.zh + kind.hint_zh), kind
        assert not re.search(r"[一-鿿]", kind.en.replace("《", "")), kind


def test_both_languages_use_the_same_facts() -> None:
    for kind in leaves():
        facts = [set(re.findall(r"\{(\w+)\}", text)) for text in (kind.zh, kind.en)]
        assert facts[0] == facts[1], kind
