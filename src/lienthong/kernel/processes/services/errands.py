"""Work that no process asks for: it stands in the inbox of an agency until its subject says that it is done."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.conf import settings
from django.utils.translation import override

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.calendars.queries import working_minutes_between

from ..contracts import CANCELLED, ErrandDraft
from ..extensions import ErrandKind
from ..models import WorkItem
from ..models.work_item import OPEN

DONE = "done"


def open_errands(*, kind: ErrandKind, drafts: Iterable[ErrandDraft], now: datetime) -> None:
    """Put work into the inboxes of the agencies where it waits. One statement.

    The act that causes it opens it and the act that does it closes it, each in its own transaction; who may do it is
    asked by that act, and whoever holds `kind.right` in the agency sees it.
    """
    with override(settings.LANGUAGE_CODE):
        name = str(kind.label)
    WorkItem.objects.bulk_create(
        WorkItem(
            system=kind.system,
            subject_type=kind.subject_type,
            subject_key=draft.subject_key,
            title=draft.title[:400],
            subtitle=draft.subtitle[:300],
            url=draft.url,
            step_key=kind.key,
            step_name=name,
            role=kind.right,
            agency_id=draft.agency_id,
            unit_id=draft.unit_id,
            limit="",
            opened_at=now,
            due_at=draft.due_at,
        )
        for draft in drafts
    )


def close_errands(
    *, kind: ErrandKind, subject_keys: Collection[str], actor: Actor, now: datetime, done: bool = True
) -> int:
    """Take work out of the inboxes, and write down who did it in what time; return how many were open.

    Two statements.

    :param done: False where it need not be done any more
    """
    rows = WorkItem.objects.select_for_update(of=("self",)).filter(OPEN, instance__isnull=True)
    rows = rows.filter(subject_type=kind.subject_type, subject_key__in=subject_keys, step_key=kind.key)
    found = list(rows.select_related("agency").order_by("pk"))
    for item in found:
        item.completed_at, item.completed_by_id, item.completed_by_name = now, actor.user_id, actor.name
        item.on_behalf_of, item.outcome = actor.on_behalf_of, DONE if done else CANCELLED
        item.working_minutes_used = _minutes_used(item, now)
        item.version += 1
    if found:
        names = ("completed_at", "completed_by", "completed_by_name", "on_behalf_of", "outcome")
        WorkItem.objects.bulk_update(found, [*names, "working_minutes_used", "version"])
    return len(found)


def _minutes_used(item: WorkItem, now: datetime) -> int | None:
    calendar_id = item.agency.calendar_id
    if calendar_id is None:
        return None
    return working_minutes_between(calendar_id=calendar_id, start=item.opened_at, end=max(now, item.opened_at))
