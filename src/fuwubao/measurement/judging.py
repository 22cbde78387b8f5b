"""Judge the tables of the record store: two verdict rows a ticket, and its transitions for backlog and reopening."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fuwubao.domain.terms import AgreementTerms
from fuwubao.domain.tickets import EventKind
from fuwubao.domain.zones import second_of
from fuwubao.engine.columns import instants, text_column
from fuwubao.engine.history import history_table, transitions_of
from fuwubao.engine.kernel import judge_batch, known
from fuwubao.engine.measures.evidence import VERDICTS, epoch_seconds
from fuwubao.engine.measures.neighbours import with_neighbours
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
    existing = tickets.take(pa.array(present))
    transitions = with_neighbours(_plain(history_table(existing, told)))
    return _plain(verdicts), _with_lines(transitions, existing, events, second_of(as_of))


def counted_verdicts(table: pa.Table, terms: Sequence[AgreementTerms]) -> pa.Table:
    """Bring verdicts into the columns that measures count; instants become epoch seconds.

    Under an agreement that counts by resolution (M5), the stop takes the place of the decision, and a clock
    that has not stopped is not counted yet.
    """
    columns = {name: table[name] for name in VERDICTS.names if name in table.column_names}
    columns["target"] = table["target_row"]
    for name in ("decided_at", "stopped_at", "opened_at"):
        columns[name] = epoch_seconds(table[name])
    late = pa.array(sorted({t.code for t in terms if t.attainment_cohort == "resolved_in"}), pa.string())
    if len(late):
        by_stop = pc.fill_null(pc.is_in(table["agreement"], value_set=late), False)
        pairs = {
            "decided_at": "stopped_at",
            "service_at_decision": "service_at_stop",
            "priority_at_decision": "priority_at_stop",
        }
        for name, stopped in pairs.items():
            columns[name] = pc.if_else(by_stop, columns[stopped], columns[name])
    return pa.table({name: columns[name] for name in VERDICTS.names}).cast(VERDICTS)


def _with_lines(transitions: pa.Table, tickets: pa.Table, events: pa.Table, cut: int) -> pa.Table:
    """Append each ticket's support line (null where none is recorded) and whether it was escalated by the cut."""
    place = pc.index_in(_keys(transitions, "ticket"), value_set=_keys(tickets, "id"))
    raised = pc.equal(text_column(events, "event"), EventKind.ESCALATED.value)
    if len(events):
        raised = pc.and_(raised, pc.less_equal(events["at"], instants(np.array([cut]))[0]))
    escalated = _keys(events.filter(raised), "ticket_id").unique()
    line = pc.cast(text_column(tickets, "line"), pa.string())
    line = pc.if_else(pc.equal(line, ""), pa.scalar(None, pa.string()), line)
    return transitions.append_column("line", line.take(place)).append_column(
        "escalated", pc.is_in(_keys(transitions, "ticket"), value_set=escalated)
    )


def _keys(table: pa.Table, name: str) -> pa.ChunkedArray:
    """Return source and number of each row's ticket as one text: numbers are unique within a source only."""
    source, number = (pc.cast(text_column(table, one), pa.string()) for one in ("source", name))
    return pc.binary_join_element_wise(pc.fill_null(source, ""), number, "\x1f").combine_chunks()


def _plain(table: pa.Table) -> pa.Table:
    """Return the table with its dictionary columns written out, so that columns compare and join freely."""
    fields = [field.with_type(pa.string()) if pa.types.is_dictionary(field.type) else field for field in table.schema]
    return table.cast(pa.schema(fields))
