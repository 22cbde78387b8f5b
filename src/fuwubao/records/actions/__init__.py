"""Writes of the room: load and undo batches, mend and replay quarantine, values by hand, saved mappings."""

from __future__ import annotations

from fuwubao.records.actions.load import Loaded, load_file
from fuwubao.records.actions.manual import enter_manual_value
from fuwubao.records.actions.mappings import save_mapping
from fuwubao.records.actions.mend import drop_row, mend_row, replay_quarantine
from fuwubao.records.actions.undo import undo_batch

__all__ = [
    "Loaded",
    "drop_row",
    "enter_manual_value",
    "load_file",
    "mend_row",
    "replay_quarantine",
    "save_mapping",
    "undo_batch",
]
