"""What files tell."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True)
class InfectedFileFound:
    """The scanner found a virus in a content that was sent, at once (`refused`) or after it was taken in."""

    type: ClassVar[str] = "vn.lienthong.files.infected.found.v1"
    sha256: str
    name: str
    virus: str
    refused: bool
    at: datetime
