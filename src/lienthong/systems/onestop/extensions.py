"""Where others plug in: a store of papers kept for owners (R-58), and who was told of a dossier elsewhere (R-10)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.utils.functional import Promise

from lienthong.kernel.acts.contracts import Actor

from .contracts import Presence


@dataclass(frozen=True)
class StoredPaper:
    """A paper that is kept for somebody.

    :param ref: by what the store knows it
    :param is_result: it is the result of another dossier, not a paper brought for one
    """

    ref: str
    type_code: str
    title: str
    number: str
    issuer: str
    issued_on: date
    valid_to: date | None
    file_id: int
    sha256: str
    is_result: bool

    @property
    def label(self) -> str:
        """Return what it is called where it stands in for a paper."""
        return f"{self.title} {self.number}".strip()


@dataclass(frozen=True)
class Taking:
    """What a kept paper is taken for.

    :param type_code: of which type it must be
    :param present_name: who was at the counter, or acted
    """

    ref: str
    owner_id: int
    type_code: str
    dossier: str
    title: str
    paper: str
    presence: Presence
    present_name: str


class PaperStore(Protocol):
    """Keeps papers for their owners."""

    def fitting(
        self, *, owner_id: int, type_codes: frozenset[str], actor: Actor, now: datetime
    ) -> Sequence[StoredPaper]:
        """Return the owner's papers of these types that count now, as far as the actor may know of them."""

    def take(self, *, taking: Taking, actor: Actor, now: datetime) -> StoredPaper:
        """Let a dossier refer to a kept paper, which is checked at this moment, and write the use down.

        :raises DomainError: it is not the owner's, not of the type, does not count any more, or the actor may not
        """


_stores: list[PaperStore] = []


def paper_store(store: PaperStore) -> None:
    """Say where papers are kept; the last one said is used."""
    _stores[:] = [store]


def find_paper_store() -> PaperStore | None:
    """Return where papers are kept, None in a program without a store."""
    return _stores[0] if _stores else None


@dataclass(frozen=True)
class ToldElsewhere:
    """How one destination stands in what it knows of a dossier, apart from the dossier's own states (R-10).

    :param look: how the tag looks: `done`, `wait` or `late`
    :param url: a page that says more, empty where the viewer may open none
    """

    destination: str | Promise
    state: str | Promise
    look: str
    at: datetime | None = None
    url: str = ""


Telling = Callable[[str, Actor], ToldElsewhere | None]
_tellings: list[Telling] = []


def tells_elsewhere(telling: Telling) -> None:
    """Let the page of a dossier say what a destination was told: by code and viewer, None where nothing is told."""
    if telling not in _tellings:
        _tellings.append(telling)


def told_elsewhere(*, number: str, viewer: Actor) -> tuple[ToldElsewhere, ...]:
    """Return what destinations have been told of a dossier, each with the statements of its own app."""
    return tuple(told for telling in _tellings if (told := telling(number, viewer)) is not None)
