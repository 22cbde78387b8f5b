"""Frozen dataclasses to JSON and back without loss; the same value always gives the same bytes.

Fields that equal their default are left out; decimals are text; a member of a union carries its class name
under ``node``; ``Pairs`` become an object. So a stored tree stays readable when a field with a default is added.
"""

from __future__ import annotations

import json
from collections.abc import Hashable
from dataclasses import MISSING, is_dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Union, cast, get_args, get_origin, get_type_hints

from fuwubao.render.errors import DocumentUnreadable

Pairs = tuple[tuple[str, str | None], ...]
Json = dict[str, "Json"] | list["Json"] | str | int | bool | None


def to_bytes(value: Json) -> bytes:
    """Write JSON as UTF-8 with keys in their given order, no spaces and a closing line end."""
    return (
        json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode(errors="surrogatepass")
        + b"\n"
    )


def encode(value: object, hint: object) -> Json:
    """Turn a value of the annotated type into JSON."""
    hint, members = _alternatives(hint)
    if value is None:
        return None
    if hint == Pairs:
        return dict(_pairs(value))
    if is_dataclass(value):
        return _encode_node(value, tagged=sum(is_dataclass(member) for member in members) > 1)
    if isinstance(value, tuple):
        kinds = get_args(hint)
        kinds = (kinds[0],) * len(value) if kinds[-1] is Ellipsis else kinds
        return [encode(item, kind) for item, kind in zip(value, kinds, strict=True)]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, str | bool | int):
        return value
    raise TypeError(f"{type(value).__name__} has no place in a document tree")


def decode(data: object, hint: object, where: str = "") -> object:
    """Rebuild a value of the annotated type. Raises DocumentUnreadable with the path to what does not fit."""
    hint, members = _alternatives(hint)
    if data is None:
        if NoneType in members or hint is NoneType:
            return None
        raise DocumentUnreadable(where=where, why="null")
    if hint == Pairs:
        return tuple((str(key), None if item is None else str(item)) for key, item in _object(data, where).items())
    nodes = [member for member in members if isinstance(member, type) and is_dataclass(member)]
    if nodes:
        return _decode_node(_object(data, where), nodes, where)
    if get_origin(hint) is tuple:
        return _decode_tuple(data, hint, where)
    return _decode_leaf(data, hint, where)


def _pairs(value: object) -> Pairs:
    assert isinstance(value, tuple)
    return value


def _encode_node(value: object, *, tagged: bool) -> Json:
    out: dict[str, Json] = {"node": type(value).__name__} if tagged else {}
    for name, hint, default in _fields(cast(Hashable, type(value))):
        item = getattr(value, name)
        if default is MISSING or item != default:
            out[name] = encode(item, hint)
    return out


def _decode_node(data: dict[str, object], nodes: list[type], where: str) -> object:
    by_name = {node.__name__: node for node in nodes}
    kind = nodes[0] if len(nodes) == 1 else by_name.get(str(data.get("node")))
    if kind is None:
        raise DocumentUnreadable(where=where, why=f"node {data.get('node')!r}")
    given: dict[str, object] = {}
    known = {"node"}
    for name, hint, default in _fields(kind):
        known.add(name)
        if name in data:
            given[name] = decode(data[name], hint, f"{where}/{name}")
        elif default is MISSING:
            raise DocumentUnreadable(where=f"{where}/{name}", why="missing")
    if extra := sorted(data.keys() - known):
        raise DocumentUnreadable(where=where, why=f"unknown {', '.join(extra)}")
    return kind(**given)


def _decode_tuple(data: object, hint: object, where: str) -> tuple[object, ...]:
    if not isinstance(data, list):
        raise DocumentUnreadable(where=where, why="not a list")
    kinds = get_args(hint)
    kinds = (kinds[0],) * len(data) if kinds[-1] is Ellipsis else kinds
    if len(kinds) != len(data):
        raise DocumentUnreadable(where=where, why=f"{len(data)} items, not {len(kinds)}")
    return tuple(decode(item, kind, f"{where}/{i}") for i, (item, kind) in enumerate(zip(data, kinds, strict=True)))


def _decode_leaf(data: object, hint: object, where: str) -> object:
    try:
        if hint is Decimal and isinstance(data, str):
            return Decimal(data)
        if isinstance(hint, type) and issubclass(hint, Enum):
            return hint(data)
    except (ValueError, InvalidOperation) as why:
        raise DocumentUnreadable(where=where, why=str(why)) from why
    if hint in (str, int, bool) and type(data) is hint:
        return data
    raise DocumentUnreadable(where=where, why=f"{data!r}")


def _object(data: object, where: str) -> dict[str, object]:
    if not isinstance(data, dict):
        raise DocumentUnreadable(where=where, why="not an object")
    return data


def _alternatives(hint: object) -> tuple[object, tuple[object, ...]]:
    """Return the type without ``None`` (where one is left) and all members of the union."""
    if get_origin(hint) not in (Union, UnionType):
        return hint, (hint,)
    members = get_args(hint)
    real = [member for member in members if member is not NoneType]
    if len(real) == 1:
        return real[0], (real[0], NoneType) if NoneType in members else (real[0],)
    return hint, members


@cache
def _fields(kind: Hashable) -> tuple[tuple[str, object, object], ...]:
    """Name, type and default of each field of a dataclass."""
    hints = get_type_hints(kind)
    return tuple(
        (name, hints[name], field.default) for name, field in getattr(kind, "__dataclass_fields__", {}).items()
    )
