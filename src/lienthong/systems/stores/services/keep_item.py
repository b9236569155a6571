"""Keeping something for its owner, and following what becomes of it at its source (R-57, R-59)."""

from datetime import datetime

from django.db import connection, transaction

from lienthong.systems.stores import rules
from lienthong.systems.stores.contracts import ItemState, KeptItem
from lienthong.systems.stores.models import StoreItem


def keep_item(*, item: KeptItem, now: datetime) -> None:
    """Keep an item as its source tells of it; told again, late or out of order it leads to the same.

    A handler of events calls it, and nobody's right is asked: what is kept is the owner's, and only they and who serves
    them may see it.

    :param item: how it stands at its source; what was ended never counts again
    """
    with transaction.atomic():
        _lock_chain(item.chain)
        rows = {row.no: row for row in StoreItem.objects.select_for_update().filter(chain=item.chain).order_by("no")}
        row = rows.get(item.no)
        for each in rows.values():
            if each.no < item.no and each.state not in rules.ENDED:
                _end(each, ItemState.REPLACED, now, "")
        state = rules.settled_state(
            no=item.no,
            told_end=item.end,
            known=row.state if row is not None else "",
            has_file=item.file_id is not None or (row is not None and row.file_id is not None),
            chain=rows,
        )
        if row is None:
            _create(item, state, now)
        else:
            _follow(row, item, state, now)


def _lock_chain(chain: str) -> None:
    """Let those who tell of the same chain wait for each other, also before its first item is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"stores.chain:{chain}"])


def _create(item: KeptItem, state: ItemState, now: datetime) -> None:
    ended = state in rules.ENDED
    StoreItem.objects.create(
        source=item.source,
        chain=item.chain,
        no=item.no,
        kind=item.kind,
        owner_id=item.owner_id,
        type_code=item.type_code,
        title=item.title,
        number=item.number,
        dossier=item.dossier,
        issuer_name=item.issuer_name,
        issued_on=item.issued_on,
        valid_from=item.valid_from,
        valid_to=item.valid_to,
        code=item.code,
        file_id=item.file_id,
        sha256=item.sha256,
        state=state,
        ended_at=(item.ended_at or now) if ended else None,
        end_reason=item.end_reason[:500],
        kept_at=now,
    )


def _follow(row: StoreItem, item: KeptItem, state: ItemState, now: datetime) -> None:
    """Bring a known item up to date: it was digitised meanwhile, or it no longer counts."""
    if row.file_id is None and item.file_id is not None:
        row.file_id, row.sha256 = item.file_id, item.sha256
    if state in rules.ENDED:
        _end(row, state, item.ended_at or row.ended_at or now, item.end_reason)
    else:
        row.state = state
        row.save(update_fields=["file", "sha256", "state"])


def _end(row: StoreItem, state: ItemState, at: datetime, reason: str) -> None:
    row.state, row.ended_at, row.end_reason = state, at, (reason or row.end_reason)[:500]
    row.save(update_fields=["file", "sha256", "state", "ended_at", "end_reason"])
