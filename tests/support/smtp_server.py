"""A real SMTP server on this machine: STARTTLS, a password, and mailboxes that can be looked into."""

import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from django.core.mail.backends.smtp import EmailBackend

from .program import HOST, free_port

USER, PASSWORD = "lienthong", "chi-de-thu"


@dataclass
class Mailboxes:
    """What the server took. `refused` maps an address to the answer it gets; `held` is asked before each answer."""

    mails: list[EmailMessage] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    at_end: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802  the library's name
        self, _server: Any, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take or refuse a recipient."""
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Session, envelope: Envelope) -> str:  # noqa: N802  the library's name
        """Keep a mail, and answer as told."""
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        mail = message_from_bytes(content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return self.at_end.pop(0) if self.at_end else "250 OK"

    def ids(self) -> list[str]:
        """Return the Message-IDs in the order in which they came."""
        return [str(mail["Message-ID"]) for mail in self.mails]


def _knows(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    known = isinstance(data, LoginPassword) and data.login == USER.encode() and data.password == PASSWORD.encode()
    return AuthResult(success=known, handled=known)


def certificate(folder: Path) -> ssl.SSLContext:
    """Return the TLS context of a server on this machine, with a certificate made for it."""
    key, made = folder / "smtp.key", folder / "smtp.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
         "-subj", "/CN=localhost", "-keyout", key, "-out", made],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    return context


class _Controller(Controller):
    """Ends the lines that stand when the server goes; the library leaves them open."""

    def factory(self) -> SMTP:
        """Return what serves one line."""
        serving: SMTP = super().factory()  # type: ignore[no-untyped-call]  # the library leaves it untyped
        self.__dict__.setdefault("lines", []).append(serving)
        return serving

    def end_lines(self) -> None:
        """End all lines."""
        ended = threading.Event()

        def end() -> None:
            for serving in self.__dict__.get("lines", ()):
                if serving.transport is not None:
                    serving.transport.abort()
            self.loop.call_soon(ended.set)

        self.loop.call_soon_threadsafe(end)
        ended.wait(5)


class SmtpServer:
    """The server; it can go away and come back at the same port."""

    def __init__(self, *, tls: ssl.SSLContext | None = None) -> None:
        """Choose a port; nothing listens yet."""
        self.boxes = Mailboxes()
        self.port = free_port()
        self._tls = tls
        self._controller: _Controller | None = None

    def up(self) -> None:
        """Listen."""
        secured: dict[str, Any] = {
            "tls_context": self._tls,
            "require_starttls": True,
            "authenticator": _knows,
            "auth_required": True,
        }
        more = secured if self._tls else {}
        self._controller = _Controller(self.boxes, hostname=HOST, port=self.port, **more)
        self._controller.start()

    def down(self) -> None:
        """End, with all lines."""
        if self._controller is not None:
            self._controller.end_lines()
            self._controller.stop()
        self._controller = None


@contextmanager
def smtp_server(*, tls: ssl.SSLContext | None = None) -> Iterator[SmtpServer]:
    """Keep a server running while the block lasts."""
    server = SmtpServer(tls=tls)
    server.up()
    try:
        yield server
    finally:
        server.down()


class TrustingBackend(EmailBackend):
    """Django's own backend, trusting the certificate that a test made."""

    @cached_property
    def ssl_context(self) -> ssl.SSLContext:
        """Return a context that asks for no authority."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context
