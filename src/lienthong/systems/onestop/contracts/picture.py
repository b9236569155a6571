"""A dossier as the world outside is told of it: the full current picture, with all that is counted (R-62, R-67)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from .states import Channel, DeliveryWay


@dataclass(frozen=True)
class PicturedFile:
    """A stored file: by what it is fetched here, its name and its hash."""

    file_id: int
    name: str
    sha256: str
    media_type: str
    size: int


@dataclass(frozen=True)
class PicturedPaper:
    """A paper of a dossier with the flags of digitisation (section 12.3).

    :param code: of the paper in its case
    :param digitised: it has a file that was made of it here
    :param reused: it was not brought: data or a kept paper stand in
    :param from_store: what stands in lies in a store of the owner
    :param replaced_by: code of the type of result that stands in for it, empty where none does
    """

    key: str
    code: str
    name: str
    originals: int
    copies: int
    digitised: bool
    reused: bool
    from_store: bool
    replaced_by: str
    file: PicturedFile | None


@dataclass(frozen=True)
class PicturedFee:
    """A fee (phí) or charge (lệ phí) of a dossier, in whole đồng."""

    code: str
    kind: str
    name: str
    amount: int


@dataclass(frozen=True)
class PicturedSupplement:
    """One request to supplement, with both due dates (R-42); `withdrawn`: it was needed no more."""

    no: int
    reason: str
    contents: tuple[str, ...]
    requested_at: datetime
    requested_by: str
    answer_by: datetime
    answered_at: datetime | None
    received_by: str
    due_before: datetime | None
    due_after: datetime | None
    withdrawn: bool


@dataclass(frozen=True)
class PicturedResult:
    """A result of a dossier; `end` is empty while it counts."""

    code: str
    type_code: str
    number: str
    title: str
    signed_on: date
    valid_to: date | None
    end: str
    file: PicturedFile | None


@dataclass(frozen=True)
class DossierPicture:
    """All that the world outside is told of a dossier, or of a filing that keeps its code (onestop domain, 17.2).

    Amounts are whole đồng. `limit` is a code that `TimeLimit.parse` reads, such as "15wd".

    :param number: the code under which others know it
    :param own_number: our own code where the other was made elsewhere (R-37)
    :param portal_state: one of the ten states, as the destination takes it (R-33)
    :param received_at: None while it is a filing that nobody has accepted
    :param refused_at: when it was not received, or ended without a result
    :param paid_online: 1 through the Portal, 2 through another gateway, 0 not (R-56)
    :param vneid: whether the account is proven by VNeID; None where nobody knows
    :param parties: as they were at filing: `owner` and `submitter` by kind, name, number, address …
    """

    number: str
    own_number: str
    procedure: str
    title: str
    field: str
    case: str
    summary: str
    channel: Channel
    filed_at: datetime
    received_at: datetime | None
    due_at: datetime | None
    refused_at: datetime | None
    ended_at: datetime | None
    returned_at: datetime | None
    portal_state: int
    delivery: DeliveryWay
    limit: str
    reception: str
    reception_id: int
    reception_code: str
    competent: str
    competent_code: str
    filed_elsewhere: bool
    vneid: bool | None
    fee_waits: bool
    paid_online: str
    note: str = ""
    parties: Mapping[str, Mapping[str, str]] | None = None
    papers: tuple[PicturedPaper, ...] = ()
    fees: tuple[PicturedFee, ...] = ()
    supplements: tuple[PicturedSupplement, ...] = ()
    results: tuple[PicturedResult, ...] = ()

    def party(self, role: str) -> Mapping[str, str]:
        """Return somebody as they were at filing: `owner` or `submitter`."""
        return (self.parties or {}).get(role, {})

    @property
    def has_digitised(self) -> bool:
        """Tell whether a paper was digitised."""
        return any(paper.digitised for paper in self.papers)
