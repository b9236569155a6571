"""What crosses the border of processes: steps, work items, states and refusals, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from lienthong.kernel.acts.contracts import Conflict, DomainError, NotPermitted


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
    """A stored version of a process."""

    id: int
    key: str
    version: int
    title: str
    total_limit: str
    checked_at: datetime | None = None
    checked_by_name: str = ""


@dataclass(frozen=True)
class WorkItemInfo:
    """One open or finished step of one case, as inboxes and pages show it."""

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
class InboxCounts:
    """How many open items each view holds."""

    mine: int = 0
    unit: int = 0
    all: int = 0
    waiting: int = 0
    overdue: int = 0


@dataclass(frozen=True)
class InboxPage:
    """One page of an inbox; `next_cursor` is empty on the last."""

    items: tuple[WorkItemInfo, ...]
    next_cursor: str
    counts: InboxCounts


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
class DecisionInfo:
    """A stored version of a decision table."""

    key: str
    version: int
    title: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    rules: int


class ReportKind(StrEnum):
    """What a report is about."""

    SIMULATION = "simulation"
    MOVE_PLAN = "move_plan"
    MOVE = "move"


class ReportState(StrEnum):
    """How far a report is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"


@dataclass(frozen=True)
class StepHeat:
    """How much work stood at one step: finished and waiting cases, late ones, working minutes; heat from 0 to 5."""

    key: str
    name: str
    limit: str
    done: int = 0
    waiting: int = 0
    late: int = 0
    mean: int = 0
    longest: int = 0
    heat: int = 0


@dataclass(frozen=True)
class HeldTime:
    """How long one person of one unit held one step in all, in working minutes."""

    step_key: str
    step_name: str
    agency: str
    unit: str
    person: str
    done: int
    late: int
    minutes: int


@dataclass(frozen=True)
class DraftInfo:
    """A process being drawn, with what keeps it from being published and what was changed when it was read in."""

    key: str
    title: str
    total_limit: str
    xml: str
    version: int
    changed_at: datetime
    changed_by_name: str
    problems: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ScenarioInfo:
    """A story kept with a process, and how the draft tells it."""

    id: int
    name: str
    data: dict[str, Any]
    moves: tuple[str, ...]
    expected: tuple[str, ...]
    expected_outcome: str
    is_right: bool | None = None
    failed_at: str = ""
    reason: str = ""
    stands_at: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReportInfo:
    """A simulation or a move of running cases: how far it is, then what came out."""

    id: int
    kind: str
    key: str
    state: str
    params: dict[str, Any]
    done: int
    total: int
    result: dict[str, Any]
    asked_at: datetime
    asked_by_name: str
    finished_at: datetime | None


class ScenariosFail(Conflict):
    """The draft does not tell the stories kept with the process; `names` are those that fail."""

    code: ClassVar[str] = "scenarios_fail"
    status: ClassVar[int] = 422


class DraftChanged(Conflict):
    """Somebody else has changed the draft meanwhile."""

    code: ClassVar[str] = "draft_changed"


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


class StepTaken(Conflict):
    """Somebody else has taken or finished this step."""

    code: ClassVar[str] = "step_taken"


class NotYourStep(NotPermitted):
    """The step waits for another person, role or agency."""

    code: ClassVar[str] = "not_your_step"


class UnknownOutcome(DomainError):
    """The step cannot be finished this way."""

    code: ClassVar[str] = "unknown_outcome"
    status: ClassVar[int] = 422


class OfficerElsewhere(DomainError):
    """The officer chosen does not hold the role of the step in its agency."""

    code: ClassVar[str] = "officer_elsewhere"
    status: ClassVar[int] = 422


class ProcessPaused(Conflict):
    """The clock stands; nothing moves before it runs again."""

    code: ClassVar[str] = "process_paused"


class NoEarlierStep(Conflict):
    """There is no step to which the case could return."""

    code: ClassVar[str] = "no_earlier_step"


class PlaceMissing(DomainError):
    """The process names a place for which no agency was given."""

    code: ClassVar[str] = "place_missing"
    status: ClassVar[int] = 422


class DefinitionRefused(DomainError):
    """The model cannot be put to use; `problems` names each element and the reason."""

    code: ClassVar[str] = "definition_refused"
    status: ClassVar[int] = 422

    def __init__(self, message: str, *, problems: tuple[tuple[str, str], ...] = ()) -> None:
        """Keep the reasons by element."""
        super().__init__(message, problems=problems)
        self.problems = problems
