"""What crosses the border of the catalogue: procedures, problems and reports as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from lienthong.kernel.acts.contracts import Conflict, Invalid, NotFound


class Channel(StrEnum):
    """How a dossier may reach the office."""

    ONLINE = "online"
    POST = "post"
    IN_PERSON = "in_person"


class Level(StrEnum):
    """Which tier of government decides; `district` ended on 1 July 2025."""

    MINISTRY = "ministry"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    OTHER = "other"


class VersionState(StrEnum):
    """The life of one version."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Tiers(StrEnum):
    """For which organisation of local government the text was written."""

    TWO = "two"
    THREE = "three"


class Outcome(StrEnum):
    """What an import did with one record."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


class RunState(StrEnum):
    """Where an import stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class FeeDoubt(StrEnum):
    """Why the printed amount of a fee must not be believed."""

    SEE_NOTE = "see_note"
    TOO_SMALL = "too_small"
    UNREADABLE = "unreadable"


class ProblemCode(StrEnum):
    """What the source lacks or gets wrong. The first group makes a record incomplete."""

    NO_CODE = "no_code"
    NO_FIELD = "no_field"
    NO_LEVEL = "no_level"
    NO_SUBJECT = "no_subject"
    NO_AGENCY = "no_agency"
    NO_STEPS = "no_steps"
    NO_METHODS = "no_methods"
    NO_PAPERS = "no_papers"
    NO_RESULT = "no_result"
    NO_LEGAL_BASIS = "no_legal_basis"
    ABRIDGED = "abridged"
    NOT_READ_WHOLE = "not_read_whole"
    UNIT_MISSING = "unit_missing"
    NO_TIME_LIMIT = "no_time_limit"
    AMBIGUOUS = "ambiguous"
    FREE_BUT_NOTE = "free_but_note"
    FEE_TOO_SMALL = "fee_too_small"
    PAPER_NOTES = "paper_notes"
    THREE_TIERS = "three_tiers"
    UNKNOWN_VALUE = "unknown_value"


INCOMPLETE_CODES = frozenset(
    {
        ProblemCode.NO_CODE,
        ProblemCode.NO_FIELD,
        ProblemCode.NO_LEVEL,
        ProblemCode.NO_SUBJECT,
        ProblemCode.NO_AGENCY,
        ProblemCode.NO_STEPS,
        ProblemCode.NO_METHODS,
        ProblemCode.NO_PAPERS,
        ProblemCode.NO_RESULT,
        ProblemCode.NO_LEGAL_BASIS,
        ProblemCode.ABRIDGED,
        ProblemCode.NOT_READ_WHOLE,
    }
)


@dataclass(frozen=True)
class Problem:
    """One thing people must know before they trust the text; `details` is the place in the source."""

    code: ProblemCode
    details: str = ""


@dataclass(frozen=True)
class Fee:
    """One fee as printed. `amount` is whole đồng (or units of `currency`); None when only words are given."""

    amount: int | None
    currency: str
    label: str
    note: str
    doubt: FeeDoubt | None

    @property
    def is_free(self) -> bool:
        """Tell whether nothing is to be paid, beyond doubt."""
        return self.amount == 0 and self.doubt is None


@dataclass(frozen=True)
class Method:
    """One way to file. `limit` is a code that `TimeLimit.parse` reads ("3wd"), or None when not known."""

    channel: Channel
    limit: str | None
    limit_value: str
    limit_text: str
    unit_missing: bool
    ambiguous: bool
    fees: tuple[Fee, ...]
    description: str
    source_text: str


@dataclass(frozen=True)
class Paper:
    """One paper to hand in, or (`is_note`) a remark that the source lists among papers."""

    name: str
    originals: int
    copies: int
    templates: tuple[str, ...]
    is_note: bool


@dataclass(frozen=True)
class PaperCase:
    """The papers of one case of a procedure, or (`always`) those asked in every case."""

    label: str
    always: bool
    papers: tuple[Paper, ...]
    notes: tuple[Paper, ...]


@dataclass(frozen=True)
class LegalBasis:
    """A document of law on which a procedure rests."""

    code: str
    name: str
    issued_on: str = ""
    issuer: str = ""


@dataclass(frozen=True)
class ProcedureInfo:
    """One version of a procedure, as other systems and pages see it."""

    code: str
    version_id: int
    number: int
    state: VersionState
    name: str
    field: str
    sector: str
    levels: tuple[str, ...]
    subjects: tuple[str, ...]
    kind: str
    decision_number: str
    promulgator: str
    implementing_agencies: str
    competent_agency: str
    authorized_agency: str
    coordinating_agency: str
    receiving_address: str
    online_submission: bool
    conditions: str
    description: str
    tiers: Tiers
    steps: tuple[str, ...]
    methods: tuple[Method, ...]
    cases: tuple[PaperCase, ...]
    results: tuple[str, ...]
    legal_bases: tuple[LegalBasis, ...]
    problems: tuple[Problem, ...]
    source_url: str
    imported_at: datetime
    valid_from: date | None
    valid_to: date | None

    @property
    def limits(self) -> Mapping[str, tuple[str, ...]]:
        """Return the known time limits of each channel, as codes of `TimeLimit`; several where cases differ."""
        known: dict[str, tuple[str, ...]] = {}
        for method in self.methods:
            if method.limit and method.limit not in known.get(method.channel.value, ()):
                known[method.channel.value] = (*known.get(method.channel.value, ()), method.limit)
        return known


@dataclass(frozen=True)
class ProcedureSummary:
    """One line of a list."""

    code: str
    name: str
    field: str
    levels: tuple[str, ...]
    methods: tuple[Method, ...]
    incomplete: bool
    tiers: Tiers


@dataclass(frozen=True)
class FacetValue:
    """One choice of a filter and how many procedures it leaves."""

    value: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class CatalogueSearch:
    """What a citizen asks of the catalogue; empty means no wish."""

    text: str = ""
    field: str = ""
    level: str = ""
    subject: str = ""
    page: int = 1


@dataclass(frozen=True)
class CataloguePage:
    """One page of answers. `nearest` says that nothing fits all words and these fit some."""

    items: tuple[ProcedureSummary, ...]
    total: int
    page: int
    pages: int
    fields: tuple[FacetValue, ...]
    levels: tuple[FacetValue, ...]
    subjects: tuple[FacetValue, ...]
    also: str = ""
    nearest: bool = False


@dataclass(frozen=True)
class VersionLine:
    """One version in the list of officers."""

    id: int
    code: str
    number: int
    name: str
    field: str
    state: VersionState
    problems: tuple[Problem, ...]
    imported_at: datetime
    valid_from: date | None
    valid_to: date | None
    published_by: str


@dataclass(frozen=True)
class VersionFilters:
    """What an officer asks of the list; empty means no wish."""

    text: str = ""
    state: str = ""
    problem: str = ""
    field: str = ""
    page: int = 1


@dataclass(frozen=True)
class VersionPage:
    """One page of the list of officers, with what each filter would leave."""

    lines: tuple[VersionLine, ...]
    total: int
    page: int
    pages: int
    states: Mapping[str, int]
    problems: tuple[FacetValue, ...]
    fields: tuple[FacetValue, ...]


@dataclass(frozen=True)
class RunInfo:
    """Where one import stands; `counts` is by outcome, with `incomplete`, and empty until the end."""

    id: int
    state: RunState
    source: str
    started_by: str
    started_at: datetime
    finished_at: datetime | None
    counts: Mapping[str, int]
    done: int
    total: int
    error: str


@dataclass(frozen=True)
class FieldChange:
    """One part of a procedure that an import found changed, shortened for people."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class ImportLine:
    """What happened to one record."""

    code: str
    name: str
    file: str
    outcome: Outcome
    incomplete: bool = False
    problems: tuple[Problem, ...] = ()
    reason: str = ""
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class ImportReport:
    """What happened to all records of one run; `lines` leaves out the unchanged complete ones."""

    run_id: int
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    incomplete: int = 0
    rejected: int = 0
    lines: tuple[ImportLine, ...] = field(default=(), repr=False)

    @property
    def read(self) -> int:
        """Return how many records were looked at, whole rejected files counting as one."""
        return self.new + self.changed + self.unchanged + self.rejected


class ProcedureNotFound(NotFound):
    """No such procedure in the catalogue, or it is not public on that day."""

    code = "procedure_not_found"


class UnreadableSource(Invalid):
    """A file of procedures cannot be read at all."""

    code = "unreadable_source"


class VersionOutdated(Conflict):
    """A newer version of the procedure is already public."""

    code = "version_outdated"
