"""Reading bulk runs: the page of one, the list, the outcome of each subject."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, Min, QuerySet

from .contracts import Actor, BulkInfo, BulkLine, BulkReason, BulkState, ItemState
from .declaration import find_act, out_of_sight
from .models import BulkItem, BulkRun

MANAGE = "acts.bulk.manage"
PAGE = 50
EXPORT_BATCH = 1000
ENDED = (BulkState.STOPPED, BulkState.DONE)


def run_of(*, uuid: UUID, viewer: Actor) -> BulkRun:
    """Return a run the viewer began, or any for an administrator of runs.

    :raises NotFound: there is none within reach
    """
    run = _within_reach(viewer).filter(uuid=uuid).first()
    if run is None:
        raise out_of_sight(str(uuid))
    return run


def undo_until(run: BulkRun) -> datetime | None:
    """Return until when an ended run may be undone; None while it has not ended or when it cannot be."""
    if run.state not in ENDED or run.started_at is None or run.ended_at is None or run.undoes_id is not None:
        return None
    if find_act(run.act).inverse is None:
        return None
    return run.ended_at + timedelta(minutes=settings.BULK_UNDO_MINUTES)


def get_bulk(*, uuid: UUID, viewer: Actor, now: datetime) -> BulkInfo:
    """Return one run with its counts and pace. Three statements.

    :raises NotFound: there is none within reach
    """
    run = run_of(uuid=uuid, viewer=viewer)
    return _describe([run], viewer, now)[0]


def list_bulk(*, viewer: Actor, now: datetime, after: int | None = None) -> tuple[tuple[BulkInfo, ...], int | None]:
    """Return a page of runs within reach, newest first, and the cursor of the next. Three statements."""
    rows = _within_reach(viewer).order_by("-id")
    if after is not None:
        rows = rows.filter(id__lt=after)
    found = list(rows[: PAGE + 1])
    cursor = found[PAGE - 1].pk if len(found) > PAGE else None
    return tuple(_describe(found[:PAGE], viewer, now)), cursor


def list_reasons(*, uuid: UUID, viewer: Actor) -> tuple[BulkReason, ...]:
    """Return why subjects were refused, the most frequent first. Two statements."""
    run = run_of(uuid=uuid, viewer=viewer)
    refused = run.items.filter(state__in=[ItemState.BARRED, ItemState.REFUSED, ItemState.FAILED])
    grouped = refused.values("code").annotate(n=Count("id"), one=Min("message"), other=Max("message")).order_by("-n")
    return tuple(
        BulkReason(code=row["code"], message=row["one"], count=row["n"], varied=row["one"] != row["other"])
        for row in grouped
    )


def list_lines(
    *, uuid: UUID, viewer: Actor, state: str = "", after: int = 0
) -> tuple[tuple[BulkLine, ...], int | None]:
    """Return a page of subjects in their order, and the cursor of the next. Two statements.

    :param state: one of `ItemState`; anything else shows all
    """
    run = run_of(uuid=uuid, viewer=viewer)
    rows = _lines(run, state).filter(position__gt=after)
    found = [_line(item, run, viewer) for item in rows[: PAGE + 1]]
    return tuple(found[:PAGE]), found[PAGE - 1].position if len(found) > PAGE else None


def all_lines(*, uuid: UUID, viewer: Actor, state: str = "") -> Iterator[BulkLine]:
    """Return every subject, for a file, without holding them together."""
    run = run_of(uuid=uuid, viewer=viewer)
    return (_line(item, run, viewer) for item in _lines(run, state).iterator(chunk_size=EXPORT_BATCH))


def _within_reach(viewer: Actor) -> QuerySet[BulkRun]:
    rows = BulkRun.objects.all()
    return rows if viewer.may(MANAGE) else rows.filter(starter_id=viewer.user_id or 0)


def _lines(run: BulkRun, state: str) -> QuerySet[BulkItem]:
    rows = run.items.order_by("position")
    return rows.filter(state=state) if state in set(ItemState) else rows


def _line(item: BulkItem, run: BulkRun, viewer: Actor) -> BulkLine:
    # Who steers the runs of others needs no more than the code of a subject; its title may name a citizen.
    return BulkLine(
        position=item.position,
        key=item.subject_key,
        title=item.title if run.starter_id == viewer.user_id else "",
        state=ItemState(item.state),
        message=item.message,
        done_at=item.done_at,
    )


def _describe(runs: list[BulkRun], viewer: Actor, now: datetime) -> list[BulkInfo]:
    keys = [run.pk for run in runs]
    counts = {key: dict.fromkeys(ItemState, 0) for key in keys}
    counted = BulkItem.objects.filter(run__in=keys).order_by().values_list("run_id", "state").annotate(n=Count("id"))
    for key, state, number in counted:
        counts[key][ItemState(state)] = number
    related = [*keys, *(run.undoes_id for run in runs if run.undoes_id is not None)]
    uuids = dict(BulkRun.objects.filter(pk__in=related).values_list("pk", "uuid"))
    takers = dict(BulkRun.objects.filter(undoes__in=keys).values_list("undoes_id", "uuid"))
    return [
        BulkInfo(
            uuid=run.uuid,
            act=run.act,
            label=str(find_act(run.act).label),
            title=run.title or str(find_act(run.act).label),
            back=run.back,
            state=BulkState(run.state),
            counts=counts[run.pk],
            starter=run.starter_name,
            proposed_at=run.proposed_at,
            started_at=run.started_at,
            ended_at=run.ended_at,
            seconds_left=_seconds_left(run, counts[run.pk], now),
            undo_until=undo_until(run) if counts[run.pk][ItemState.DONE] else None,
            undone_by=takers.get(run.pk),
            undoes=uuids.get(run.undoes_id) if run.undoes_id else None,
            is_own=run.starter_id == viewer.user_id,
        )
        for run in runs
    ]


def _seconds_left(run: BulkRun, counts: Mapping[ItemState, int], now: datetime) -> int | None:
    """Estimate from the pace since the run was last set going; None before there is a pace."""
    tried = sum(counts[each] for each in (ItemState.DONE, ItemState.REFUSED, ItemState.FAILED)) - run.resumed_from
    if run.state != BulkState.RUNNING or run.resumed_at is None or tried <= 0:
        return None
    return round(counts[ItemState.WAITING] * (now - run.resumed_at).total_seconds() / tried)
