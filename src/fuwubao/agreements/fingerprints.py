"""One hash for what an agreement promises, whatever its YAML's order, comments or spacing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from fuwubao.domain.terms import AgreementTerms

LATER = frozenset({"stages"})  # fields that came after the first hashes: they count where they are used


def terms_digest(terms: AgreementTerms) -> str:
    """Return SHA-256 over the canonical JSON of the terms, resolved holidays and make-up days included."""
    return _digest(_Same(terms))


class _Same:
    """Terms as a key: equal to themselves alone, since they hold mappings and cannot be hashed; they never change."""

    def __init__(self, terms: AgreementTerms) -> None:
        self.terms = terms

    def __hash__(self) -> int:
        return id(self.terms)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.terms is other.terms


@lru_cache(maxsize=1024)
def _digest(same: _Same) -> str:
    text = json.dumps(_plain(same.terms), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _plain(value: object) -> object:
    """Turn a value of the terms into JSON's own kinds; sets are sorted, fractions and dates are texts."""
    if is_dataclass(value) and not isinstance(value, type):
        told = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {name: plain for name, plain in told.items() if plain or name not in LATER}
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(str(item) for item in value)
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, (Fraction, date)):
        return str(value)
    return value
