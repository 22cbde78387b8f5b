"""``report verify``: a file told by its hash, and the firm's PAdES signature (design 5, M14)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from fuwubao.reports import files, pdf_signing
from fuwubao.reports.actions.copies import issue_copy
from fuwubao.reports.actions.drafting import correct_report
from fuwubao.reports.actions.publishing import publish_report
from fuwubao.reports.actions.review import approve_report, review_report, submit_report
from fuwubao.reports.models import ReportFile
from fuwubao.reports.queries.verifying import verified
from fuwubao.reports.review_errors import SignerMissing
from tests.reports.world import DRAFT, NOW, Cast, World, all_holds


def certificate(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a firm's own certificate and set it up."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    kept = serialization.BestAvailableEncryption(b"open sesame")
    (folder / f"{name}.p12").write_bytes(pkcs12.serialize_key_and_certificates(b"firm", key, made, None, kept))
    (folder / "word").write_text("open sesame\n", encoding="utf-8")
    monkeypatch.setenv("FUWUBAO_SIGN_CERTIFICATE", str(folder / f"{name}.p12"))
    monkeypatch.setenv("FUWUBAO_SIGN_PASSWORD_FILE", str(folder / "word"))


def approved_pdf() -> bytes:
    kept = ReportFile.objects.get(file_format="pdf", report__number=DRAFT)
    return files.read(kept.sha256, name=kept.name)


def test_the_approved_bytes_tell_report_version_and_state_without_a_signature(world: World, cast: Cast) -> None:
    """M14: the hash decides."""
    world.approved()
    found = verified(approved_pdf(), reader=cast.manager)
    assert found.holds
    assert found.known is not None
    assert (found.known.number, found.known.version, found.known.state) == (DRAFT, "A/0", "approved")
    assert found.known.approved_by == "李经理"


def test_a_file_of_which_one_byte_was_changed_is_none_of_ours(world: World, cast: Cast) -> None:
    world.approved()
    changed = bytearray(approved_pdf())
    changed[len(changed) // 2] ^= 1
    found = verified(bytes(changed), reader=cast.manager)
    assert (found.holds, found.known) == (False, None)


def test_an_old_version_says_which_one_is_newer(world: World, cast: Cast) -> None:
    world.approved()
    old = approved_pdf()
    publish_report(number=DRAFT, actor=cast.manager, now=NOW)
    newer = correct_report(number=DRAFT, reason="时长录错", actor=cast.author, now=NOW)
    world.written(newer.number)
    submit_report(number=newer.number, actor=cast.author, now=NOW)
    review_report(number=newer.number, judgement=all_holds(), actor=cast.reviewer, now=NOW)
    approve_report(number=newer.number, remark="", actor=cast.manager, now=NOW)
    publish_report(number=newer.number, actor=cast.manager, now=NOW)
    known = verified(old, reader=cast.manager).known
    assert known is not None
    assert (known.state, known.newer) == ("superseded", newer.number)


def test_a_controlled_copy_is_told_with_its_number_and_holder(world: World, cast: Cast) -> None:
    """S1.1."""
    world.approved()
    copy = issue_copy(number=DRAFT, holder="王慎", department="质量部", actor=cast.manager, now=NOW)
    known = verified(files.read(copy.sha256, name=copy.number), reader=cast.manager).known
    assert known is not None
    assert (known.part, known.name) == ("copy", f"{copy.number} 王慎")


def test_a_customer_is_told_of_published_files_of_the_own_firm_alone(world: World, cast: Cast) -> None:
    world.approved()
    content = approved_pdf()
    assert verified(content, reader=cast.customer).known is None
    publish_report(number=DRAFT, actor=cast.manager, now=NOW)
    assert verified(content, reader=cast.customer).known is not None
    assert verified(content, reader=cast.stranger).known is None


def test_with_a_certificate_the_approved_pdf_is_signed_and_the_hash_covers_the_signature(
    world: World, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PAdES by the firm's own certificate; the kept bytes are the signed ones."""
    certificate(tmp_path, "云澜", monkeypatch)
    world.approved()
    found = verified(approved_pdf(), reader=cast.manager)
    (signature,) = found.signatures
    assert signature.holds
    assert "云澜" in signature.signer
    assert found.known is not None

    changed = bytearray(approved_pdf())
    changed[changed.find(b"stream") + 60] ^= 1
    broken = verified(bytes(changed), reader=cast.manager)
    assert not broken.holds
    assert not any(one.intact for one in broken.signatures)


def test_a_signature_by_another_certificate_is_intact_but_not_trusted(
    world: World, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate(tmp_path, "别家", monkeypatch)
    world.approved()
    signed = approved_pdf()
    certificate(tmp_path, "云澜", monkeypatch)
    (signature,) = pdf_signing.signatures_of(signed)
    assert (signature.intact, signature.trusted, signature.holds) == (True, False, False)


def test_a_certificate_that_cannot_be_read_stops_the_approval_in_words(
    world: World, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never an unsigned file where signed ones are promised."""
    world.reviewed()
    monkeypatch.setenv("FUWUBAO_SIGN_CERTIFICATE", str(tmp_path / "none.p12"))
    with pytest.raises(SignerMissing):
        approve_report(number=DRAFT, remark="", actor=cast.manager, now=NOW)
    assert not ReportFile.objects.exists()
