"""Where this firm's data lives and how it is reached: environment first, then ``fuwubao.toml``, then defaults.

Knows no Django, so that settings can read it.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit


def home_folder() -> Path:
    """Return the folder that holds all data of this workspace (``FUWUBAO_HOME``, default ``./var``)."""
    return Path(os.environ.get("FUWUBAO_HOME") or "var").absolute()


def _file_settings(path: Path) -> dict[str, str]:
    return _settings_in(path) if path.is_file() else {}


@cache
def _settings_in(path: Path) -> dict[str, str]:
    return {key.upper(): str(value) for key, value in tomllib.loads(path.read_text(encoding="utf-8")).items()}


def setting(name: str, default: str = "") -> str:
    """Return ``FUWUBAO_<name>`` from the environment, else ``name`` from ``fuwubao.toml``, else ``default``."""
    found = os.environ.get(f"FUWUBAO_{name}")
    if found is not None:
        return found
    for folder in (home_folder(), Path.cwd()):
        values = _file_settings(folder / "fuwubao.toml")
        if name in values:
            return values[name]
    return default


def time_zone() -> str:
    """Return the workspace's zone, used where no agreement says another (M1)."""
    return setting("TIME_ZONE", "Asia/Shanghai")


def secret_key() -> str:
    """Return the signing key of this workspace; made at random, mode 0600, at the first call."""
    given = setting("SECRET_KEY")
    if given:
        return given
    path = home_folder() / "secret.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
                handle.write(secrets.token_urlsafe(64))
        except FileExistsError:  # another process made it between the two lines
            pass
    return path.read_text(encoding="ascii").strip()


def database() -> dict[str, object]:
    """Return Django's description of the database: ``FUWUBAO_DATABASE_URL`` (postgresql://…) or SQLite."""
    url = setting("DATABASE_URL")
    if url:
        parts = urlsplit(url)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or "") or parse_qs(parts.query).get("host", [""])[0],
            "PORT": str(parts.port or ""),
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(home_folder() / "fuwubao.sqlite3"),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }
