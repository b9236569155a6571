"""Facts about packages of procedures."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True)
class PackagePublished:
    """A package of a procedure is in force: new dossiers follow it, those that run stay on theirs."""

    type: ClassVar[str] = "vn.lienthong.onestop.package.published.v1"
    code: str
    number: int
    version: int
    digest: str
    at: datetime
