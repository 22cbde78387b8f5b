"""The paper of an appointment (任命文件): checked by its first bytes, kept under its own hash (S1.8, S2.14)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from fuwubao.accounts import kept_bytes
from fuwubao.accounts.errors import AppointmentFileUnfit

FOLDER = "appointments"
LARGEST = 20 * 1024 * 1024
KINDS: dict[str, tuple[bytes, str]] = {
    "pdf": (b"%PDF-", "application/pdf"),
    "png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    "jpg": (b"\xff\xd8\xff", "image/jpeg"),
    "jpeg": (b"\xff\xd8\xff", "image/jpeg"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A file as it was handed in: its name and its bytes."""

    name: str
    content: bytes


def keep(paper: Paper) -> tuple[str, str]:
    """Check and keep a paper; return its plain name and its hash. Raises: AppointmentFileUnfit."""
    name = PurePath(paper.name.replace("\\", "/")).name[-160:]
    begins, _media = KINDS.get(extension_of(name), (b"", ""))
    if not begins or not paper.content.startswith(begins) or len(paper.content) > LARGEST:
        raise AppointmentFileUnfit(name=name, where="file", why=name)
    return name, kept_bytes.keep(paper.content, folder=FOLDER)


def read(digest: str, *, name: str) -> bytes:
    """Return a kept paper after checking its hash. Raises: AppointmentFileUnfit when it was changed or is gone."""
    content = kept_bytes.read(digest, folder=FOLDER)
    if content is None:
        raise AppointmentFileUnfit(name=name, where="file", why=name)
    return content


def extension_of(name: str) -> str:
    """Return the extension of a file name, in small letters without its dot."""
    return PurePath(name).suffix.lstrip(".").lower()
