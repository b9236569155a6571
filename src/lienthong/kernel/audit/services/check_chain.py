"""Checking the chain: what was sealed is computed again and compared, row by row."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from lienthong.kernel.audit.contracts import Finding, FindingKind, Log
from lienthong.kernel.audit.extensions import day_stamper
from lienthong.kernel.audit.models import AuditBlock, AuditDay, HistoryEntry
from lienthong.kernel.audit.queries.chain import NAMES, block_rows
from lienthong.kernel.audit.rules import (
    FIRST,
    Block,
    Sealed,
    day_head,
    link_of,
    row_digest,
    unpack_digests,
    unpack_ids,
)
from lienthong.kernel.ui.queries import local_midnight

# Of one block so many rows more than it has are read; whoever puts in more is found by these.
SURPLUS = 1_000
REMOVE = "audit.looks.remove"
SUBJECT_TYPE = "audit.day"
Tell = Callable[[int], None]


@dataclass(frozen=True)
class _Before:
    """What the day before left: where it stood in the chain, and where each log ended."""

    number: int
    day: date | None
    head: bytes
    upto: Mapping[Log, int]
    link: Mapping[Log, bytes]


_NOTHING = _Before(0, None, FIRST, dict.fromkeys(Log, 0), dict.fromkeys(Log, FIRST))


def check_chain(
    *,
    now: datetime,
    since: date | None = None,
    until: date | None = None,
    kept: Mapping[date, str] | None = None,
    tell: Tell = lambda _rows: None,
) -> Iterator[Finding]:
    """Yield what is wrong with the chain, the earliest first, in bounded memory.

    :param since: the first day to check; the day before is taken as it stands
    :param until: the last day to check
    :param kept: heads of days, in hexadecimal, as they were kept outside
    :param tell: is told how many rows were checked since it was told last
    """
    before = _before(since)
    days = AuditDay.objects.filter(number__gt=before.number).order_by("number")
    if until is not None:
        days = days.filter(day__lte=until)
    for row in days.iterator(chunk_size=30):
        yield from _check_place(row, before)
        yield from _check_day(row, before, tell)
        yield from _check_kept(row, kept or {})
        yield from _check_stamp(row)
        before = _after(row)
    if until is None:
        yield from _check_end(before, now)
    for day in sorted((kept or {}).keys() - set(AuditDay.objects.values_list("day", flat=True))):
        yield Finding(FindingKind.MISSING_DAY, day)


def _before(since: date | None) -> _Before:
    row = AuditDay.objects.filter(day__lt=since).order_by("-number").first() if since is not None else None
    return _after(row) if row is not None else _NOTHING


def _after(row: AuditDay) -> _Before:
    return _Before(
        number=row.number,
        day=row.day,
        head=bytes(row.head),
        upto={Log.HISTORY: row.history_upto, Log.LOOKS: row.looks_upto},
        link={Log.HISTORY: bytes(row.history_link), Log.LOOKS: bytes(row.looks_link)},
    )


def _check_place(row: AuditDay, before: _Before) -> Iterator[Finding]:
    """Compare a day with its place in the chain and with its own head."""
    expected = before.day + timedelta(days=1) if before.day is not None else row.day
    if row.number != before.number + 1 or row.day != expected:
        yield Finding(FindingKind.MISSING_DAY, min(expected, row.day), count=abs(row.number - before.number - 1))
    after = _after(row)
    rows = {Log.HISTORY: row.history_rows, Log.LOOKS: row.looks_rows}
    logs = {each.value: Sealed(after.upto[each], rows[each], after.link[each]) for each in Log}
    head = day_head(previous=bytes(row.previous), number=row.number, day=row.day, logs=logs)
    if bytes(row.previous) != before.head or head != after.head:
        yield Finding(FindingKind.DAY, row.day)


def _check_day(row: AuditDay, before: _Before, tell: Tell) -> Iterator[Finding]:
    """Check the blocks of a day, each log by itself."""
    rows = {Log.HISTORY: row.history_rows, Log.LOOKS: row.looks_rows}
    after = _after(row)
    removed = row.looks_rows > 0 and _was_removed(row)
    for name in Log:
        link, end, counted = before.link[name], before.upto[name], 0
        for block in AuditBlock.objects.filter(day=row.day, log=name).order_by("number").iterator(chunk_size=20):
            ids, digests = unpack_ids(bytes(block.ids)), unpack_digests(bytes(block.digests))
            whole = link_of(link, _block(block)) == bytes(block.link) and len(ids) == len(digests)
            if not whole or block.after_id != end:
                yield Finding(FindingKind.SEAL, row.day, name, row=block.after_id + 1, until=block.upto_id)
            yield from _check_rows(row.day, name, block, dict(zip(ids, digests, strict=False)), may_lack=removed)
            link, end, counted = bytes(block.link), block.upto_id, counted + len(ids)
            tell(len(ids))
        if (link, end, counted) != (after.link[name], after.upto[name], rows[name]):
            yield Finding(FindingKind.SEAL, row.day, name, row=end + 1, until=after.upto[name])
    if removed:
        yield Finding(FindingKind.RETIRED, row.day, Log.LOOKS, count=row.looks_rows)


def _check_rows(
    day: date, name: Log, block: AuditBlock, sealed: dict[int, bytes], *, may_lack: bool
) -> Iterator[Finding]:
    """Compare the rows of a block with their digests, in order of their number.

    :param may_lack: rows of this day were removed because their time was over
    """
    lack_is_right = may_lack and name is Log.LOOKS
    rows, _late = block_rows(
        log=name,
        after=block.after_id,
        upto=block.upto_id,
        limit=len(sealed) + SURPLUS,
        late_before=local_midnight(day),
    )
    found = {row[0]: row for row in rows}
    for number in sorted(sealed.keys() | found.keys()):
        if number not in found:
            if not lack_is_right:
                yield Finding(FindingKind.REMOVED, day, name, number)
        elif number not in sealed:
            yield Finding(FindingKind.INSERTED, day, name, number, detail=_words(name, found[number]))
        elif row_digest(name.value, found[number]) != sealed[number]:
            yield Finding(FindingKind.CHANGED, day, name, number, detail=_words(name, found[number]))


def _check_kept(row: AuditDay, kept: Mapping[date, str]) -> Iterator[Finding]:
    if row.day in kept and kept[row.day] != bytes(row.head).hex():
        yield Finding(FindingKind.KEPT, row.day)


def _check_stamp(row: AuditDay) -> Iterator[Finding]:
    stamper = day_stamper()
    if row.stamp is None:
        yield Finding(FindingKind.UNSTAMPED, row.day)
    elif stamper is not None:
        verdict = stamper.verify(token=bytes(row.stamp), digest=bytes(row.head))
        if not verdict.valid:
            yield Finding(FindingKind.STAMP, row.day)


def _check_end(before: _Before, now: datetime) -> Iterator[Finding]:
    """Say when the chain does not reach to yesterday: its end may have been cut off."""
    # A day is closed in the first hour of the next, and an hour more is given.
    yesterday = timezone.localdate(now - timedelta(hours=2)) - timedelta(days=1)
    if before.day is not None and before.day < yesterday:
        yield Finding(FindingKind.BEHIND, before.day)


def _was_removed(row: AuditDay) -> bool:
    """Tell whether the history says that the looks of a day were removed, and their time was over by then."""
    entries = HistoryEntry.objects.filter(subject_type=SUBJECT_TYPE, subject_key=row.day.isoformat(), act=REMOVE)
    return entries.filter(at__gte=local_midnight(row.day) + timedelta(days=365)).exists()


def _block(block: AuditBlock) -> Block:
    return Block(
        log=block.log,
        day=block.day,
        number=block.number,
        after_id=block.after_id,
        upto_id=block.upto_id,
        ids=bytes(block.ids),
        digests=bytes(block.digests),
    )


def _words(name: Log, row: tuple[Any, ...]) -> str:
    """Return what a row says now of record, deed, moment and officer, for who must look into it."""
    said = dict(zip(NAMES[name], row, strict=True))
    told = (said.get("act") or said.get("purpose"), said["subject_key"], said["at"], said["actor_name"])
    return ", ".join(str(each) for each in told)
