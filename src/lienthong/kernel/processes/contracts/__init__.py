"""What crosses the border of processes: steps, work items, states and refusals, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from .design import (
    DecisionInfo,
    DraftInfo,
    DraftState,
    FailedService,
    HeldTime,
    ReportInfo,
    ReportKind,
    ReportState,
    ScenarioInfo,
    ServiceFailure,
    StepHeat,
)
from .refusals import (
    DefinitionRefused,
    DraftChanged,
    NoEarlierStep,
    NotYourStep,
    OfficerElsewhere,
    PlaceMissing,
    ProcessPaused,
    ScenariosFail,
    StepTaken,
    UnknownOutcome,
)


class InstanceStatus(StrEnum):
    """How a case stands as a whole."""

    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"
    CANCELLED = "cancelled"


class InboxView(StrEnum):
    """Which part of one's work is shown."""

    MINE = "mine"
    UNIT = "unit"
    ALL = "all"
    WAITING = "waiting"


class StepStatus(StrEnum):
    """Where a step stands on the thread of a case."""

    DONE = "done"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    PRESENT = "present"
    AHEAD = "ahead"


# Outcomes that the program itself gives; a model cannot use these codes.
RETURNED = "returned"
CANCELLED = "cancelled"


@dataclass(frozen=True)
class Outcome:
    """One way to finish a step."""

    code: str
    label: str


@dataclass(frozen=True)
class DefinitionInfo:
    """A stored version of a process; without `valid_from` it is valid since it was stored."""

    id: int
    key: str
    version: int
    title: str
    total_limit: str
    checked_at: datetime | None = None
    checked_by_name: str = ""
    valid_from: date | None = None
    decision: str = ""


@dataclass(frozen=True)
class WorkItemInfo:
    """One open or finished step of one case, as inboxes and pages show it; the calendar is that of its agency.

    An errand belongs to no case: it is done where its `url` leads.
    """

    id: int
    uuid: UUID
    system: str
    subject_type: str
    subject_key: str
    title: str
    subtitle: str
    url: str
    step_key: str
    step_name: str
    outcomes: tuple[Outcome, ...]
    role: str
    form: str
    agency_id: int
    agency_name: str
    assignee_id: int | None
    assignee_name: str
    opened_at: datetime
    due_at: datetime
    subject_due_at: datetime | None
    claimed_at: datetime | None
    paused_at: datetime | None
    round: int
    version: int
    calendar_id: int | None = None
    is_errand: bool = False


@dataclass(frozen=True)
class ErrandDraft:
    """Work that no process asks for: what about, where it waits, until when, and where it is done.

    :param subject_key: with the kind, names it; of one kind a subject has one that is open
    """

    subject_key: str
    title: str
    url: str
    agency_id: int
    due_at: datetime
    subtitle: str = ""
    unit_id: int | None = None


@dataclass(frozen=True)
class ProcessState:
    """How a case stands after an act."""

    instance_id: int
    instance_uuid: UUID
    status: InstanceStatus
    open_items: tuple[WorkItemInfo, ...]
    last_outcome: str

    @property
    def ended(self) -> bool:
        """Tell whether the process came to its end by itself."""
        return self.status is InstanceStatus.ENDED


@dataclass(frozen=True)
class InboxFilters:
    """What narrows an inbox; each is optional."""

    system: str = ""
    step_key: str = ""
    due_before: datetime | None = None
    text: str = ""


@dataclass(frozen=True)
class StepCount:
    """A step some open work stands at."""

    system: str
    key: str
    name: str
    count: int


@dataclass(frozen=True)
class InboxCounts:
    """How many open items each view holds."""

    mine: int = 0
    unit: int = 0
    all: int = 0
    waiting: int = 0
    overdue: int = 0


@dataclass(frozen=True)
class InboxPage:
    """One page of an inbox; `next_cursor` is empty on the last, `steps` are those of the whole view, by name."""

    view: InboxView
    items: tuple[WorkItemInfo, ...]
    next_cursor: str
    counts: InboxCounts
    steps: tuple[StepCount, ...]


@dataclass(frozen=True)
class StepInfo:
    """One step on the thread of a case: done, present or ahead."""

    key: str
    name: str
    status: StepStatus
    role: str
    agency_name: str = ""
    person: str = ""
    on_behalf_of: str = ""
    opened_at: datetime | None = None
    due_at: datetime | None = None
    completed_at: datetime | None = None
    paused_at: datetime | None = None
    working_minutes_used: int | None = None
    limit: str = ""
    outcome: str = ""
    outcome_label: str = ""
    note: str = ""
    round: int = 1


@dataclass(frozen=True)
class Thread:
    """The steps of a subject, and those among the open ones that the viewer may do."""

    steps: tuple[StepInfo, ...]
    mine: tuple[WorkItemInfo, ...]


@dataclass(frozen=True)
class StepTime:
    """Time one agency spent on one step, for the control slip (forms 05 and 06 of TT 01/2018)."""

    agency_name: str
    step_key: str
    step_name: str
    working_minutes_used: int
    minutes_allowed: int
    due_at: datetime
    completed_at: datetime | None
    late: bool


@dataclass(frozen=True)
class DiagramInfo:
    """A diagram with the token on it."""

    xml: str
    active: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    minutes_by_element: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a model: the element, a code for it, and what was found."""

    element: str
    code: str
    detail: str = ""


@dataclass(frozen=True)
class ServiceCall:
    """What a service is told; `key` is the same when a call is repeated."""

    key: str
    service: str
    element: str
    system: str
    subject_type: str
    subject_key: str
    data: dict[str, Any]


@dataclass(frozen=True)
class ServiceAnswer:
    """How a service ended: one of the outcomes of its task, and small values for the conditions that follow."""

    outcome: str = "done"
    data: dict[str, Any] = field(default_factory=dict)


class ServiceFailed(Exception):
    """A service refuses for good: a border of its task may catch the error; without one the case waits."""


__all__ = [
    "CANCELLED",
    "RETURNED",
    "DecisionInfo",
    "DefinitionInfo",
    "DefinitionRefused",
    "DiagramInfo",
    "DraftChanged",
    "DraftInfo",
    "DraftState",
    "ErrandDraft",
    "FailedService",
    "HeldTime",
    "InboxCounts",
    "InboxFilters",
    "InboxPage",
    "InboxView",
    "InstanceStatus",
    "NoEarlierStep",
    "NotYourStep",
    "OfficerElsewhere",
    "Outcome",
    "PlaceMissing",
    "Problem",
    "ProcessPaused",
    "ProcessState",
    "ReportInfo",
    "ReportKind",
    "ReportState",
    "ScenarioInfo",
    "ScenariosFail",
    "ServiceAnswer",
    "ServiceCall",
    "ServiceFailed",
    "ServiceFailure",
    "StepCount",
    "StepHeat",
    "StepInfo",
    "StepStatus",
    "StepTaken",
    "StepTime",
    "Thread",
    "UnknownOutcome",
    "WorkItemInfo",
]
