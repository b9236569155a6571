"""What crosses the border of packages: their parts, scenarios, states and refusals."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Literal

from lienthong.kernel.acts.contracts import Conflict, Invalid, NotPermitted

from .specs import PackageSpec
from .states import Channel, ResultState, State

# Under this name history knows a package that was read in.
PACKAGE_TYPE = "onestop.packagefile"
# Under this name history knows where a procedure is offered, by its code.
OFFER_TYPE = "onestop.offer"


class PackageState(StrEnum):
    """Where a package that was read in stands; what was published never becomes a draft again."""

    DRAFT = "draft"
    PUBLISHED = "published"


class SignatureState(StrEnum):
    """What is known of who signed a package; untrusted: the signature fits, its certificate is not known here."""

    NONE = "none"
    VALID = "valid"
    UNTRUSTED = "untrusted"


class RunState(StrEnum):
    """Where a run of scenarios stands; broken: the program failed, which says nothing of the package."""

    WAITING = "waiting"
    RUNNING = "running"
    PASSED = "passed"
    FAILED = "failed"
    BROKEN = "broken"


class Origin(StrEnum):
    """Who sets the legal parts of a procedure; what comes from the national database no province changes (R-9)."""

    NATIONAL = "national"
    LOCAL = "local"


class OnlineLevel(StrEnum):
    """How far a procedure is done over the network at an agency (224/2026, Điều 14)."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


@dataclass(frozen=True)
class OfferInfo:
    """That an agency offers a procedure, and how.

    :param reason: why it is not wholly online; it is published
    :param hours: when the counter takes it in, empty for the hours of the agency
    """

    code: str
    agency_id: int
    agency_name: str
    online: OnlineLevel
    reason: str
    hours: str
    is_open: bool
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True)
class LegalText:
    """The parts of a procedure that law asks for (Nghị định 63/2010/NĐ-CP, Điều 8), as the database prints them.

    :param limits: by channel, each limit the text names, such as `{"counter": ["5wd"]}`; empty where it gives words
    :param papers: names of papers, in the order of the text
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    name: str
    field: str
    levels: tuple[str, ...]
    decision: str = ""
    issuer: str = ""
    agency: str = ""
    applicants: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    limits: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    fees: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    conditions: str = ""
    source: str = ""


@dataclass(frozen=True)
class Expected:
    """What must be true after a move; what is left out is not asked.

    :param step: key of the step that is open; "-" where none is
    :param due: the appointment in local time, such as "2026-10-08T09:00"
    :param fee: what is to be paid, in đồng
    :param lines: lines of the result as printed, by label
    :param refused: code of the refusal that must come instead
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    state: State | None = None
    step: str = ""
    due: str = ""
    fee: int | None = None
    result: ResultState | None = None
    lines: Mapping[str, str] = dataclasses.field(default_factory=dict)
    refused: str = ""


@dataclass(frozen=True)
class MoveSpec:
    """One act of a scenario.

    :param by: role of who does it
    :param after: working time since the move before, such as "2wh"
    :param items: codes of papers that are asked for
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    by: str
    act: Literal[
        "complete", "sign", "issue", "refuse", "request_supplement", "pass_on_supplement", "receive_supplement", "pay",
        "return",
    ]  # fmt: skip
    outcome: str = ""
    after: str = "1wh"
    items: tuple[str, ...] = ()
    note: str = ""
    expect: Expected = Expected()


@dataclass(frozen=True)
class ScenarioSpec:
    """A story that a package must tell as written before it is published.

    :param papers: codes of the papers handed in
    :param receives: level of the counter, one of the levels of the package; the first unless given
    :param at: the moment of acceptance in local time
    :param expect: what must be true once it is accepted
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    name: str
    case: str
    answers: Mapping[str, Any]
    papers: tuple[str, ...]
    channel: Channel = Channel.COUNTER
    receives: str = ""
    at: str = "2026-10-06T09:00"
    expect: Expected = Expected()
    moves: tuple[MoveSpec, ...] = ()


@dataclass(frozen=True)
class PackageParts:
    """A package, read: what each file of it holds. `words` are translations by language and text."""

    spec: PackageSpec
    legal: LegalText
    origin: Origin
    form: Mapping[str, Any]
    process: str
    scenarios: tuple[ScenarioSpec, ...]
    words: Mapping[str, Mapping[str, str]]
    template: str
    digest: str


@dataclass(frozen=True)
class ScenarioLine:
    """What one line of a scenario told; line 0 is the acceptance."""

    scenario: str
    line: int
    what: str
    expected: str
    happened: str
    passed: bool


@dataclass(frozen=True)
class PartChange:
    """One thing that differs between two versions of a package."""

    part: str
    where: str
    before: str
    after: str


@dataclass(frozen=True)
class RunInfo:
    """Where a run of the scenarios of a package stands."""

    id: int
    state: RunState
    done: int
    total: int
    lines: tuple[ScenarioLine, ...]
    started_at: datetime
    finished_at: datetime | None
    started_by: str

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more will happen."""
        return self.state not in {RunState.WAITING, RunState.RUNNING}

    @property
    def failures(self) -> tuple[ScenarioLine, ...]:
        """Return the lines that did not come as written."""
        return tuple(line for line in self.lines if not line.passed)


class PackageRefused(Invalid):
    """A file is no package, or one of its parts cannot be used; nothing of it was installed."""

    code: ClassVar[str] = "onestop.package_refused"


class NotPublishable(Conflict):
    """A scenario fails or was not run for these very bytes, or nobody signed where that is asked."""

    code: ClassVar[str] = "onestop.package_not_publishable"


class NotOffered(NotPermitted):
    """The agency does not offer this procedure, or not over the network."""

    code: ClassVar[str] = "onestop.not_offered"
