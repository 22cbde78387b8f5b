"""A real mail server on this machine: it keeps what it took, and refuses, delays or breaks as it is told."""

from __future__ import annotations

import asyncio
import email
import hashlib
import socket
import threading
from collections import Counter
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class PostOffice:
    """Letters by recipient; ``refused`` addresses get 550, ``later`` ones 451; ``seconds`` a letter takes."""

    refused: set[str] = field(default_factory=set)
    later: set[str] = field(default_factory=set)
    seconds: float = 0
    letters: list[tuple[list[str], bytes]] = field(default_factory=list)
    arrived: threading.Condition = field(default_factory=threading.Condition)

    async def handle_RCPT(  # noqa: N802 – the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        """Answer for one address."""
        if address in self.refused:
            return "550 no such mailbox"
        if address in self.later:
            return "451 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 – the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep the letter, tell who waits for it, and only then answer."""
        with self.arrived:
            assert isinstance(envelope.content, bytes)
            self.letters.append((list(envelope.rcpt_tos), envelope.content))
            self.arrived.notify_all()
        await asyncio.sleep(self.seconds)
        return "250 taken"

    def count(self) -> Counter[str]:
        """How often each address got a letter."""
        with self.arrived:
            return Counter(address for addresses, _content in self.letters for address in addresses)

    def wait_for(self, letters: int, seconds: float) -> bool:
        """Wait until so many letters arrived."""
        with self.arrived:
            return self.arrived.wait_for(lambda: len(self.letters) >= letters, timeout=seconds)

    def messages(self) -> list[EmailMessage]:
        """The letters, read."""
        return [email.message_from_bytes(content, policy=default) for _addresses, content in self.letters]  # type: ignore[misc]  # the default policy makes EmailMessage


def attached_hash(letter: EmailMessage) -> str:
    """Return the SHA-256 of the only attachment."""
    (attachment,) = letter.iter_attachments()
    content = attachment.get_payload(decode=True)
    assert isinstance(content, bytes)
    return hashlib.sha256(content).hexdigest()


def opened(office: PostOffice) -> Controller:
    """Return the server of an office, started on a free port; the caller stops it."""
    controller = Controller(office, hostname="127.0.0.1", port=free_port())
    controller.start()
    return controller


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def port_of(controller: Controller) -> int:
    """The port that the server listens on."""
    return int(controller.port)
