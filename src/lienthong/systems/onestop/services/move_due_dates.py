"""Storing due dates of dossiers that moved because a calendar changed."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.audit.services import record
from lienthong.kernel.calendars.contracts import DueMove
from lienthong.kernel.events.services import publish
from lienthong.kernel.processes import services as processes
from lienthong.systems.onestop.contracts import SUBJECT_TYPE
from lienthong.systems.onestop.events import DossierDueMoved
from lienthong.systems.onestop.models import Dossier


@transaction.atomic
def move_due_dates(*, moves: Sequence[DueMove], reason: str, actor: Actor, now: datetime) -> int:
    """Store new due dates of open dossiers, each only where the old one still stands; return how many moved.

    Each history says both dates and by which decision (checklist 4), and an event tells whoever listens.
    """
    wanted = {move.key: move for move in moves}
    rows = Dossier.objects.select_for_update().filter(pk__in=wanted, ended_at__isnull=True).order_by("pk")
    moved = [row for row in rows if row.due_at == wanted[row.pk].old]
    for row in moved:
        old, row.due_at = row.due_at, wanted[row.pk].new
        row.version += 1
        row.save(update_fields=["due_at", "version"])
        record(
            subject_type=SUBJECT_TYPE,
            subject_key=row.number,
            act="onestop.dossier.due_moved",
            actor=actor,
            now=now,
            note=reason,
            data={"due_before": old.isoformat(), "due_after": row.due_at.isoformat()},
        )
        moved_event = DossierDueMoved(number=row.number, due_before=old, due_at=row.due_at, reason=reason, at=now)
        publish(event=moved_event, subject=row.number, now=now, actor_name=actor.name)
    due_dates = {row.number: row.due_at for row in moved}
    processes.move_subject_due_dates(subject_type=SUBJECT_TYPE, due_dates=due_dates)
    return len(moved)
