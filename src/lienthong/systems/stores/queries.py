"""What may be read of stores."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.accounts.queries import own_party
from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.audit.extensions import purpose
from lienthong.kernel.audit.services import note_reads

from . import rules
from .contracts import USE, ItemDetail, ItemKind, ItemRow, ItemState, States, UseRow
from .models import StoreItem
from .policy import serves

SERVED = purpose("stores.item.serve", gettext_lazy("Used papers of the person's store at the counter"))
PAGE = 30


def find_item(*, ref: str, owner_id: int, lock: bool = False) -> StoreItem | None:
    """Return an item of an owner by its reference, None when they have none such. One statement."""
    try:
        uuid = UUID(ref)
    except ValueError:
        return None
    rows = StoreItem.objects.select_for_update() if lock else StoreItem.objects.all()
    return rows.filter(uuid=uuid, owner_id=owner_id).first()


def fitting_items(*, owner_id: int, type_codes: frozenset[str], viewer: Actor, now: datetime) -> Sequence[StoreItem]:
    """Return the items of an owner, of some types, that count now, newest first, and note the look. One statement.

    Whoever neither serves people nor is the owner is shown none.
    """
    if not type_codes or not serves(viewer, owner_id):
        return ()
    rows = StoreItem.objects.filter(_standing(ItemState.VALID, timezone.localdate(now)))
    found = tuple(rows.filter(owner_id=owner_id, type_code__in=type_codes).order_by("-issued_on", "-id")[:PAGE])
    if found and viewer.may(USE):
        note_reads(people=(owner_id,), record="", purpose=SERVED, viewer=viewer)
    return found


def own_items(
    *, viewer: Actor, now: datetime, state: ItemState | None = None, page: int = 1
) -> tuple[tuple[ItemRow, ...], bool]:
    """Return a page of what is kept for the viewer, newest first, and whether more follow. Four statements at most."""
    owner = own_party(viewer=viewer)
    if owner is None:
        return (), False
    day = timezone.localdate(now)
    rows = _whole().filter(owner_id=owner).order_by("-issued_on", "-id")
    if state is not None:
        rows = rows.filter(_standing(state, day))
    found = list(rows[(page - 1) * PAGE : page * PAGE + 1])
    return _rows(found[:PAGE], day), len(found) > PAGE


def stream_own(*, viewer: Actor, now: datetime, state: ItemState | None = None) -> Iterator[ItemRow]:
    """Yield all of the list, for a file."""
    page, more = 1, True
    while more:
        rows, more = own_items(viewer=viewer, now=now, state=state, page=page)
        page += 1
        yield from rows


def count_own(*, viewer: Actor, now: datetime) -> States:
    """Return how many items of each state are kept for the viewer. Four statements at most."""
    owner = own_party(viewer=viewer)
    day = timezone.localdate(now)
    counts = {state.value: Count("id", filter=_standing(state, day)) for state in ItemState}
    found = StoreItem.objects.filter(owner_id=owner).aggregate(**counts) if owner is not None else {}
    return {state: found.get(state.value, 0) for state in ItemState}


def own_item(*, uuid: UUID, viewer: Actor, now: datetime) -> ItemDetail:
    """Return one item of the viewer with the dossiers in which it was used. Six statements at most.

    :raises NotFound: the viewer has no such item
    """
    owner = own_party(viewer=viewer)
    row = _whole().filter(uuid=uuid, owner_id=owner).first() if owner is not None else None
    if row is None:
        raise NotFound(_("There is no such paper in your store."))
    uses = tuple(
        UseRow(
            dossier=use.dossier,
            title=use.title,
            paper=use.paper,
            at=use.at,
            by_name=use.by_name,
            agency_name=use.agency_name,
            presence=use.presence,
        )
        for use in row.uses.order_by("-id")[:PAGE]
    )
    return ItemDetail(_rows([row], timezone.localdate(now))[0], uses)


def _whole() -> "QuerySet[StoreItem]":
    return StoreItem.objects.select_related("file").annotate(times=Count("uses"))


def _standing(state: ItemState, day: date) -> Q:
    """Return the SQL condition of `rules.state_on`."""
    over = Q(valid_to__lt=day)
    if state is ItemState.EXPIRED:
        return Q(state=ItemState.VALID) & over
    if state is ItemState.VALID:
        return Q(state=ItemState.VALID) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    return Q(state=state)


def _rows(items: Sequence[StoreItem], day: date) -> tuple[ItemRow, ...]:
    """Return items as their owner sees them; those that were replaced with what took their place. One statement."""
    chains = {item.chain for item in items if item.state == ItemState.REPLACED}
    later = StoreItem.objects.filter(chain__in=chains).order_by("no") if chains else ()
    newest = {each.chain: each for each in later}
    return tuple(_row(item, newest.get(item.chain), day) for item in items)


def _row(item: StoreItem, newest: StoreItem | None, day: date) -> ItemRow:
    after = newest if newest is not None and newest.no > item.no and item.state == ItemState.REPLACED else None
    return ItemRow(
        uuid=item.uuid,
        kind=ItemKind(item.kind),
        state=rules.state_on(item.state, item.valid_to, day),
        type_code=item.type_code,
        title=item.title,
        number=item.number,
        issuer_name=item.issuer_name,
        issued_on=item.issued_on,
        valid_from=item.valid_from,
        valid_to=item.valid_to,
        dossier=item.dossier,
        file_uuid=item.file.uuid if item.file else None,
        code=item.code,
        ended_at=item.ended_at,
        end_reason=item.end_reason,
        replaced_by=after.uuid if after else None,
        replaced_by_number=after.number if after else "",
        uses=getattr(item, "times", 0),
    )
