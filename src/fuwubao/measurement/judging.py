"""Judge the tables of the record store: two verdict rows a ticket, and its transitions for backlog and reopening."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pyarrow as pa

from fuwubao.domain.terms import AgreementTerms
from fuwubao.domain.zones import second_of
from fuwubao.engine.history import history_table, transitions_of
from fuwubao.engine.kernel import judge_batch, known
from fuwubao.engine.promises import promises


def judge_tables(
    tickets: pa.Table, events: pa.Table, agreements: Sequence[AgreementTerms], as_of: datetime
) -> tuple[pa.Table, pa.Table]:
    """Return the verdict table and the transitions of every ticket that exists by ``as_of``; texts as plain text.

    Raises: as ``engine.kernel.judge_table``.
    """
    history = transitions_of(tickets, events)
    verdicts = judge_batch(tickets, history, promises(agreements), as_of)
    told, present = known(history, second_of(as_of))
    return _plain(verdicts), _plain(history_table(tickets.take(pa.array(present)), told))


def _plain(table: pa.Table) -> pa.Table:
    """Return the table with its dictionary columns written out, so that columns compare and join freely."""
    fields = [field.with_type(pa.string()) if pa.types.is_dictionary(field.type) else field for field in table.schema]
    return table.cast(pa.schema(fields))
