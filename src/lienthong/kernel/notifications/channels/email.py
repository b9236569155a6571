"""E-mail over SMTP (RFC 5321), the text with a simple page of the same words beside it."""

import re
import smtplib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext, override

from ..contracts import NotSent, OutgoingMessage, Recipient, Refused, Taken, Way
from ..extensions import OwnChannel, channel

_HEADER = re.compile(r"[\r\n]+")
_LONGEST_SUBJECT = 200
# Servers end a line that was silent for some minutes; one that rested longer than this is asked first.
_TRUSTED_SECONDS = 5
_PERMANENT = 500
_lines = threading.local()


@channel("email")
class Email(OwnChannel):
    """E-mail over the SMTP server of the settings; a worker keeps its line open for the next message."""

    group = "email"

    @property
    def is_ready(self) -> bool:
        """Tell whether a server was named."""
        return settings.EMAIL_HOST not in {"", "localhost"}

    @property
    def rate(self) -> float | None:  # type: ignore[override]  # read when asked, for tests and reloads
        """Return how many messages a second the server takes."""
        return settings.EMAIL_RATE or None

    def address_of(self, recipient: Recipient) -> str:
        """Return the e-mail address."""
        return recipient.email

    def send(self, message: OutgoingMessage) -> Taken | None:
        """Hand the message to the server; its Message-ID is made of our key, so that a repetition can be told.

        :raises Refused: the server will never take it: no such mailbox, or it does not accept our sender
        :raises NotSent: it does not answer, or says to come again
        """
        mail = composed(message)
        with _told_apart(), _line() as line:
            mail.connection = line
            mail.send()
        return Taken(provider_ids=(mail.extra_headers["Message-ID"],))


def composed(message: OutgoingMessage) -> EmailMultiAlternatives:
    """Return a message as it is sent."""
    host = urlsplit(settings.PUBLIC_BASE_URL).hostname or "localhost"
    headers = {"Message-ID": f"<{message.key or message.id}@{host}>", "Auto-Submitted": "auto-generated"}
    if message.unsubscribe:
        # RFC 8058: the mailbox offers a button, and one POST is enough.
        headers |= {
            "List-Unsubscribe": f"<{message.unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    subject = _HEADER.sub(" ", message.subject or message.body[:80]).strip()[:_LONGEST_SUBJECT]
    with override(message.language):
        foot = _foot(message)
        mail = EmailMultiAlternatives(subject, f"{message.body}\n{foot}", None, [message.address], headers=headers)
        mail.attach_alternative(_page(subject, message), "text/html")
    return mail


def _foot(message: OutgoingMessage) -> str:
    lines = ["", f"{gettext('Open the page')}: {settings.PUBLIC_BASE_URL}{message.url}"] if message.url else []
    lines += ["", "-- ", gettext("Sent by a program; answers are read by nobody.")]
    if message.unsubscribe:
        lines.append(f"{gettext('No more messages of this kind')}: {message.unsubscribe}")
    return "\n".join(lines)


def _page(subject: str, message: OutgoingMessage) -> SafeString:
    button, leave = SafeString(), SafeString()
    if message.url:
        address = f"{settings.PUBLIC_BASE_URL}{message.url}"
        button = format_html('<p><a class="b" href="{}">{}</a></p>', address, gettext("Open the page"))
    if message.unsubscribe:
        words = gettext("No more messages of this kind")
        leave = format_html(' <a href="{}">{}</a>', message.unsubscribe, words)
    return format_html(
        '<!doctype html><html lang="{}"><head><meta charset="utf-8"><title>{}</title><style>{}</style></head>'
        '<body><div class="m"><p class="n"><b>Liên Thông</b></p><h1>{}</h1>{}{}<p class="f">{}{}</p></div></body>'
        "</html>",
        message.language,
        subject,
        _style(),
        subject,
        SafeString(linebreaks(message.body, autoescape=True)),  # it escapes, and does not say so
        button,
        gettext("Sent by a program; answers are read by nobody."),
        leave,
    )


@lru_cache(maxsize=1)
def _style() -> SafeString:
    """Return the style of mails, in the colours of our design tokens; mail programs know no variables."""
    path = finders.find("ui/tokens.css")
    text = Path(str(path)).read_text(encoding="utf-8") if path else ""
    found: dict[str, str] = {}
    for name, value in re.findall(r"--lt-([a-z0-9-]+):\s*(#[0-9a-f]{6})", text):
        found.setdefault(name, value)  # the first theme is the light one
    style = (
        "body{{margin:0;background:{bg};color:{ink};font:16px/1.6 'Be Vietnam Pro','Segoe UI',Roboto,Arial,sans-serif}}"
        ".m{{max-width:600px;margin:24px auto;padding:24px;background:{surface};border-top:4px solid {primary}}}"
        ".n{{color:{primary}}}h1{{font-size:21px;line-height:1.3}}.f{{font-size:13px;color:{ink3}}}"
        ".b{{display:inline-block;padding:10px 18px;border-radius:6px;background:{primary};color:{on}}}"
        ".b{{text-decoration:none}}"
    ).format(
        bg=found["bg"], ink=found["ink"], surface=found["surface"], primary=found["primary"], ink3=found["ink-3"],
        on=found["on-primary"],
    )  # fmt: skip
    return SafeString(style)


@contextmanager
def _line() -> Iterator[BaseEmailBackend]:
    """Give this thread's line to the server, opened again when it was closed or cannot be trusted."""
    kept, used = getattr(_lines, "kept", (None, 0.0))
    _lines.kept = (None, 0.0)
    if kept is not None and not _is_alive(kept, used):
        _close(kept)
        kept = None
    line = kept or get_connection()
    try:
        line.open()
        yield line
    except Exception:
        _close(line)
        raise
    _lines.kept = (line, time.monotonic())


def close_line() -> None:
    """End the line that this thread keeps to the server."""
    kept, _used = getattr(_lines, "kept", (None, 0.0))
    _lines.kept = (None, 0.0)
    if kept is not None:
        _close(kept)


def _is_alive(line: BaseEmailBackend, used: float) -> bool:
    server = getattr(line, "connection", None)
    same = getattr(line, "host", None) == settings.EMAIL_HOST and getattr(line, "port", None) == settings.EMAIL_PORT
    if server is None or not same:
        return False
    if _has_said_something(server):
        return False
    if time.monotonic() - used < _TRUSTED_SECONDS:
        return True
    with suppress(OSError, smtplib.SMTPException):
        return bool(server.noop()[0] < 400)
    return False


def _has_said_something(server: smtplib.SMTP) -> bool:
    """Tell whether something waits to be read: a server that speaks unasked says good-bye, or has hung up."""
    if server.sock is None:
        return True
    server.sock.settimeout(0)
    try:
        return server.sock.recv(1) is not None
    except (BlockingIOError, OSError):
        return False
    finally:
        server.sock.settimeout(settings.EMAIL_TIMEOUT)


def _close(line: BaseEmailBackend) -> None:
    with suppress(OSError, smtplib.SMTPException):
        line.close()


@contextmanager
def _told_apart() -> Iterator[None]:
    """Tell what a failure of SMTP means for the message."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as refused:
        code, said = next(iter(refused.recipients.values()))
        raise _answer(code, said, Way.PERSON) from refused
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError, smtplib.SMTPHeloError) as failed:
        raise NotSent(_said(failed.smtp_error), code=str(failed.smtp_code)) from failed
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as refused:
        raise _answer(refused.smtp_code, refused.smtp_error, Way.DEVELOPER) from refused
    except (smtplib.SMTPServerDisconnected, TimeoutError) as broken:
        raise NotSent(str(broken), perhaps=True) from broken


def _answer(code: int, said: bytes | str, way: Way) -> NotSent:
    if code >= _PERMANENT:
        return Refused(_said(said), code=str(code), way=way)
    return NotSent(_said(said), code=str(code))


def _said(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
