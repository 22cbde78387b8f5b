"""The blocks that a template may hold, as data: its title, what it covers, its parameters and their bounds (S1.27).

What ships is the source: title and coverage come from the templates of ``seed``. A block that tells a practice
(problems, changes, a major incident …) reads facts that only its own templates take, so it stays in them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fuwubao.domain.words import Words
from fuwubao.reports.composition import BLOCKS
from fuwubao.reports.coverage import PROFILES, SIX
from fuwubao.reports.seed import TEMPLATES
from fuwubao.reports.template_errors import BlocksUnreadable

LETTERS = tuple(content.id for content in PROFILES[SIX].contents)
LONGEST_TITLE = 40
FIRST = "summary"  # the verdict stands before the data; every page of a report opens on it


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a block; ``kind`` is count, codes (a list) or one (a choice among ``choices``, may be empty)."""

    name: str
    words: Words
    kind: str
    least: int = 0
    most: int = 0
    choices: tuple[str, ...] = ()

    def called(self, choice: str) -> Words:
        """Return what a choice is called: a class by its word, a priority by its code."""
        return CHOICES.get(choice) or Words(choice, choice)


PRIORITIES = ("P1", "P2", "P3", "P4", "P5")
CLASSES = ("incident", "request", "enquiry")
CHOICES = {
    "incident": Words("事件", "incidents"),
    "request": Words("服务请求", "requests"),
    "enquiry": Words("咨询", "enquiries"),
}
PARAMETERS: dict[str, tuple[Parameter, ...]] = {
    "summary": (
        Parameter(name="cards", words=Words("摘要卡片数", "cards in the summary"), kind="count", least=0, most=6),
    ),
    "attainment": (
        Parameter(
            name="explain_each",
            words=Words("逐张说明超时的优先级", "priorities whose late tickets are explained one by one"),
            kind="codes",
            choices=PRIORITIES,
        ),
        Parameter(name="only_class", words=Words("只看工单类别", "tickets of one class"), kind="one", choices=CLASSES),
    ),
    "speed": (
        Parameter(name="only_class", words=Words("只看工单类别", "tickets of one class"), kind="one", choices=CLASSES),
    ),
    "appendix_breaches": (
        Parameter(name="limit", words=Words("最多列出张数", "most tickets listed"), kind="count", least=10, most=2000),
    ),
}
GENERAL = ("R01", "R02", "R05")
KEPT = frozenset({"targets", "keys", "about", "reasons"})  # set by what ships, or by their own part of the form


def shipped(code: str) -> Mapping[str, Any] | None:
    """Return a block as the first template that ships it does; None where none does."""
    return next((block for _name, blocks in TEMPLATES.values() for block in blocks if block["code"] == code), None)


def allowed_in(template: str) -> tuple[str, ...]:
    """Return the codes of the blocks that a template may hold, those of its own practice first."""
    own = [block["code"] for block in TEMPLATES.get(template, ("", []))[1]]
    general = [block["code"] for code in GENERAL for block in TEMPLATES[code][1]]
    return tuple(dict.fromkeys((*own, *general, "left_out")))


def new_block(code: str) -> dict[str, Any]:
    """Return a block as it is added to a template: as it ships, or bare."""
    found = shipped(code)
    if found is None:
        return {"code": code, "title": code, "covers": [], "parameters": {}}
    return {
        "code": code,
        "title": found["title"],
        "covers": list(found["covers"]),
        "parameters": {} if code == "left_out" else dict(found["parameters"]),
    }


def read_blocks(given: object, *, template: str) -> list[dict[str, Any]]:
    """Return the blocks of a template version after checking each against the catalogue.

    Raises: BlocksUnreadable, naming the block and what is wrong.
    """
    if not isinstance(given, list) or not given:
        raise _wrong("blocks", Words("至少一个章节", "at least one block"))
    read = [_read(block, number, template) for number, block in enumerate(given, start=1)]
    codes = [block["code"] for block in read]
    twice = next((code for code in codes if codes.count(code) > 1), "")
    if twice:
        raise _wrong(twice, Words("章节只能出现一次", "a block stands once"))
    if codes[0] != FIRST:
        raise _wrong(codes[0], Words("摘要必须在最前", "the summary stands first"))
    if read[0].get("internal"):
        raise _wrong(FIRST, Words("摘要不能只给内部", "the summary is in every edition"))
    return read


def _read(block: object, number: int, template: str) -> dict[str, Any]:
    if not isinstance(block, dict) or block.get("code") not in BLOCKS:
        code = block.get("code", "") if isinstance(block, dict) else ""
        raise _wrong(f"{number} {code}".strip(), Words("目录中没有这个章节", "the catalogue has no such block"))
    code, title = str(block["code"]), str(block.get("title", "")).strip()
    if code not in allowed_in(template):
        raise _wrong(code, Words("这类模板取不到它要的数据", "templates of this kind do not take the data it needs"))
    if not title or len(title) > LONGEST_TITLE:
        raise _wrong(code, Words(f"标题 1—{LONGEST_TITLE} 字", f"a title of 1 to {LONGEST_TITLE} characters"))
    covers = [str(letter) for letter in block.get("covers", ())]
    if not set(covers) <= set(LETTERS):
        raise _wrong(code, Words("覆盖项只能是 a–f", "it covers a to f only"))
    read = {"code": code, "title": title, "covers": covers, "parameters": _parameters(code, block)}
    return read | ({"internal": True} if block.get("internal") else {})


def _parameters(code: str, block: Mapping[str, Any]) -> dict[str, Any]:
    given, read = dict(block.get("parameters") or {}), dict[str, Any]()
    known = {parameter.name: parameter for parameter in PARAMETERS.get(code, ())}
    for name, value in given.items():
        if name in known:
            if value not in ("", [], None):
                read[name] = _value(code, known[name], value)
        elif name in KEPT:
            read[name] = value
        else:
            raise _wrong(code, Words(f"没有参数 {name}", f"no parameter {name}"))
    reasons = read.get("reasons", {})
    if not isinstance(reasons, dict) or not set(reasons) <= set(LETTERS):
        raise _wrong(code, Words("不含的内容按 a–f 写原因", "reasons are given by the letters a to f"))
    return read


def _value(code: str, parameter: Parameter, value: object) -> object:
    if parameter.kind == "count":
        text = str(value)
        if not text.isdecimal() or not parameter.least <= int(text) <= parameter.most:
            bounds = f"{parameter.least}—{parameter.most}"
            raise _wrong(code, Words(f"{parameter.words.zh} {bounds}", f"{parameter.words.en} {bounds}"))
        return int(text)
    chosen: Sequence[object] = value if isinstance(value, list | tuple) else [value]
    if not set(chosen) <= set(parameter.choices):
        raise _wrong(code, Words(f"{parameter.words.zh}不在范围内", f"{parameter.words.en}: not among the choices"))
    return list(chosen) if parameter.kind == "codes" else chosen[0]


def _wrong(where: str, why: Words) -> BlocksUnreadable:
    return BlocksUnreadable(where=where, why=why)
