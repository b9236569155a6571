"""What processes tell: a case moved on although nobody did an act; a version was published."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True)
class CaseMoved:
    """A clock, a message, a signal or a service moved a case; systems bring their subject up to date.

    `cause` is the element that happened, `status` how the case stands, `open_steps` where people are waited for.
    A case that was put on another version says which in `to_version` (else 0) and has no cause.
    """

    type: ClassVar[str] = "processes.case_moved"
    system: str
    subject_type: str
    subject_key: str
    cause: str
    status: str
    last_outcome: str
    open_steps: tuple[str, ...] = ()
    to_version: int = 0


@dataclass(frozen=True)
class ProcessPublished:
    """A new version of a process: cases that begin from that day on run on it, running ones stay on theirs."""

    type: ClassVar[str] = "processes.process_published"
    key: str
    version: int
    title: str
    valid_from: date
