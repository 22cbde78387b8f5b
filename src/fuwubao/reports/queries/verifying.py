"""Which report, version and state some bytes are, told from their hash alone (M14, S1.1)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from fuwubao.accounts.models import User
from fuwubao.domain.lifecycles import REPORT
from fuwubao.reports import pdf_signing
from fuwubao.reports.models import ControlledCopy, Report, ReportFile, SignedScan
from fuwubao.reports.models.report import signed_as
from fuwubao.reports.queries.reports import visible_reports
from fuwubao.ui.language import said


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownBytes:
    """What a file is here: ``part`` is master (母本), copy (受控副本) or scan (签章扫描件)."""

    part: str
    name: str
    number: str
    version: str
    title: str
    state: str
    state_words: str
    approved_by: str
    approved_at: datetime | None
    newer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A file's hash, what it is here if anything, and the signatures in it."""

    sha256: str
    size: int
    known: KnownBytes | None
    signatures: tuple[pdf_signing.SignatureFound, ...]

    @property
    def holds(self) -> bool:
        """Tell whether the file is ours byte for byte, or signed whole by a certificate that the house trusts."""
        signed = bool(self.signatures) and all(one.holds for one in self.signatures)
        broken = bool(self.signatures) and not all(one.intact for one in self.signatures)
        return not broken and (self.known is not None or signed)

    def to_json(self) -> dict[str, object]:
        """Return the answer as ``report verify --json`` prints it."""
        known = self.known
        return {
            "sha256": self.sha256,
            "size": self.size,
            "holds": self.holds,
            "known": None
            if known is None
            else {
                "part": known.part,
                "name": known.name,
                "report": known.number,
                "version": known.version,
                "state": known.state,
                "approved_by": known.approved_by,
                "approved_at": known.approved_at.isoformat() if known.approved_at else None,
                "newer": known.newer or None,
            },
            "signatures": [
                {
                    "signer": one.signer,
                    "at": one.at.isoformat() if one.at else None,
                    "intact": one.intact,
                    "whole_file": one.whole_file,
                    "trusted": one.trusted,
                }
                for one in self.signatures
            ],
        }


def verified(content: bytes, *, reader: User) -> Verified:
    """Tell what bytes are, within the reader's reach. Raises: SignerMissing for a signed PDF without pyHanko."""
    digest = hashlib.sha256(content).hexdigest()
    return Verified(
        sha256=digest,
        size=len(content),
        known=_known(digest, reader),
        signatures=pdf_signing.signatures_of(content),
    )


def _known(digest: str, reader: User) -> KnownBytes | None:
    within = visible_reports(reader)
    kept = ReportFile.objects.filter(sha256=digest, report__in=within).order_by("pk").first()
    if kept is not None:
        return _told(kept.report, "master", kept.name)
    copy = ControlledCopy.objects.filter(sha256=digest, report__in=within).order_by("pk").first()
    if copy is not None:
        return _told(copy.report, "copy", f"{copy.number} {copy.holder}")
    scan = SignedScan.objects.filter(sha256=digest, report__in=within).order_by("pk").first()
    return _told(scan.report, "scan", scan.name) if scan is not None else None


def _told(report: Report, part: str, name: str) -> KnownBytes:
    newer = Report.objects.filter(previous_version=report).first()
    approver = signed_as(report.approved_by, report.approved_for) if report.approved_by else ""
    return KnownBytes(
        part=part,
        name=name,
        number=report.number,
        version=report.version,
        title=report.row.name,
        state=report.state,
        state_words=said(REPORT.states[report.state]),
        approved_by=approver,
        approved_at=report.approved_at,
        newer=newer.number if newer is not None and newer.published_at else "",
    )
