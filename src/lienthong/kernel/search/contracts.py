"""What crosses the border of search: entries, hits, audiences."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from lienthong.kernel.acts.contracts import Invalid

# Word lists and the state of the index are the province's.
MANAGE = "search.manage"


class Audience(StrEnum):
    """Who may find an entry beside its owners: everybody, or officers whose grants reach its agency."""

    PUBLIC = "public"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class EntryKey:
    """Names one thing that can be found: the system that keeps it, what it is, its number or code there."""

    system: str
    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found."""

    system: str
    kind: str
    key: str
    title: str
    url: str
    updated_at: datetime
    code: str = ""
    agency_path: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its filters; `cursor` is where a page begins, `exact` forgives no typing mistake."""

    text: str
    system: str = ""
    kind: str = ""
    agency_path: str = ""
    year: int | None = None
    cursor: str = ""
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow a list: the value of the filter, what it is called, how many hits it leaves."""

    value: str
    label: str
    found: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a question found for one viewer.

    `total` counts hits up to a limit; `is_more` says that there are more, and that counts are of the newest so many.
    `corrected` is what was searched for instead of what was typed, "" when that was searched for.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    is_more: bool = False
    corrected: str = ""
    marked: tuple[str, ...] = ()
    next_cursor: str = ""
    systems: tuple[Facet, ...] = ()
    kinds: tuple[Facet, ...] = ()
    years: tuple[Facet, ...] = ()
    agencies: tuple[Facet, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """What a system says of one thing it wants found, when search is built anew; see `services.index_entry`."""

    entry: EntryKey
    title: str
    body: str
    url: str
    audience: Audience
    updated_at: datetime
    code: str = ""
    agency_path: str = ""
    further_paths: tuple[str, ...] = ()
    permission: str = ""
    unit_id: int | None = None
    owner_ids: tuple[int, ...] = ()
    owner_url: str | None = None


@dataclass(frozen=True, slots=True)
class WordListInfo:
    """One version of synonyms and stop words; the newest is in use."""

    version: int
    synonyms: str
    stop_words: str
    note: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Consistency:
    """How the entries of a system stand against what the system keeps."""

    system: str
    kept: int
    missing: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    left_over: tuple[str, ...] = field(default=())

    @property
    def is_good(self) -> bool:
        """Tell whether search and the system agree."""
        return not (self.missing or self.stale or self.left_over)


class WordListWrong(Invalid):
    """A list of synonyms or stop words that cannot be read."""

    code = "search.word_list_wrong"
