"""Proof files and scans: checked by their first bytes, kept under their SHA-256 beside the 母本."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from fuwubao.domain.numbering import NOT_IN_FILE_NAMES
from fuwubao.reports import files
from fuwubao.reports.distribution_errors import FileUnfit

LARGEST = 20 * 1024 * 1024
# a file is what its first bytes say, not what its name says
FIRST_BYTES: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "eml": (),
}
MEDIA = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "docx": files.MEDIA["docx"],
    "xlsx": files.MEDIA["xlsx"],
    "eml": "message/rfc822",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptProof:
    """A file as it is kept: its safe name, hash and size in bytes."""

    name: str
    sha256: str
    size: int


def keep(content: bytes, name: str) -> KeptProof:
    """Check and keep a file. Raises: FileUnfit for an empty or too large one, or one of another kind."""
    safe = NOT_IN_FILE_NAMES.sub("_", PurePath(name.replace("\\", "/")).name).strip(" .")[-160:]
    extension = extension_of(safe)
    if not content:
        raise FileUnfit(name=safe, why="空文件", where="proof")
    if len(content) > LARGEST:
        raise FileUnfit(name=safe, why="超过 20 MB", where="proof")
    if extension not in FIRST_BYTES:
        raise FileUnfit(name=safe, why=f"类型“{extension}”不收", where="proof")
    beginnings = FIRST_BYTES[extension]
    if beginnings and not content.startswith(beginnings):
        raise FileUnfit(name=safe, why="内容与扩展名不符", where="proof")
    kept = files.keep(content, extension)
    return KeptProof(name=safe, sha256=kept.sha256, size=kept.size)


def extension_of(name: str) -> str:
    """Return the extension of a file name, in small letters without its dot."""
    return PurePath(name).suffix.lstrip(".").lower()
