"""Mail by SMTP: the server's settings, one session, and what the server said of each recipient.

The standard library's client, step by step, since the moment before the letter's content goes out matters: until
then a letter that was broken off has surely not been accepted, after it nobody knows (docs/decisions/0061).
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from fuwubao.accounts.errors import MailServerSilent, MailSettingWrong, MailUnset
from fuwubao.accounts.workspace import setting

PORTS = {"none": 25, "starttls": 587, "tls": 465}
MODES = ("one", "bcc")


class Outcome(StrEnum):
    """What a server said: accepted, to be tried again (4xx), refused for good (5xx)."""

    ACCEPTED = "accepted"
    LATER = "later"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A server's answer for one recipient, with its own words."""

    outcome: Outcome
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where letters are handed in, by ``FUWUBAO_SMTP_*``; ``mode`` is one (a letter each) or bcc (one for all)."""

    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str
    mode: str
    authority: str
    timeout: float

    @property
    def place(self) -> str:
        """Host and port, for messages."""
        return f"{self.host}:{self.port}"


def mail_server() -> MailServer:
    """Return the settings. Raises: MailUnset without a host, MailSettingWrong for one that cannot be meant."""
    host = setting("SMTP_HOST")
    if not host:
        raise MailUnset()
    security = _one_of("SMTP_SECURITY", "starttls", tuple(PORTS))
    sender = setting("SMTP_FROM")
    if "@" not in sender:
        raise MailSettingWrong(name="FUWUBAO_SMTP_FROM", value=sender, where="FUWUBAO_SMTP_FROM", why=sender)
    port = _number("SMTP_PORT", PORTS[security])
    return MailServer(
        host=host,
        port=port,
        security=security,
        user=setting("SMTP_USER"),
        password=setting("SMTP_PASSWORD"),
        sender=sender,
        mode=_one_of("SMTP_MODE", "one", MODES),
        authority=setting("SMTP_CA"),
        timeout=float(_number("SMTP_TIMEOUT", 30)),
    )


def _one_of(name: str, default: str, choices: tuple[str, ...]) -> str:
    value = setting(name, default)
    if value not in choices:
        named = f"FUWUBAO_{name}"
        raise MailSettingWrong(name=named, value=value, where=named, why=", ".join(choices))
    return value


def _number(name: str, default: int) -> int:
    value = setting(name, str(default))
    if not value.isdigit() or not 0 < int(value) < 65_536:
        named = f"FUWUBAO_{name}"
        raise MailSettingWrong(name=named, value=value, where=named, why="1–65535")
    return int(value)


class Session:
    """An open connection that letters are handed in through."""

    def __init__(self, connected: smtplib.SMTP) -> None:
        self._connected = connected

    def hand_in(
        self, letter: bytes, *, sender: str, recipients: Sequence[str], before_content: Callable[[list[str]], None]
    ) -> dict[str, Answer]:
        """Hand in one letter; return what the server said of each address.

        ``before_content`` is called with the addresses that the server took, right before the content goes out.
        Raises: smtplib.SMTPException or OSError when the connection breaks.
        """
        answers: dict[str, Answer] = {}
        code, words = self._connected.mail(sender)
        if code != 250:
            self._connected.rset()
            return dict.fromkeys(recipients, _answer(code, words))
        for address in recipients:
            code, words = self._connected.rcpt(address)
            answers[address] = _answer(code, words)
        taken = [address for address in recipients if answers[address].outcome is Outcome.ACCEPTED]
        if not taken:
            self._connected.rset()
            return answers
        before_content(taken)
        try:
            code, words = self._connected.data(letter)
        except smtplib.SMTPDataError as refusal:
            code, words = refusal.smtp_code, _as_bytes(refusal.smtp_error)
        answers.update(dict.fromkeys(taken, _answer(code, words)))
        return answers


def _answer(code: int, words: bytes) -> Answer:
    outcome = Outcome.ACCEPTED if 200 <= code < 300 else Outcome.LATER if 400 <= code < 500 else Outcome.REFUSED
    return Answer(outcome=outcome, words=f"{code} {words.decode('utf-8', 'replace')}"[:300])


def _as_bytes(words: bytes | str) -> bytes:
    return words if isinstance(words, bytes) else words.encode()


@contextmanager
def session(server: MailServer) -> Iterator[Session]:
    """Connect, go over to TLS, log in; leave politely. Raises: MailServerSilent when any of it fails."""
    try:
        connected = _connected(server)
    except (OSError, smtplib.SMTPException) as fault:
        raise MailServerSilent(what=server.place, why=_why(fault)) from fault
    try:
        yield Session(connected)
    finally:
        try:
            connected.quit()
        except (OSError, smtplib.SMTPException):
            connected.close()


def _connected(server: MailServer) -> smtplib.SMTP:
    trust = _trust(server)
    connected: smtplib.SMTP
    if server.security == "tls":
        connected = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=trust)
    else:
        connected = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
    try:
        if server.security == "starttls":
            connected.starttls(context=trust)
        connected.ehlo_or_helo_if_needed()
        if server.user:
            connected.login(server.user, server.password)
    except BaseException:
        connected.close()
        raise
    return connected


def _trust(server: MailServer) -> ssl.SSLContext:
    """The machine's authorities, and the firm's own where ``FUWUBAO_SMTP_CA`` names a file."""
    context = ssl.create_default_context()
    if server.authority:
        context.load_verify_locations(str(Path(server.authority)))
    return context


def _why(fault: Exception) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"{fault.smtp_code} {_as_bytes(fault.smtp_error).decode('utf-8', 'replace')}"
    return str(fault) or type(fault).__name__
