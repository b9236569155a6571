"""What processes tell: a case moved on although nobody did an act."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class CaseMoved:
    """A clock, a message, a signal or a service moved a case; systems bring their subject up to date.

    `cause` is the element that happened, `status` how the case stands, `open_steps` where people are waited for.
    """

    type: ClassVar[str] = "processes.case_moved"
    system: str
    subject_type: str
    subject_key: str
    cause: str
    status: str
    last_outcome: str
    open_steps: tuple[str, ...] = ()
