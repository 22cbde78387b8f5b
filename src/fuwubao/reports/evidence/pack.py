"""Put the pack together: gather every part, list the hashes, write the index, close the zip."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from fuwubao.accounts import audit, permissions
from fuwubao.accounts.models import User
from fuwubao.agreements.queries import terms_for
from fuwubao.reports import files as kept_files
from fuwubao.reports.actions.building import document_of
from fuwubao.reports.errors import EvidenceNotYet
from fuwubao.reports.evidence import check
from fuwubao.reports.evidence.chain import chain_files
from fuwubao.reports.evidence.index import index_page
from fuwubao.reports.evidence.numbers import Files, json_bytes, number_files
from fuwubao.reports.evidence.sources import agreement_files, source_files
from fuwubao.reports.evidence.story import story_files
from fuwubao.reports.models import Report
from fuwubao.reports.queries.material import customers_of
from fuwubao.reports.queries.reports import APPROVED_STATES, report_numbered

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """The bytes of a pack, with what it holds."""

    content: bytes
    sha256: str
    files: int
    figures: int


@transaction.atomic(durable=True)
def take_evidence(*, number: str, actor: User, now: datetime) -> Pack:
    """Return the evidence pack of an approved report; taking it is an act of its own in the chain.

    Source: S1.20, S1.41, domain (h). Raises: NotAllowed, ReportNotFound, EvidenceNotYet, FileDamaged.
    """
    permissions.refuse_unless_may(actor, "reports.take_evidence", now=now)
    report = report_numbered(number, reader=actor)
    if report.state not in APPROVED_STATES:
        raise EvidenceNotYet(number=number)
    audit.record("reports.take_evidence", subject=report, actor=actor, at=now)
    files, figures = gathered(report, reader=actor, now=now)
    content = zipped(files)
    digest = hashlib.sha256(content).hexdigest()
    return Pack(content=content, sha256=digest, files=len(files) + 1, figures=figures)


def gathered(report: Report, *, reader: User, now: datetime) -> tuple[Files, int]:
    """Return every file of the pack but the manifest, and how many figures it tells."""
    figures = document_of(report)[1]
    customers = customers_of(report.row)
    terms = [each for customer in customers for each in terms_for(customer)]
    files: Files = {
        **story_files(report, reader=reader, now=now),
        **number_files(report, figures),
        **source_files(report.snapshot, customers, terms),
        **agreement_files(terms),
        **chain_files(report),
        "check.py": Path(check.__file__).read_bytes(),
    }
    for kept in report.files.all():
        files[f"report/{kept.name}"] = kept_files.read(kept.sha256, name=kept.name)
    files["index.html"] = index_page(report, files, made_at=now)
    return files, len(figures)


def zipped(files: Files) -> bytes:
    """Write the files with their manifest as a zip; the same files give the same bytes."""
    hashes = {path: hashlib.sha256(content).hexdigest() for path, content in sorted(files.items())}
    told = {**files, "manifest.json": json_bytes({"files": hashes})}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as pack:
        for path, data in sorted(told.items()):
            entry = zipfile.ZipInfo(path, ZIP_EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            pack.writestr(entry, data)
    return content.getvalue()
