"""Writing down who saw personal data: noted while a request is answered, kept in one statement before it is sent.

A query that gives personal data away notes whose it is; it writes nothing. `audit.middleware` keeps the notes of a
request when the answer is made; what is sent as a stream keeps its notes itself, batch by batch, before each is sent.
The same look of the same reader at the same record for the same purpose stands once an hour: the database drops the
second by a unique key, nothing is asked beforehand.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.db import connection

from lienthong.kernel.audit.contracts import Recorded, person_key
from lienthong.kernel.audit.rules import once_key

Row = TypeVar("Row")
# Key of the person, code of the record, purpose.
Noted = tuple[str, str, str]
# How many rows of a stream are noted at once.
BATCH = 500
_KEEP = """
INSERT INTO audit_accessentry
    (at, actor_id, actor_name, position, agency_id, agency_name, on_behalf_of, person_key, subject_key, purpose, once)
SELECT %s::timestamptz, %s::bigint, %s::text, %s::text, %s::bigint, %s::text, %s::text,
    look.person, look.record, look.purpose, look.once
FROM unnest(%s::text[], %s::text[], %s::text[], %s::uuid[]) AS look(person, record, purpose, once)
ON CONFLICT (once) DO NOTHING
"""


@dataclass
class Reading:
    """What was noted in one request: by reader, each look once."""

    readers: dict[int, Recorded] = field(default_factory=dict)
    looks: dict[int, set[Noted]] = field(default_factory=dict)


_CURRENT: ContextVar[Reading | None] = ContextVar("audit_reading", default=None)


@contextmanager
def reading() -> Iterator[Reading]:
    """Collect what is noted while the block lasts."""
    noted = Reading()
    token = _CURRENT.set(noted)
    try:
        yield noted
    finally:
        _CURRENT.reset(token)


def note_reads(*, people: Iterable[int], record: str, purpose: str, viewer: Recorded) -> None:
    """Note that a viewer is shown data of people; outside a request nothing is shown, so nothing is noted.

    :param people: ids of parties
    :param record: the code of the record that holds the data, empty where there is none
    :param purpose: a code declared by `audit.extensions.purpose`
    """
    noted = _CURRENT.get()
    # Somebody without a name has not signed in: they hold a receipt, and what they see shows no personal data.
    if noted is None or not viewer.name:
        return
    noted.readers[id(viewer)] = viewer
    noted.looks.setdefault(id(viewer), set()).update((person_key(each), record, purpose) for each in people)


def keep_reads(noted: Reading, *, now: datetime) -> None:
    """Write down what was noted: one statement, for a request has one reader."""
    for reader, looks in noted.looks.items():
        _keep(noted.readers[reader], looks, now)


def noting(
    rows: Iterable[Row],
    *,
    whom: Callable[[list[Row]], Iterable[tuple[int, str]]],
    purpose: str,
    viewer: Recorded,
    now: datetime,
) -> Iterator[Row]:
    """Yield the rows of an export; whose data they hold is written down before they leave, one statement a batch.

    :param whom: gives id of party and code of record for some rows
    :param now: when the export was asked for
    """
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        _keep(viewer, {(person_key(party), record, purpose) for party, record in whom(batch)}, now)
        yield from batch


def _keep(reader: Recorded, looks: set[Noted], now: datetime) -> None:
    if not looks:
        return
    # In one order, so that two requests that keep the same looks wait for each other and never both.
    rows = sorted((once_key(reader, *look, now), *look) for look in looks)
    keys, people, records, purposes = (list(column) for column in zip(*rows, strict=True))
    place = (reader.position, reader.agency_id, reader.agency_name, reader.on_behalf_of)
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [now, reader.user_id, reader.name, *place, people, records, purposes, keys])
