"""Two editions of the same report on the same figures: what a customer gets, and what the house reads (S2.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

INTERNAL, CUSTOMER = "internal", "customer"


def edition_of(blocks: Sequence[Mapping[str, Any]], audience: str) -> list[dict[str, Any]]:
    """Return the blocks of an audience's edition: all for the house, without the internal ones for anyone outside."""
    return [dict(block) for block in blocks if audience == INTERNAL or not block.get("internal")]


def has_editions(blocks: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether the two editions differ at all."""
    return any(block.get("internal") for block in blocks)
