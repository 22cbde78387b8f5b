"""母本: the approved bytes, kept under their own hash so that nothing can be overwritten (design 5, M14)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from django.utils.http import content_disposition_header

from fuwubao.accounts import kept_bytes
from fuwubao.accounts.workspace import home_folder
from fuwubao.domain.numbering import file_name
from fuwubao.render import docx, html, pdf, xlsx
from fuwubao.render import tree as t
from fuwubao.render.cover_code import checked
from fuwubao.reports.errors import FileDamaged
from fuwubao.reports.models import Report

FOLDER = "documents"
FORMATS = ("pdf", "docx", "xlsx", "html")
MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """Bytes that were written, by format, with their hash."""

    file_format: str
    sha256: str
    size: int


def name_of(report: Report, file_format: str) -> str:
    """Return the file's name: number, title, extension."""
    return file_name(report.number, report.row.name, file_format)


def written(document: t.Document, file_format: str, *, word_sha256: str = "") -> bytes:
    """Write a document in one format; Word takes the template's own file, else the firm's when there is one."""
    if file_format == "docx":
        return docx.write(document, template=_word_template(word_sha256))
    writers = {"pdf": pdf.write, "xlsx": xlsx.write, "html": html.write}
    return writers[file_format](document)


def _word_template(word_sha256: str) -> bytes | None:
    if word_sha256:
        return read(word_sha256, name="template.docx")
    path = word_template_path()
    return path.read_bytes() if path.exists() else None


def word_template_path() -> Path:
    """Return where a firm puts its own Word template: header, styles and cover of every report."""
    return home_folder() / "report-template.docx"


def signed(document: t.Document, signatures: tuple[t.Signature, ...]) -> t.Document:
    """Return the frozen tree with its signatures and the check of its cover's code, as the approved state."""
    return checked(replace(document, meta=replace(document.meta, state=t.State.APPROVED, signatures=signatures)))


def keep(content: bytes, file_format: str) -> KeptFile:
    """Store bytes under their SHA-256; the same bytes twice are one file. Written whole or not at all."""
    digest = kept_bytes.keep(content, folder=FOLDER)
    return KeptFile(file_format=file_format, sha256=digest, size=len(content))


def read(digest: str, *, name: str) -> bytes:
    """Return kept bytes after checking their hash. Raises: FileDamaged, also when they are gone."""
    content = kept_bytes.read(digest, folder=FOLDER)
    if content is None:
        raise FileDamaged(name=name)
    return content


def disposition(name: str) -> str:
    """Return the header by which a browser saves a file under its own name."""
    return content_disposition_header(True, name) or "attachment"


def path_of(digest: str) -> Path:
    """Return where bytes of that hash lie."""
    return kept_bytes.path_of(digest, folder=FOLDER)
