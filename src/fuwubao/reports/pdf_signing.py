"""PDF signature (PAdES) with the firm's own certificate, where one is set up; and what a signed PDF says.

``FUWUBAO_SIGN_CERTIFICATE`` names a PKCS#12 file, ``FUWUBAO_SIGN_PASSWORD_FILE`` the file with its password,
``FUWUBAO_SIGN_TRUST`` a PEM of further authorities. pyHanko comes with the extra ``sign`` and is imported when a
signature is made or read, so that a house without it starts without it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fuwubao.accounts.workspace import setting
from fuwubao.reports.review_errors import SignerMissing

if TYPE_CHECKING:
    from asn1crypto.x509 import Certificate
    from pyhanko.sign.signers import SimpleSigner

FIELD = "Fuwubao"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureFound:
    """One signature of a PDF: whose, when it says, whether the bytes are as signed, whether the signer is ours."""

    signer: str
    at: datetime | None
    intact: bool
    whole_file: bool
    trusted: bool

    @property
    def holds(self) -> bool:
        """Tell whether the file is exactly what was signed, by a certificate that the house trusts."""
        return self.intact and self.whole_file and self.trusted


def is_set_up() -> bool:
    """Tell whether PDFs are to be signed."""
    return bool(setting("SIGN_CERTIFICATE"))


def signed(content: bytes, *, reason: str) -> bytes:
    """Return a PDF with the firm's signature over all of it; unchanged where no certificate is set up.

    Raises: SignerMissing when the certificate cannot be used.
    """
    if not is_set_up():
        return content
    try:
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign import fields, signers
    except ImportError as absent:
        raise SignerMissing(why="pyHanko", what="pyHanko") from absent
    signer = _signer()
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD, reason=reason, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
    )
    out = signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(content)), meta, signer=signer)
    return bytes(out.getvalue())


def signatures_of(content: bytes) -> tuple[SignatureFound, ...]:
    """Return the signatures of a PDF, none for a file without; nothing is fetched from the network.

    Raises: SignerMissing when pyHanko is not installed.
    """
    if not content.startswith(b"%PDF-") or b"/ByteRange" not in content:
        return ()
    try:
        from pyhanko.pdf_utils.misc import PdfError
        from pyhanko.pdf_utils.reader import PdfFileReader
        from pyhanko.sign.validation import validate_pdf_signature
        from pyhanko.sign.validation.errors import SignatureValidationError
        from pyhanko.sign.validation.status import SignatureCoverageLevel
        from pyhanko_certvalidator import ValidationContext
    except ImportError as absent:
        raise SignerMissing(why="pyHanko", what="pyHanko") from absent
    trust = ValidationContext(trust_roots=_trusted(), allow_fetching=False)
    found = []
    try:
        embedded = PdfFileReader(io.BytesIO(content), strict=False).embedded_signatures
        statuses = [validate_pdf_signature(one, signer_validation_context=trust) for one in embedded]
    except (PdfError, SignatureValidationError):
        return (SignatureFound(signer="—", at=None, intact=False, whole_file=False, trusted=False),)
    for status in statuses:
        found.append(
            SignatureFound(
                signer=status.signing_cert.subject.human_friendly,
                at=status.signer_reported_dt,
                intact=bool(status.intact and status.valid),
                whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
                trusted=bool(status.trusted),
            )
        )
    return tuple(found)


def _signer() -> SimpleSigner:
    from pyhanko.sign import signers

    path = Path(setting("SIGN_CERTIFICATE"))
    word = setting("SIGN_PASSWORD_FILE")
    try:
        password = Path(word).read_text(encoding="utf-8").strip().encode("utf-8") if word else None
        signer: SimpleSigner | None = signers.SimpleSigner.load_pkcs12(  # type: ignore[no-untyped-call]  # pyHanko leaves it untyped
            str(path), passphrase=password
        )
    except OSError as absent:
        raise SignerMissing(why=str(absent), what=str(path)) from absent
    if signer is None:
        raise SignerMissing(why=f"{path} 无法读取（口令或格式）", what=str(path))
    return signer


def _trusted() -> list[Certificate]:
    """The firm's own certificate and the authorities that it names."""
    from pyhanko.keys import load_certs_from_pemder

    roots: list[Certificate] = []
    if is_set_up():
        signer = _signer()
        roots.append(signer.signing_cert)
        roots.extend(signer.cert_registry)
    if setting("SIGN_TRUST"):
        named = [setting("SIGN_TRUST")]
        roots.extend(load_certs_from_pemder(named))  # type: ignore[no-untyped-call]  # pyHanko leaves it untyped
    return roots
