"""What the catalogue announces."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class ProcedurePublished:
    """A version of a procedure became public; `valid_from` is an ISO date."""

    type: ClassVar[str] = "vn.lienthong.procedures.procedure.published.v1"
    code: str
    number: int
    version_id: int
    valid_from: str


@dataclass(frozen=True)
class ProcedureWithdrawn:
    """A version of a procedure is no longer public; `valid_to` is an ISO date."""

    type: ClassVar[str] = "vn.lienthong.procedures.procedure.withdrawn.v1"
    code: str
    number: int
    version_id: int
    valid_to: str
