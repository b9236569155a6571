"""Storing due dates that moved because a calendar changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from lienthong.kernel.calendars.contracts import DueMove

from ..models import ProcessInstance, Wait, WorkItem
from ..models.instance import LIVE
from ..models.wait import PENDING
from ..models.work_item import OPEN


@transaction.atomic
def move_step_due_dates(*, moves: Sequence[DueMove]) -> int:
    """Store new due dates of open steps, each only where the old one still stands; return how many moved."""
    found = WorkItem.objects.select_for_update(of=("self",)).filter(OPEN, pk__in=[move.key for move in moves])
    by_key = {item.pk: item for item in found.order_by("pk")}
    moved = []
    for move in moves:
        item = by_key.get(move.key)
        if item is not None and item.due_at == move.old:
            item.due_at = move.new
            item.version += 1
            moved.append(item)
    WorkItem.objects.bulk_update(moved, ["due_at", "version"])
    return len(moved)


@transaction.atomic
def move_timer_due_dates(*, moves: Sequence[DueMove]) -> int:
    """Store new moments of timers that wait, each only where the old one still stands; return how many moved."""
    wanted = {move.key: move for move in moves}
    rows = Wait.objects.select_for_update(of=("self",)).filter(PENDING, pk__in=wanted, kind="timer").order_by("pk")
    moved = [row for row in rows if row.due_at == wanted[row.pk].old]
    for row in moved:
        row.due_at = wanted[row.pk].new
    Wait.objects.bulk_update(moved, ["due_at"])
    return len(moved)


@transaction.atomic
def move_subject_due_dates(*, subject_type: str, due_dates: Mapping[str, datetime]) -> None:
    """Tell running cases the new dates of their subjects, by key of the subject; the dates of steps stay."""
    cases = ProcessInstance.objects.select_for_update().filter(
        subject_type=subject_type, subject_key__in=list(due_dates), status__in=LIVE
    )
    for case in cases.order_by("pk"):
        case.subject_due_at = due_dates[case.subject_key]
        case.save(update_fields=["subject_due_at"])
        WorkItem.objects.filter(OPEN, instance_id=case.pk).update(
            subject_due_at=case.subject_due_at, version=F("version") + 1
        )
