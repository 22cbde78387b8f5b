"""Writes of the room: load and undo batches, mend and replay quarantine, values by hand, saved mappings."""

from __future__ import annotations

from fuwubao.records.actions.forgetting import forget_uploads
from fuwubao.records.actions.load import Loaded, load_file
from fuwubao.records.actions.manual import enter_manual_value, propose_manual_value, verify_manual_value
from fuwubao.records.actions.mappings import save_mapping
from fuwubao.records.actions.mend import drop_row, mend_row, replay_quarantine
from fuwubao.records.actions.undo import undo_batch
from fuwubao.records.actions.uploads import (
    check_upload,
    keep_upload,
    load_upload,
    note_job,
    reread_upload,
    settle_mapping,
)

__all__ = [
    "Loaded",
    "check_upload",
    "drop_row",
    "enter_manual_value",
    "forget_uploads",
    "keep_upload",
    "load_file",
    "load_upload",
    "mend_row",
    "note_job",
    "propose_manual_value",
    "replay_quarantine",
    "reread_upload",
    "save_mapping",
    "settle_mapping",
    "undo_batch",
    "verify_manual_value",
]
