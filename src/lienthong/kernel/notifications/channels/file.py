"""A file in place of SMS, for development."""

import json
from pathlib import Path

from django.conf import settings

from ..contracts import OutgoingMessage, Recipient, Taken
from ..extensions import OwnChannel, channel


@channel("file")
class File(OwnChannel):
    """Stands in for SMS on a development machine: appends to `messages.jsonl` under VAR_DIR."""

    group = "phone"
    rank = 90

    @property
    def is_ready(self) -> bool:
        """Only the demonstration writes people's messages into a file."""
        return bool(getattr(settings, "DEMO", False))

    def address_of(self, recipient: Recipient) -> str:
        """Return the telephone number, as the SMS this stands for would use."""
        return recipient.phone

    def send(self, message: OutgoingMessage) -> Taken | None:
        """Append one line; the id tells a repetition."""
        line = {"id": message.id, "to": message.address, "text": message.body, "about": message.subject_key}
        path = Path(settings.VAR_DIR) / "messages.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
        return None
