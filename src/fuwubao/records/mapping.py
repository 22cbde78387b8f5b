"""Mappings: which column of a file is which column of a record kind, and in which words (design section 7)."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field

import yaml

from fuwubao.domain.records import KINDS, RecordKind
from fuwubao.domain.words import Words
from fuwubao.records.cells.times import layout_of
from fuwubao.records.errors import KindUnknown, MappingUnreadable

_KEYS = {"kind", "source", "timezone", "nulls", "columns", "events", "ignore", "rows"}
_COLUMN_KEYS = {"from", "format", "values", "template", "constant"}
_EVENT_KEYS = {"state", "at", "values", "priority", "service", "actor"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRule:
    """Where one record column comes from: a file column, a template over file columns, or a constant."""

    source: str | None = None
    formats: tuple[str, ...] = ()
    values: Dict[str, str] = field(default_factory=dict)
    template: str | None = None
    constant: str | None = None

    @property
    def reads(self) -> tuple[str, ...]:
        """Names of the file columns that the rule reads."""
        if self.template is not None:
            return template_names(self.template)
        return (self.source,) if self.source else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRule:
    """How a log with one row a change is read: ``values`` map the tool's states to ``state`` or ``state/reason``."""

    state: str
    at: str
    formats: tuple[str, ...] = ()
    values: Dict[str, str] = field(default_factory=dict)
    actor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """What a mapping file says. ``columns`` with None: not imported. ``ignore``: file columns left out silently.

    ``rows`` keeps only the rows whose file column holds one of the values.
    """

    kind: str
    source: str = ""
    timezone: str = ""
    nulls: tuple[str, ...] = ()
    columns: Dict[str, ColumnRule | None] = field(default_factory=dict)
    events: EventRule | None = None
    ignore: tuple[str, ...] = ()
    rows: Dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def reads(self) -> tuple[str, ...]:
        """Names of all file columns that the mapping reads."""
        names = [name for rule in self.columns.values() if rule for name in rule.reads]
        if self.events:
            names += [name for name in (self.events.state, self.events.at, self.events.actor) if name]
        return tuple(dict.fromkeys([*names, *self.rows]))


def kind_called(code: str) -> RecordKind:
    """Return the record kind. Raises: KindUnknown."""
    kind = KINDS.get(code.strip().lower().replace("-", "_").replace(" ", "_"))
    if kind is None:
        raise KindUnknown(kind=code, known="、".join(KINDS), where="--kind", why=code)
    return kind


def template_names(template: str) -> tuple[str, ...]:
    """Return the file columns named in braces."""
    pieces = template.split("{")[1:]
    return tuple(piece.split("}")[0] for piece in pieces if "}" in piece)


def read_mapping(text: str, *, file: str, kind: str = "ticket") -> Mapping:
    """Read a mapping from YAML; ``kind`` holds where it names none. Raises: MappingUnreadable, KindUnknown."""
    try:
        tree = yaml.safe_load(text)
    except yaml.YAMLError as damage:
        mark = getattr(damage, "problem_mark", None)
        place = f"{file}:{mark.line + 1}" if mark else file
        raise _unreadable(place, "不是有效的 YAML", "not valid YAML") from damage
    return mapping_of(tree, file=file, kind=kind)


def mapping_of(tree: object, *, file: str, kind: str = "ticket") -> Mapping:
    """Build a mapping from its plain tree, as YAML and saved mappings hold it. Raises as :func:`read_mapping`."""
    if not isinstance(tree, dict):
        raise _unreadable(file, "应为“键: 值”", "should be keys and values")
    _refuse_unknown(tree, _KEYS, file)
    meant = kind_called(str(tree.get("kind") or kind))
    columns: dict[str, ColumnRule | None] = {}
    for name, said in _dict(tree.get("columns"), f"{file} columns").items():
        if name not in {column.name for column in meant.columns}:
            raise _unreadable(f"{file} columns.{name}", f"“{meant.zh}”没有这个字段", f"{meant.en} has no such column")
        columns[name] = _column_rule(said, f"{file} columns.{name}")
    return Mapping(
        kind=meant.code,
        source=str(tree.get("source") or ""),
        timezone=str(tree.get("timezone") or ""),
        nulls=_texts(tree.get("nulls")),
        columns=columns,
        events=_event_rule(tree["events"], f"{file} events") if tree.get("events") else None,
        ignore=_texts(tree.get("ignore")),
        rows={name: _texts(kept) for name, kept in _dict(tree.get("rows"), f"{file} rows").items()},
    )


def tree_of(mapping: Mapping) -> dict[str, object]:
    """Return the plain tree of a mapping, as YAML shows it and saved mappings keep it."""
    tree: dict[str, object] = {"kind": mapping.kind}
    if mapping.source:
        tree["source"] = mapping.source
    if mapping.timezone:
        tree["timezone"] = mapping.timezone
    if mapping.nulls:
        tree["nulls"] = list(mapping.nulls)
    tree["columns"] = {name: _rule_tree(rule) for name, rule in mapping.columns.items()}
    if mapping.events:
        rule = mapping.events
        events: dict[str, object] = {"state": rule.state, "at": rule.at, "values": dict(rule.values)}
        if rule.formats:
            events["format"] = list(rule.formats)
        if rule.actor:
            events["actor"] = rule.actor
        tree["events"] = events
    if mapping.ignore:
        tree["ignore"] = list(mapping.ignore)
    if mapping.rows:
        tree["rows"] = {name: list(kept) for name, kept in mapping.rows.items()}
    return tree


def _rule_tree(rule: ColumnRule | None) -> object:
    if rule is None:
        return None
    tree: dict[str, object] = {}
    if rule.source is not None:
        tree["from"] = rule.source
    if rule.template is not None:
        tree["template"] = rule.template
    if rule.constant is not None:
        tree["constant"] = rule.constant
    if rule.formats:
        tree["format"] = rule.formats[0] if len(rule.formats) == 1 else list(rule.formats)
    if rule.values:
        tree["values"] = dict(rule.values)
    return tree


def _column_rule(said: object, where: str) -> ColumnRule | None:
    if said is None or said is False:
        return None
    if isinstance(said, str):
        return ColumnRule(source=said)
    tree = _dict(said, where)
    _refuse_unknown(tree, _COLUMN_KEYS, where)
    if sum(key in tree for key in ("from", "template", "constant")) != 1:
        raise _unreadable(
            where, "应恰好写 from、template、constant 之一", "say exactly one of from, template, constant"
        )
    empty = [key for key in ("from", "template", "constant") if key in tree and tree[key] is None]
    if empty:
        raise _unreadable(f"{where}.{empty[0]}", "没有写值", "has no value")
    return ColumnRule(
        source=str(tree["from"]) if "from" in tree else None,
        formats=_formats(tree.get("format"), where),
        values=_values(tree.get("values"), where),
        template=str(tree["template"]) if "template" in tree else None,
        constant=str(tree["constant"]) if "constant" in tree else None,
    )


def _event_rule(said: object, where: str) -> EventRule:
    tree = _dict(said, where)
    _refuse_unknown(tree, _EVENT_KEYS | {"format"}, where)
    for key in ("state", "at"):
        if key not in tree:
            raise _unreadable(where, f"缺少 {key}", f"{key} is missing")
    return EventRule(
        state=str(tree["state"]),
        at=str(tree["at"]),
        formats=_formats(tree.get("format"), where),
        values=_values(tree.get("values"), where),
        actor=str(tree["actor"]) if tree.get("actor") else None,
    )


def _values(said: object, where: str) -> dict[str, str]:
    """Read a map of words; a word without a value is read as blank."""
    return {word: "" if stored is None else str(stored) for word, stored in _dict(said, where).items()}


def _formats(said: object, where: str) -> tuple[str, ...]:
    formats = _texts(said)
    for pattern in formats:
        try:
            layout_of(pattern)
        except ValueError as unknown:
            raise _unreadable(
                where, f"时间格式中有未知的 {unknown}", f"unknown {unknown} in a time format"
            ) from unknown
    return formats


def _texts(said: object) -> tuple[str, ...]:
    if said is None:
        return ()
    return tuple(str(one) for one in said) if isinstance(said, list | tuple) else (str(said),)


def _dict(said: object, where: str) -> dict[str, object]:
    if said is None:
        return {}
    if not isinstance(said, dict):
        raise _unreadable(where, "应为“键: 值”", "should be keys and values")
    return {str(key): value for key, value in said.items()}


def _refuse_unknown(tree: Dict[str, object], known: set[str], where: str) -> None:
    unknown = sorted(str(key) for key in tree if key not in known)
    if unknown:
        names = "、".join(unknown)
        raise _unreadable(where, f"未知的键 {names}", f"unknown keys {', '.join(unknown)}")


def _unreadable(where: str, zh: str, en: str) -> MappingUnreadable:
    return MappingUnreadable(where=where, why=Words(zh, en))
