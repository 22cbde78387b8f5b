"""A file comes in by page: kept, its mapping suggested and settled, checked without writing records, loaded."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from django.db import transaction

from fuwubao.accounts import audit
from fuwubao.accounts.models import Job, User
from fuwubao.accounts.workspace import home_folder
from fuwubao.domain.records import RecordKind
from fuwubao.records.actions import steps
from fuwubao.records.actions.load import Loaded, load_file
from fuwubao.records.errors import FileRefused, UploadMissing, UploadTooLarge
from fuwubao.records.examination import examine
from fuwubao.records.findings import findings_of, refusal_of
from fuwubao.records.mapping import kind_called, mapping_of
from fuwubao.records.models import UploadedFile
from fuwubao.records.plan import likeness
from fuwubao.records.progress import Tell, silent
from fuwubao.records.queries import record_store, saved_mapping
from fuwubao.records.reading.choices import GUESSED, Reading, reading_of
from fuwubao.records.reading.sheets import sheet_names
from fuwubao.records.suggestion import Suggested, suggest_mapping

MOST_BYTES = 1024**3


def keep_upload(
    *,
    chunks: Iterable[bytes],
    name: str,
    kind: str,
    source: str,
    timezone: str,
    saved: str = "",
    reading: Reading = GUESSED,
    actor: User,
    now: datetime,
) -> UploadedFile:
    """Keep a file under its SHA-256 and suggest a mapping, or take the saved one of that name.

    Raises: KindUnknown, UploadTooLarge, ReadingUnfit, leaves of FileRefused.
    """
    schema = kind_called(kind)
    path, sha256, size = _kept(chunks, name)
    tree = saved_mapping(saved) if saved else None
    suggested = suggest_mapping(path, schema, name=name, reading=reading)
    return _noted(
        UploadedFile(
            sha256=sha256,
            name=name[:255],
            size=size,
            kind=schema.code,
            source=source or "default",
            timezone=timezone,
            mapping=tree or suggested.tree,
            scores=_scores(schema, suggested.tree["columns"]),
            samples=suggested.samples,
            reading=reading.tree,
            found=_found(path, name, suggested),
            uploaded_by=actor,
            uploaded_at=now,
        )
    )


def reread_upload(*, number: int, reading: Reading, actor: User, now: datetime) -> UploadedFile:
    """Read the file in another way and suggest a mapping for the columns that it then has.

    Raises: UploadMissing, ReadingUnfit, leaves of FileRefused; then all stays as it was.
    """
    upload = upload_waiting(number)
    schema, path = kind_called(upload.kind), path_of(upload.sha256)
    suggested = suggest_mapping(path, schema, name=upload.name, reading=reading)
    return _read_anew(upload, reading, suggested, _found(path, upload.name, suggested), actor=actor, now=now)


@transaction.atomic(durable=True)
def _read_anew(
    upload: UploadedFile,
    reading: Reading,
    suggested: Suggested,
    found: dict[str, object],
    *,
    actor: User,
    now: datetime,
) -> UploadedFile:
    before = upload.reading
    upload.reading, upload.found, upload.findings = reading.tree, found, None
    upload.mapping, upload.samples = suggested.tree, suggested.samples
    upload.scores = _scores(kind_called(upload.kind), suggested.tree["columns"])
    upload.save(update_fields=["reading", "found", "findings", "mapping", "samples", "scores"])
    audit.record("records.reread_upload", subject=upload, actor=actor, at=now, before=before, after=upload.reading)
    return upload


@transaction.atomic(durable=True)
def settle_mapping(
    *, number: int, mapping: Mapping[str, object], timezone: str, actor: User, now: datetime
) -> UploadedFile:
    """Put another mapping and zone in place; what a dry run found before holds no more.

    Raises: UploadMissing, MappingUnreadable.
    """
    upload = _waiting(number)
    mapping_of(dict(mapping), file=upload.name)
    before = upload.mapping
    upload.mapping, upload.timezone, upload.findings, upload.scores = dict(mapping), timezone, None, {}
    upload.save(update_fields=["mapping", "timezone", "findings", "scores"])
    audit.record("records.settle_mapping", subject=upload, actor=actor, at=now, before=before, after=upload.mapping)
    return upload


def check_upload(*, number: int, now: datetime, tell: Tell = silent) -> UploadedFile:
    """预检: check every row against the rules and the store, write no record, keep what was found.

    Raises: UploadMissing.
    """
    upload = upload_waiting(number)
    store = record_store()
    try:
        examined = examine(
            path_of(upload.sha256),
            upload.kind,
            now=now,
            timezone=upload.timezone,
            mapping=mapping_of(upload.mapping, file=upload.name),
            source=upload.source,
            known=lambda code, origin: steps.known_records(store, code, origin),
            name=upload.name,
            reading=reading_of(upload.reading),
            tell=tell,
        )
        found = findings_of(examined)
    except FileRefused as refusal:
        found = refusal_of(refusal)
    upload.findings = found
    upload.save(update_fields=["findings"])
    return upload


def load_upload(*, number: int, actor: User, now: datetime, tell: Tell = silent) -> Loaded:
    """Load the file under its settled mapping as one batch. Raises: UploadMissing and as ``load_file``."""
    upload = upload_waiting(number)
    loaded = load_file(
        path=path_of(upload.sha256),
        kind=upload.kind,
        actor=actor,
        now=now,
        mapping=mapping_of(upload.mapping, file=upload.name),
        source=upload.source,
        timezone=upload.timezone,
        name=upload.name,
        reading=reading_of(upload.reading),
        tell=tell,
    )
    upload.batch = loaded.batch
    upload.save(update_fields=["batch"])
    return loaded


@transaction.atomic(durable=True)
def note_job(*, number: int, job: Job) -> None:
    """Write down which job checks or loads an upload, so that its page shows how far it is."""
    UploadedFile.objects.filter(pk=number).update(job=job)


def path_of(sha256: str) -> Path:
    """Return where an uploaded file lies."""
    return home_folder() / "uploads" / sha256


def upload_waiting(number: int) -> UploadedFile:
    """Return an upload that is not loaded. Raises: UploadMissing."""
    found = UploadedFile.objects.filter(pk=number, batch=None).first()
    if found is None or not path_of(found.sha256).is_file():
        raise UploadMissing(number=number)
    return found


@transaction.atomic(durable=True)
def _noted(upload: UploadedFile) -> UploadedFile:
    upload.save()
    facts = {"file": upload.name, "sha256": upload.sha256, "size": upload.size}
    audit.record("records.keep_upload", subject=upload, actor=upload.uploaded_by, at=upload.uploaded_at, after=facts)
    return upload


def _waiting(number: int) -> UploadedFile:
    found = UploadedFile.objects.select_for_update().filter(pk=number, batch=None).first()
    if found is None:
        raise UploadMissing(number=number)
    return found


def _kept(chunks: Iterable[bytes], name: str) -> tuple[Path, str, int]:
    """Write beside while hashing, then rename, so that a file under its hash is always whole."""
    folder = home_folder() / "uploads"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, beside = tempfile.mkstemp(dir=folder, suffix=".part")
    digest, size = hashlib.sha256(), 0
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > MOST_BYTES:
                    raise UploadTooLarge(file=name, size=size // 1024**2, limit=MOST_BYTES // 1024**2, where=name)
                digest.update(chunk)
                file.write(chunk)
        path = path_of(digest.hexdigest())
        os.replace(beside, path)
    finally:
        Path(beside).unlink(missing_ok=True)
    return path, digest.hexdigest(), size


def _found(path: Path, name: str, suggested: Suggested) -> dict[str, object]:
    """Return how the file was read, with the names of its sheets."""
    facts = suggested.facts
    told = {"encoding": facts.encoding, "delimiter": facts.delimiter, "header_row": facts.header_row}
    return {"form": facts.form, **told, "sheet": facts.sheet, "sheets": list(sheet_names(path, name))}


def _scores(kind: RecordKind, columns: object) -> dict[str, int]:
    """Return how alike (0 to 100) each suggested file column's name is to the record column's known names."""
    scores = {}
    for name, rule in columns.items() if isinstance(columns, dict) else ():
        header = rule if isinstance(rule, str) else str(rule["from"])
        scores[header] = round(100 * likeness(kind.column(name), header))
    return scores
