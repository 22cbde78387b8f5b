"""The text of a file that a person hands in: UTF-8, with or without a byte order mark."""

from __future__ import annotations

from pathlib import Path

from fuwubao.agreements.errors import FileUnreadable


def text_of(path: Path) -> str:
    """Return the file's text. Raises FileUnreadable when it is absent or not UTF-8."""
    try:
        return text_of_bytes(path.read_bytes(), file=str(path))
    except OSError as fault:
        raise FileUnreadable(
            file=str(path), line=1, key="", where=str(path), problem=fault.strerror or str(fault)
        ) from fault


def text_of_bytes(content: bytes, *, file: str) -> str:
    """Return the text of an upload. Raises FileUnreadable with the line that is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        raise FileUnreadable(file=file, line=line, key="", where=f"{file}:{line}", problem="not UTF-8") from fault
