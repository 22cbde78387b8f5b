"""Files that came in and were never loaded do not stay for ever."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction

from fuwubao.accounts import audit
from fuwubao.accounts.models import User
from fuwubao.accounts.workspace import home_folder
from fuwubao.records.models import UploadedFile

KEPT_FOR = timedelta(days=30)
logger = logging.getLogger("fuwubao.records")


def forget_uploads(*, actor: User, now: datetime) -> int:
    """Delete uploads that nobody loaded within ``KEPT_FOR``, each with a line in the audit chain; return how many.

    A file that a loaded upload or a younger one shares stays. Broken-off pieces of that age go, too.
    """
    forgotten = _unlisted(actor=actor, now=now)
    folder = home_folder() / "uploads"
    still = set(UploadedFile.objects.values_list("sha256", flat=True))
    oldest = (now - KEPT_FOR).timestamp()
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name in forgotten - still or (path.suffix == ".part" and path.stat().st_mtime < oldest):
            path.unlink(missing_ok=True)
            logger.info("upload %s was never loaded and is deleted", path.name)
    return len(forgotten)


@transaction.atomic(durable=True)
def _unlisted(*, actor: User, now: datetime) -> set[str]:
    old = UploadedFile.objects.select_for_update().filter(batch=None, uploaded_at__lt=now - KEPT_FOR)
    hashes = set()
    for upload in old.order_by("pk"):
        facts = {"file": upload.name, "sha256": upload.sha256, "uploaded_at": upload.uploaded_at.isoformat()}
        audit.record("records.forget_upload", subject=upload, actor=actor, at=now, before=facts)
        hashes.add(upload.sha256)
        upload.delete()
    return hashes
