"""Guards of the room: when a batch may be undone and a saved mapping changed (design section 6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fuwubao.records.errors import BatchAlreadyUndone, BatchInUse, MappingInUse
from fuwubao.records.models import Batch, SavedMapping

# Rooms above that freeze figures add a function here when they start: batch number → the reports that rest on it.
FIGURES_RESTING_ON: list[Callable[[str], tuple[str, ...]]] = []


def figures_resting_on(number: str) -> tuple[str, ...]:
    """Return the reports whose frozen figures rest on the batch, over all rooms that know some."""
    return tuple(name for told in FIGURES_RESTING_ON for name in told(number))


def refuse_if_undone(batch: Batch) -> None:
    """Refuse a second undoing. Raises: BatchAlreadyUndone."""
    if batch.undone_at is not None:
        raise BatchAlreadyUndone(batch=batch.number, at=batch.undone_at.isoformat(timespec="minutes"))


def refuse_if_used(batch: Batch) -> None:
    """Refuse to undo a batch that told figures rest on, other than by an approved request. Raises: BatchInUse."""
    reports = figures_resting_on(batch.number)
    if reports:
        raise BatchInUse(batch=batch.number, count=len(reports), reports="、".join(reports[:5]))


def refuse_if_mapping_used(saved: SavedMapping | None, tree: Mapping[str, object]) -> None:
    """Refuse other words for a value map that loaded batches were read with. Raises: MappingInUse."""
    if saved is None or value_maps(saved.tree) == value_maps(tree):
        return
    used = batches_read_with(saved)
    if used:
        raise MappingInUse(mapping=saved.name, batches="、".join(used[:5]), count=len(used))


def batches_read_with(saved: SavedMapping) -> tuple[str, ...]:
    """Return the batches that count and were read with the value maps of a saved mapping, newest first."""
    words = value_maps(saved.tree)
    found = Batch.objects.filter(kind=saved.kind, undone_at=None, mapping__isnull=False).order_by("-order")
    if saved.source:
        found = found.filter(source=saved.source)
    return tuple(batch.number for batch in found if batch.mapping and value_maps(batch.mapping) == words)


def value_maps(tree: Mapping[str, object]) -> dict[str, dict[str, str]]:
    """Return the words of a mapping by column; those of its events under ``events``. Columns without are left out."""
    told = tree.get("columns")
    rules = dict(told) if isinstance(told, dict) else {}
    rules["events"] = tree.get("events")
    found = {}
    for name, rule in rules.items():
        values = rule.get("values") if isinstance(rule, dict) else None
        if isinstance(values, dict) and values:
            found[str(name)] = {str(word): str(stored) for word, stored in values.items()}
    return found
