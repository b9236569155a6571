"""Ask for work on a file."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound, NotPermitted

from ...contracts import OFFICE, READABLE, Held, StoredFileInfo, WorkInfo, WorkKind, WorkState
from ...models import FileWork
from ...providers import ocr, office
from ...queries import find_visible

UNDER_WAY = (WorkState.WAITING, WorkState.RUNNING)


def offered_works(*, file: StoredFileInfo, held: Held) -> frozenset[WorkKind]:
    """Return what can be made of a file on this machine, by somebody to whom a record shows it so."""
    kinds = set()
    if file.media_type in READABLE and held.editable and ocr.is_installed():
        kinds.add(WorkKind.SEARCHABLE)
    if file.media_type in OFFICE and office.is_installed():
        kinds.add(WorkKind.PAGES)
    return frozenset(kinds)


def ask_work(*, uuid: UUID, kind: WorkKind, actor: Actor, now: datetime) -> WorkInfo:
    """Let a worker begin; where the same is under way, that is returned.

    :raises NotFound: no record shows the file to the actor, or the program is not installed
    :raises NotPermitted: the result would be a version, and the record does not let the actor add one
    """
    file, held = find_visible(uuid=uuid, viewer=actor)
    if kind not in offered_works(file=file, held=Held(editable=True)):
        raise NotFound(_("This cannot be made of the file here."))
    if kind not in offered_works(file=file, held=held):
        raise NotPermitted(_("You may read this file, but not add a version to it."))
    with transaction.atomic():
        rows = FileWork.objects.select_related("file", "result")
        running = rows.filter(file_id=file.id, kind=kind, state__in=UNDER_WAY).first()
        if running is not None:
            return running.as_info()
        made = FileWork.objects.create(
            kind=kind, file_id=file.id, asked_by_id=actor.user_id, asked_by_name=actor.name, asked_at=now
        )
        from ...jobs import work_on_file  # the worker's door stands above; the queue is part of this transaction

        work_on_file.defer(work_id=made.pk)
    return rows.get(pk=made.pk).as_info()
