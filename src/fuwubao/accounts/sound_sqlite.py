"""Put the bundled SQLite in the place of an old one before Django loads it.

SQLite before 3.51.3 can lose a WAL checkpoint when two processes race; Debian 12 ships 3.40.1.
"""

from __future__ import annotations

import sqlite3
import sys


def use_sound_sqlite() -> None:
    """Replace ``sqlite3`` by ``pysqlite3`` where the standard library's SQLite is older than 3.51.3."""
    if sqlite3.sqlite_version_info >= (3, 51, 3):
        return
    try:
        import pysqlite3
    except ImportError:
        return  # `fuwubao doctor` says so and how to mend it
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
