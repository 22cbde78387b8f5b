"""Judged tables kept as Parquet files under ``cache/verdicts``, and which of them may go.

A name covers all that a verdict depends on: instant, rows, agreement terms and the form of the tables. A file can be
deleted at any time. The clean-up never takes what a frozen figure set asks for under the agreements of now: that is
what a recount and the list of told reports read.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

import pyarrow as pa

from fuwubao.accounts.workspace import home_folder
from fuwubao.agreements.fingerprints import terms_digest
from fuwubao.domain.terms import AgreementTerms
from fuwubao.domain.zones import instant_of, second_of
from fuwubao.engine.table_cache import Limits, TableCache
from fuwubao.measurement.models import FigureSet
from fuwubao.records.errors import SnapshotMissing
from fuwubao.records.queries import record_store

FORMAT = "4"  # of the kept tables; a new one leaves the old files aside
LIMITS = Limits(unused_days=7, bytes=2 * 1024**3)


class Part(StrEnum):
    """The tables that one judging gives."""

    VERDICTS = "verdicts"
    TRANSITIONS = "transitions"


def kept_tables(
    as_of: datetime, *, snapshot: str, terms: Sequence[AgreementTerms], parts: Sequence[Part]
) -> tuple[pa.Table, ...] | None:
    """Return the asked tables if all are kept. Raises: SnapshotMissing."""
    name, cache = _name(as_of, snapshot, terms), _cache()
    found = []
    for part in parts:
        table = cache.read(f"{name}-{part}")
        if table is None:
            return None
        found.append(table)
    return tuple(found)


def keep_tables(
    tables: Mapping[Part, pa.Table], *, as_of: datetime, snapshot: str, terms: Sequence[AgreementTerms]
) -> None:
    """Keep the tables of one judging, and clean up when the folder has grown past ``LIMITS``."""
    name, cache = _name(as_of, snapshot, terms), _cache()
    for part, table in tables.items():
        cache.write(f"{name}-{part}", table)
    now = time.time()  # the age of files, nothing that a figure rests on
    if cache.exceeds(LIMITS, at=now):
        cache.clean(LIMITS, at=now, needed={name, *names_of_frozen_sets(terms)})


def names_of_frozen_sets(terms: Sequence[AgreementTerms]) -> frozenset[str]:
    """Return the beginnings of the file names that frozen sets need; a set whose snapshot is gone needs none."""
    names = set()
    for as_of, snapshot in FigureSet.objects.order_by("as_of", "snapshot").values_list("as_of", "snapshot").distinct():
        try:
            names.add(_name(as_of, snapshot, terms))
        except SnapshotMissing:
            continue
    return frozenset(names)


def _cache() -> TableCache:
    return TableCache(home_folder() / "cache" / "verdicts")


def _name(as_of: datetime, snapshot: str, terms: Sequence[AgreementTerms]) -> str:
    rows = record_store().fingerprint(snapshot)
    facts = [FORMAT, instant_of(second_of(as_of)).isoformat(), rows, sorted(terms_digest(one) for one in terms)]
    return hashlib.sha256(json.dumps(facts).encode("utf-8")).hexdigest()[:32]
