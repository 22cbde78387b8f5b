"""What the store already knows, as far as checks ask for it."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRecords:
    """``keys``: identities of events in the store. First instants by ticket key, from logs and from ticket rows.

    ``logged`` and ``stamped`` have columns ticket (lower-case id) and first (epoch seconds).
    """

    keys: pa.Array | None = None
    logged: pa.Table | None = None
    stamped: pa.Table | None = None
