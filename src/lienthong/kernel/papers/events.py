"""What papers tell."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar


@dataclass(frozen=True)
class TemplatePublished:
    """A version of a template was published; papers follow it from a day on."""

    type: ClassVar[str] = "vn.lienthong.papers.template.published.v1"
    key: str
    kind: str
    number: int
    agency_code: str
    valid_from: date
    reason: str


@dataclass(frozen=True)
class PaperRevoked:
    """A paper no longer counts."""

    type: ClassVar[str] = "vn.lienthong.papers.paper.revoked.v1"
    code: str
    at: datetime
