"""What crosses the border of the store."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

# Who serves people at a counter uses what is kept for the person they serve.
USE = "stores.item.use"


class ItemKind(StrEnum):
    """What an item is: the result of a dossier, or a paper brought for one."""

    RESULT = "result"
    PAPER = "paper"


class ItemState(StrEnum):
    """Where an item stands (R-59); `expired` is told from the day and never stored."""

    WAITING = "waiting"
    VALID = "valid"
    EXPIRED = "expired"
    REPLACED = "replaced"
    REVOKED = "revoked"


@dataclass(frozen=True)
class KeptItem:
    """Something to be kept for its owner, as its source says it stands; the same may be told often and in any order.

    :param source: what it is at its source, told once in all, such as `onestop.result:7K2M…`
    :param chain: what it shares with those that replace it and that it replaces
    :param no: its place in the chain; of a chain only the highest may count
    :param file_id: None while it waits to be digitised
    :param end: `replaced`, `revoked`, or empty while it counts
    """

    source: str
    chain: str
    no: int
    kind: ItemKind
    owner_id: int
    type_code: str
    title: str
    number: str
    dossier: str
    issuer_name: str
    issued_on: date
    valid_from: date | None
    valid_to: date | None
    file_id: int | None
    sha256: str
    code: str = ""
    end: str = ""
    ended_at: datetime | None = None
    end_reason: str = ""


@dataclass(frozen=True)
class UseRow:
    """One use of an item in a dossier."""

    dossier: str
    title: str
    paper: str
    at: datetime
    by_name: str
    agency_name: str
    presence: str


@dataclass(frozen=True)
class ItemRow:
    """An item as its owner sees it; `code` leads to its verification page, `replaced_by` to what counts now."""

    uuid: UUID
    kind: ItemKind
    state: ItemState
    type_code: str
    title: str
    number: str
    issuer_name: str
    issued_on: date
    valid_from: date | None
    valid_to: date | None
    dossier: str
    file_uuid: UUID | None
    code: str
    ended_at: datetime | None
    end_reason: str
    replaced_by: UUID | None
    replaced_by_number: str
    uses: int = 0


@dataclass(frozen=True)
class ItemDetail:
    """An item with the dossiers in which it was used."""

    row: ItemRow
    uses: tuple[UseRow, ...]


States = Mapping[ItemState, int]
