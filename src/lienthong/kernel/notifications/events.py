"""What notifications tell."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True)
class TextPublished:
    """A text of a message was published: from now on messages are written with it."""

    type: ClassVar[str] = "vn.lienthong.notifications.text.published.v1"
    key: str
    language: str
    channel: str
    agency_code: str
    version: int
    at: datetime
