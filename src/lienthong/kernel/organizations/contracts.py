"""What crosses the border of organizations."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AgencyKind(StrEnum):
    """What an agency is; districts exist in the data until 30 June 2025 and as history since."""

    PROVINCE = "province"
    DEPARTMENT = "department"
    DISTRICT = "district"
    COMMUNE = "commune"
    CENTRE = "centre"
    SUBORDINATE = "subordinate"
    UNIT = "unit"


class Capacity(StrEnum):
    """By what authority somebody fills a seat; Nghị định 30/2020 prints it before the signature.

    `HELD`: their own. `ACTING`: the seat is vacant (quyền). `DEPUTY`: signs for the head (ký thay). `DELEGATED`: by
    a written delegation with an end (thừa uỷ quyền), which cannot be passed on.
    """

    HELD = "held"
    ACTING = "acting"
    DEPUTY = "deputy"
    DELEGATED = "delegated"


class CodeForm(StrEnum):
    """The shape of an identity code: of QCVN 102:2016, of Quyết định 20/2020, or neither."""

    OLD = "old"
    NEW = "new"
    OTHER = "other"


class ReorganizationKind(StrEnum):
    """What one line of a plan does to one agency."""

    FOUND = "found"
    RENAME = "rename"
    MOVE = "move"
    MERGE = "merge"
    SPLIT = "split"
    DISSOLVE = "dissolve"


class PlanState(StrEnum):
    """Where a plan stands."""

    DRAFT = "draft"
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"


class LineOutcome(StrEnum):
    """What a line of an imported list means for the directory."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


class PartyKind(StrEnum):
    """What an applicant is (R-73: one human, several roles)."""

    CITIZEN = "citizen"
    BUSINESS = "business"
    ORGANIZATION = "organization"


@dataclass(frozen=True)
class AgencyInfo:
    """An agency as others see it."""

    id: int
    code: str
    name: str
    short_name: str
    kind: AgencyKind
    level: str
    path: str
    parent_id: int | None
    calendar_id: int | None
    address: str
    phone: str


@dataclass(frozen=True)
class PartyInfo:
    """A citizen, business or organisation as others see it; numbers are masked by whoever shows them."""

    id: int
    kind: PartyKind
    name: str
    number: str
    birth_date: date | None
    address: str
    phone: str
    email: str


@dataclass(frozen=True)
class PartyDraft:
    """What is known of an applicant at the counter."""

    kind: PartyKind
    name: str
    number: str
    birth_date: date | None = None
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class AgencyLine:
    """One agency in the list of the province."""

    code: str
    name: str
    kind: AgencyKind
    parent_name: str
    officers: int
    valid_from: date
    valid_to: date | None
    successor_name: str


@dataclass(frozen=True)
class AgencyGroup:
    """Agencies of one kind, in the order of a directory."""

    kind: AgencyKind
    lines: tuple[AgencyLine, ...]


@dataclass(frozen=True)
class AgencyDirectory:
    """The agencies of the province as somebody may see them: those that exist by kind, and those that ended."""

    groups: tuple[AgencyGroup, ...]
    ended: tuple[AgencyLine, ...]
    counts: dict[AgencyKind, int]
    more: bool


@dataclass(frozen=True)
class TreeNode:
    """One agency in the tree, with what stands below it; `fits` when it is what was looked for."""

    code: str
    name: str
    kind: AgencyKind
    fits: bool
    below: tuple["TreeNode", ...]


@dataclass(frozen=True)
class PlanLine:
    """One line of a plan of reorganisation; agencies by code.

    `found`: target, its name, kind and parent. `rename`: source, and what of code, name, kind and parent changes.
    `move`: source and parent. `merge`, `split`: source and target, `share` in words; one line of a split is the main
    one, which takes people and open work. `dissolve`: source, and target when somebody takes its work.
    """

    number: int
    kind: ReorganizationKind
    source: str = ""
    target: str = ""
    target_name: str = ""
    target_kind: AgencyKind | None = None
    parent: str = ""
    area_code: str = ""
    is_main: bool = True
    share: str = ""


@dataclass(frozen=True)
class PlanProblem:
    """What is wrong with a line of a plan: a stable word, and the code it is about."""

    number: int
    reason: str
    about: str


def lies_in(path: str, top: str) -> bool:
    """Tell whether the agency of a path is the one of another or lies below it: "/1/12/" lies below "/1/".

    An empty path begins every path, so it is the top of nothing: a grant without one must open nothing.
    """
    return bool(top.strip("/")) and path.startswith(top)
