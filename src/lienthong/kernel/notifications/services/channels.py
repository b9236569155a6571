"""The channels the program brings: inside the program, e-mail, and a file for development."""

import json
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail

from ..contracts import OutgoingMessage, Recipient
from ..extensions import Channel, channel


@channel("in_app")
class InApp(Channel):
    """Shown to the recipient inside the program: the stored message is the delivery."""

    def address_of(self, recipient: Recipient) -> str:
        """Return the account's number."""
        return str(recipient.user_id or "")

    def send(self, message: OutgoingMessage) -> None:
        """Do nothing more: the row is what the recipient sees."""


@channel("email")
class Email(Channel):
    """E-mail over the SMTP server of the settings."""

    @property
    def is_ready(self) -> bool:
        """Tell whether a server was named; Django's own default, localhost, was not chosen by anybody."""
        return settings.EMAIL_HOST not in {"", "localhost"}

    def address_of(self, recipient: Recipient) -> str:
        """Return the e-mail address."""
        return recipient.email

    def send(self, message: OutgoingMessage) -> None:
        """Hand the message to the server."""
        send_mail(message.subject or message.body[:80], message.body, None, [message.address])


@channel("file")
class File(Channel):
    """Stands in for SMS on a development machine: appends to `messages.jsonl` under VAR_DIR."""

    @property
    def is_ready(self) -> bool:
        """Only the demonstration writes people's messages into a file."""
        return bool(getattr(settings, "DEMO", False))

    def address_of(self, recipient: Recipient) -> str:
        """Return the telephone number, as the SMS this stands for would use."""
        return recipient.phone

    def send(self, message: OutgoingMessage) -> None:
        """Append one line; the id tells a repetition."""
        line = {"id": message.id, "to": message.address, "text": message.body, "about": message.subject_key}
        path = Path(settings.VAR_DIR) / "messages.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
