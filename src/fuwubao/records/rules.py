"""Guards of the room: when a batch may be undone (design section 6)."""

from __future__ import annotations

from collections.abc import Callable

from fuwubao.accounts.models import User
from fuwubao.records.errors import BatchAlreadyUndone, BatchInUse
from fuwubao.records.models import Batch

# Rooms above that freeze figures add a function here when they start: batch number → figures that rest on it.
FIGURES_RESTING_ON: list[Callable[[str], int]] = []


def figures_resting_on(number: str) -> int:
    """Return how many frozen figures rest on the batch, over all rooms that count them."""
    return sum(count(number) for count in FIGURES_RESTING_ON)


def refuse_unless_undoable(batch: Batch, *, actor: User, reason: str, approved_by: str) -> None:
    """Refuse a second undoing; a used batch needs a reason and an approver who is not the actor.

    Raises: BatchAlreadyUndone, BatchInUse.
    """
    if batch.undone_at is not None:
        raise BatchAlreadyUndone(batch=batch.number, at=batch.undone_at.isoformat(timespec="minutes"))
    count = figures_resting_on(batch.number)
    if not count:
        return
    approver = User.objects.filter(login=approved_by, is_active=True).exclude(pk=actor.pk).first()
    if approver is None or not reason.strip():
        raise BatchInUse(batch=batch.number, count=count)
