"""SMTP: settings that cannot be meant are refused, TLS is asked for and checked, the server's words come back."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from fuwubao.accounts.errors import MailServerSilent, MailSettingWrong, MailUnset
from fuwubao.accounts.mail import Outcome, mail_server, session
from tests.reports.post_office import PostOffice, free_port


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for this machine that nobody but the test trusts, with its key beside it."""
    made = tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", str(tmp_path / "key.pem"), "-out", str(made), "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    return made


@pytest.fixture
def office() -> PostOffice:
    """What the server took."""
    return PostOffice()


@pytest.fixture
def secure(certificate: Path, office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> Iterator[Controller]:
    """A server that takes nothing before STARTTLS, named by the settings."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    port = free_port()
    controller = Controller(office, hostname="127.0.0.1", port=port, tls_context=context, require_starttls=True)
    controller.start()
    named(monkeypatch, HOST="127.0.0.1", PORT=str(port), FROM="sla@firm.cn", TIMEOUT="10")
    yield controller
    controller.stop()


def named(monkeypatch: pytest.MonkeyPatch, **settings: str) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(f"FUWUBAO_SMTP_{name}", value)


def test_a_letter_goes_over_tls_to_a_server_that_the_firm_trusts(
    secure: Controller, office: PostOffice, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named(monkeypatch, CA=str(certificate))
    before: list[list[str]] = []

    with session(mail_server()) as line:
        answers = line.hand_in(
            b"Subject: x\r\n\r\ny\r\n", sender="sla@firm.cn", recipients=["a@hd.cn"], before_content=before.append
        )

    assert answers["a@hd.cn"].outcome is Outcome.ACCEPTED
    assert before == [["a@hd.cn"]]
    assert office.count() == {"a@hd.cn": 1}


def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(secure: Controller, office: PostOffice) -> None:
    with pytest.raises(MailServerSilent, match="certificate"), session(mail_server()):
        pass
    assert office.letters == []


def test_a_server_without_tls_gets_nothing_when_tls_is_asked_for(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    controller = Controller(office, hostname="127.0.0.1", port=free_port())
    controller.start()
    named(monkeypatch, HOST="127.0.0.1", PORT=str(controller.port), FROM="sla@firm.cn")
    try:
        with pytest.raises(MailServerSilent, match="STARTTLS"), session(mail_server()):
            pass
    finally:
        controller.stop()


@pytest.mark.parametrize(
    ("name", "value"),
    [("SECURITY", "ssl"), ("MODE", "all"), ("PORT", "99999"), ("PORT", "smtp"), ("FROM", "firm"), ("TIMEOUT", "0")],
)
def test_a_setting_that_cannot_be_meant_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    named(monkeypatch, HOST="mail.firm.cn", FROM="sla@firm.cn")
    named(monkeypatch, **{name: value})
    with pytest.raises(MailSettingWrong, match=f"FUWUBAO_SMTP_{name}"):
        mail_server()


def test_without_a_host_there_is_no_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FUWUBAO_SMTP_HOST", raising=False)
    with pytest.raises(MailUnset):
        mail_server()
