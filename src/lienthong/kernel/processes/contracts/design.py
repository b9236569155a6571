"""What designers of processes see: drafts, stories, reports and figures, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class DecisionInfo:
    """A stored version of a decision table."""

    key: str
    version: int
    title: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    rules: int


class DraftState(StrEnum):
    """Whether a process is being drawn or its drawing has become a version."""

    OPEN = "open"
    PUBLISHED = "published"


class ServiceFailure(StrEnum):
    """Why a service did not end its step; only `trying` is tried again by itself."""

    TRYING = "trying"
    GIVEN_UP = "given_up"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class FailedService:
    """A step that a service should have done; `skip` is the outcome that passing it over counts as, if any."""

    uuid: UUID
    case_uuid: UUID
    case_version: int
    system: str
    subject_key: str
    url: str
    process: str
    process_title: str
    process_version: int
    element: str
    step: str
    service: str
    failure: ServiceFailure
    error: str
    attempts: int
    opened_at: datetime
    failed_at: datetime
    skip: str = ""
    is_paused: bool = False


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
