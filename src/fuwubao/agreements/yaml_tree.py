"""A YAML text as a tree that knows where each value stands: file, line and key path.

Only maps, lists and texts exist: every scalar is read as it is written, so that ``2026-10-01``, ``on`` or
``20:00`` never change their meaning by YAML's own rules. Nothing is constructed from tags.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import yaml

from fuwubao.agreements.errors import (
    AgreementFault,
    FileUnreadable,
    KeyMissing,
    KeyTwice,
    KeyUnknown,
    ListWanted,
    MapWanted,
    TextWanted,
    ValueMissing,
)
from fuwubao.domain.foreign_words import yaml_words
from fuwubao.domain.words import Words

MOST_CHARACTERS = 2_000_000
MOST_VALUES = 200_000  # an agreement has thousands; aliases could unfold a small text into billions

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C reader is ten times faster where it exists


@dataclass(frozen=True, slots=True)
class Value:
    """One value of the file with its place; exactly one of ``text``, ``items``, ``entries`` is there."""

    file: str
    line: int
    key: str
    text: str | None = None
    items: tuple[Value, ...] | None = None
    entries: Mapping[str, Value] | None = None
    empty: bool = False

    @property
    def shape(self) -> str:
        """``map``, ``list`` or ``text``."""
        return "map" if self.entries is not None else "list" if self.items is not None else "text"

    def fault(self, kind: type[AgreementFault], **facts: object) -> AgreementFault:
        """Make a fault at this place; the caller raises it."""
        return kind(file=self.file, line=self.line, key=self.key, where=f"{self.file}:{self.line} {self.key}", **facts)

    def as_text(self) -> str:
        """Return the scalar without outer blanks. Raises TextWanted, ValueMissing."""
        if self.text is None:
            raise self._shape_fault(TextWanted)
        if self.empty or not self.text.strip():
            raise self.fault(ValueMissing)
        return self.text.strip()

    def as_list(self) -> tuple[Value, ...]:
        """Return the items of a list. Raises ListWanted, ValueMissing."""
        if self.items is None:
            raise self._shape_fault(ListWanted)
        return self.items

    def as_map(self) -> Mapping[str, Value]:
        """Return the entries of a map with free keys. Raises MapWanted, ValueMissing."""
        if self.entries is None:
            raise self._shape_fault(MapWanted)
        return self.entries

    def fields(self, known: Sequence[str], required: Sequence[str] = ()) -> Mapping[str, Value]:
        """Return the entries of a map with a closed list of keys. Raises KeyUnknown, KeyMissing, MapWanted."""
        entries = self.as_map()
        for name, value in entries.items():
            if name not in known:
                nearest = (get_close_matches(name, known, n=1, cutoff=0.0) or [known[0]])[0]
                raise value.fault(KeyUnknown, name=name, nearest=nearest, known=", ".join(known))
        for name in required:
            if name not in entries:
                raise self.fault(KeyMissing, name=name)
        return entries

    def _shape_fault(self, wanted: type[AgreementFault]) -> AgreementFault:
        return self.fault(ValueMissing if self.empty else wanted)


class Findings:
    """Faults gathered over one reading, so that a person sees all of them at once."""

    def __init__(self) -> None:
        self.faults: list[AgreementFault] = []

    def gathering(self) -> Findings:
        """Return the context that keeps a fault raised inside and goes on after the block; it may be nested."""
        return self

    def __enter__(self) -> None:
        """Begin a block."""

    def __exit__(self, kind: object, fault: BaseException | None, trace: object) -> bool:
        """Keep an agreement's fault; let everything else travel up."""
        if not isinstance(fault, AgreementFault):
            return False
        self.faults.append(fault)
        return True

    def raise_if_any(self) -> None:
        """Raise the first fault by line; the rest travel in its ``others``."""
        if self.faults:
            first, *others = sorted(self.faults, key=lambda fault: int(str(fault.facts["line"])))
            first.others = tuple(others)
            raise first


def parse(text: str, *, file: str) -> Value:
    """Read one YAML document whose top is a map. Raises FileUnreadable, KeyTwice."""
    if len(text) > MOST_CHARACTERS:
        raise _unreadable(file, 1, Words(f"超过 {MOST_CHARACTERS} 字", f"more than {MOST_CHARACTERS} characters"))
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        problem = getattr(fault, "problem", None) or str(fault).splitlines()[0]
        raise _unreadable(file, mark.line + 1 if mark else 1, yaml_words(str(problem))) from fault
    if root is None:
        raise _unreadable(file, 1, Words("文件是空的", "the file is empty"))
    if not isinstance(root, yaml.MappingNode):
        raise _unreadable(file, 1, Words("最外层应为“键: 值”", "keys and values were expected at the top"))
    return _Reader(file).value(root, "", root.start_mark.line + 1)


def _unreadable(file: str, line: int, problem: Words) -> FileUnreadable:
    return FileUnreadable(file=file, line=line, key="", where=f"{file}:{line}", problem=problem)


class _Reader:
    """Walks the composed nodes once, counting what aliases unfold."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.count = 0
        self.open: set[int] = set()

    def value(self, node: yaml.Node, key: str, line: int) -> Value:
        """Turn a node into a value; an alias that contains itself is refused."""
        self.count += 1
        if self.count > MOST_VALUES or id(node) in self.open:
            raise _unreadable(self.file, line, Words("别名展开没有尽头", "aliases unfold without end"))
        if isinstance(node, yaml.ScalarNode):
            empty = node.tag.endswith(":null") and not node.style  # plain: the two readers say None or an empty text
            return Value(self.file, line, key, text=node.value, empty=empty)
        self.open.add(id(node))
        try:
            if isinstance(node, yaml.SequenceNode):
                items = (self.value(n, f"{key}[{i}]", n.start_mark.line + 1) for i, n in enumerate(node.value))
                return Value(self.file, line, key, items=tuple(items))
            return Value(self.file, line, key, entries=self._entries(node, key))
        finally:
            self.open.discard(id(node))

    def _entries(self, node: yaml.Node, key: str) -> dict[str, Value]:
        entries: dict[str, Value] = {}
        for name_node, value_node in node.value:
            line = name_node.start_mark.line + 1
            if not isinstance(name_node, yaml.ScalarNode):
                raise _unreadable(self.file, line, Words("键必须是文字", "a key must be a text"))
            name = name_node.value
            path = f"{key}.{name}" if key else name
            value = self.value(value_node, path, line)
            if name in entries:
                raise value.fault(KeyTwice, name=name, first=entries[name].line)
            entries[name] = value
        return entries
