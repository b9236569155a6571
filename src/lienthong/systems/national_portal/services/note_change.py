"""Noting that the Portal is to be told of a change."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from lienthong.kernel.acts.contracts import NotFound
from lienthong.systems.national_portal.contracts import Line, SyncState
from lienthong.systems.national_portal.models import Change, Sync
from lienthong.systems.national_portal.queries import has_routes, route_of
from lienthong.systems.national_portal.words import cause_words
from lienthong.systems.onestop import queries as onestop
from lienthong.systems.onestop.contracts import DossierPicture

from .ask import ask_to_send


def note_change(*, number: str, cause: str, event_id: str, officer: str, now: datetime) -> None:
    """Note one change of a dossier and ask for it to be sent, in the caller's transaction; told twice, noted once.

    What is sent later is the picture of that later moment; the line of progress is of this one. A procedure without a
    route, or with one that is off, is told to nobody.

    :param cause: what happened: the type of the event, or "comparison"
    :param now: when it happened
    """
    if not has_routes():
        return
    try:
        picture = onestop.picture(number=number)
    except NotFound:
        # A filing with a code of the Portal was meanwhile replaced by another; there is nothing to tell of it.
        return
    route = route_of(procedure=picture.procedure)
    if route is None or not route.is_on:
        return
    with transaction.atomic():
        sync, _is_new = Sync.objects.select_for_update().get_or_create(
            number=picture.number,
            defaults={
                "procedure": picture.procedure,
                "title": picture.title,
                "reception_id": picture.reception_id,
                "generation": route.generation,
                "state": SyncState.WAITING,
            },
        )
        line = _line(picture, cause, officer, now)
        _change, is_news = Change.objects.get_or_create(
            sync=sync, event_id=event_id, defaults={"cause": cause, "at": now, "line": line}
        )
        if not is_news:
            return
        # What is news to the Portal opens also what it refused before: it may take the whole now.
        sync.state, sync.attempts, sync.generation = SyncState.WAITING, 0, route.generation
        sync.waiting_since = sync.waiting_since or now
        sync.next_try_at, sync.version = now, sync.version + 1
        sync.save()
        ask_to_send(number=sync.number)


def _line(picture: DossierPicture, cause: str, officer: str, now: datetime) -> dict[str, Any]:
    line = Line(
        number=picture.number,
        officer=officer,
        position="",
        at=now,
        unit=picture.competent if picture.received_at else picture.reception,
        content=cause_words(cause) + (f": {picture.note}" if picture.note else ""),
        state=picture.portal_state,
        begun_at=picture.received_at or picture.filed_at,
        due_at=picture.due_at,
    )
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(line).items()}
