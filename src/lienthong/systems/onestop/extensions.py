"""Where a store of papers plugs in: what is kept for the owner of a dossier need not be brought again (R-58)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

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
