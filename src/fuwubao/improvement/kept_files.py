"""Evidence files: not empty, not too large, kept under their own hash."""

from __future__ import annotations

from fuwubao.accounts import kept_bytes
from fuwubao.domain.words import Words
from fuwubao.improvement.errors import EvidenceUnusable

FOLDER = "evidence"
MOST_BYTES = 20_000_000


def keep(content: bytes, *, name: str) -> str:
    """Store bytes and return their hash; written whole or not at all. Raises: EvidenceUnusable."""
    if not content or len(content) > MOST_BYTES:
        reason = Words("文件为空", "it is empty") if not content else Words("超过 20 MB", "it exceeds 20 MB")
        raise EvidenceUnusable(name=name, reason=reason, where=name, why=reason)
    return kept_bytes.keep(content, folder=FOLDER)


def read(digest: str, *, name: str) -> bytes:
    """Return kept bytes after checking their hash. Raises: EvidenceUnusable when they were changed or are gone."""
    content = kept_bytes.read(digest, folder=FOLDER)
    if content is None:
        reason = Words("内容与登记时的散列值不符", "its bytes do not have the recorded hash")
        raise EvidenceUnusable(name=name, reason=reason, where=name, why=reason)
    return content
