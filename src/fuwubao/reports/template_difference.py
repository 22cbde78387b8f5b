"""What one version of a template says otherwise than another: blocks added, taken away, moved, changed (F05)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from fuwubao.domain.words import Words

Content = Mapping[str, Any]
WHAT = {
    "added": Words("增加章节", "block added"),
    "removed": Words("删去章节", "block taken away"),
    "moved": Words("调整顺序", "block moved"),
    "title": Words("标题", "title"),
    "covers": Words("覆盖项", "contents covered"),
    "parameters": Words("参数", "parameters"),
    "internal": Words("客户版", "customer's edition"),
    "name": Words("模板名称", "name of the template"),
    "profiles": Words("覆盖口径", "coverage profiles"),
    "word_name": Words("Word 模板", "Word template"),
    "prefix": Words("编号前缀", "prefix of the number"),
    "source_process": Words("来源流程", "source process"),
    "template": Words("报告模板", "report template"),
    "frequency": Words("频次", "frequency"),
    "purpose": Words("目的", "purpose"),
    "audience": Words("受众", "audience"),
}
LEFT_OUT, SHOWN = "不含", "含"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One difference: what (a key of WHAT), where (a block's title, empty of the whole), before and after in words."""

    what: str
    where: str
    before: str
    after: str

    @property
    def words(self) -> Words:
        """What kind of difference it is."""
        return WHAT[self.what]

    def to_json(self) -> dict[str, str]:
        """Return the line as commands print it."""
        return {"what": self.what, "where": self.where, "before": self.before, "after": self.after}


def differences(before: Content, after: Content) -> tuple[Line, ...]:
    """Return what ``after`` says otherwise: first of the whole, then block by block in the new order."""
    whole = [
        Line(what=key, where="", before=_words(before.get(key)), after=_words(after.get(key)))
        for key in WHAT
        if key in {*before, *after} and _words(before.get(key)) != _words(after.get(key))
    ]
    return (*whole, *_blocks(before.get("blocks", ()), after.get("blocks", ())))


def _blocks(before: Sequence[Content], after: Sequence[Content]) -> Iterator[Line]:
    old, new = {block["code"]: block for block in before}, {block["code"]: block for block in after}
    place = {code: str(number) for number, code in enumerate(old, start=1)}
    moved = _moved([code for code in old if code in new], [code for code in new if code in old])
    for number, (code, block) in enumerate(new.items(), start=1):
        if code not in old:
            yield Line(what="added", where=block["title"], before="", after=block["title"])
            continue
        if code in moved:
            yield Line(what="moved", where=block["title"], before=place[code], after=str(number))
        yield from _fields(old[code], block)
    for code, block in old.items():
        if code not in new:
            yield Line(what="removed", where=block["title"], before=block["title"], after="")


def _moved(before: list[str], after: list[str]) -> frozenset[str]:
    """Return the few blocks that were moved; those that were only pushed along by them stand still."""
    still = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return frozenset(before) - {code for run in still for code in before[run.a : run.a + run.size]}


def _fields(old: Content, new: Content) -> Iterator[Line]:
    for key in ("title", "covers", "parameters"):
        was, now = _words(old.get(key)), _words(new.get(key))
        if was != now:
            yield Line(what=key, where=new["title"], before=was, after=now)
    if bool(old.get("internal")) != bool(new.get("internal")):
        shown = {True: LEFT_OUT, False: SHOWN}
        yield Line(
            what="internal",
            where=new["title"],
            before=shown[bool(old.get("internal"))],
            after=shown[bool(new.get("internal"))],
        )


def _words(value: object) -> str:
    if isinstance(value, list | tuple):
        return "、".join(str(one) for one in value)
    if isinstance(value, dict):
        return "；".join(f"{key} = {_plain(one)}" for key, one in value.items())
    return "" if value is None else str(value)


def _plain(value: object) -> str:
    return (
        "、".join(map(str, value))
        if isinstance(value, list)
        else (json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value))
    )
