"""Taking a bulk run back, as another bulk run of the inverse act."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict, ItemState, Picked
from lienthong.kernel.acts.declaration import Inverse, find_act
from lienthong.kernel.acts.models import BulkRun
from lienthong.kernel.acts.queries import run_of, undo_until

from .propose_bulk import BATCH, propose_bulk


def undo_bulk(*, uuid: UUID, actor: Actor, now: datetime) -> UUID:
    """Try out the taking back of a run: the subjects it did, the last first; changed ones since are refused.

    Asked again, gives the same run. It is then begun like any other, in the name of the one who takes back.

    :raises NotFound: no such run within reach
    :raises Conflict: the act has no inverse, the time is over, or nothing was done
    """
    with transaction.atomic():
        done = BulkRun.objects.select_for_update().get(pk=run_of(uuid=uuid, viewer=actor).pk)
        before = BulkRun.objects.filter(undoes=done).first()
        if before is not None:
            return before.uuid
        inverse = require_undoable(done, now)
        return propose_bulk(
            act=inverse.act,
            picked=_picked(done, inverse),
            inputs={},
            actor=actor,
            now=now,
            title=_("Undo: %(what)s") % {"what": done.title or find_act(done.act).label},
            back=done.back,
            undoes=done,
        )


def require_undoable(done: BulkRun, now: datetime) -> Inverse:
    """Return the inverse of a run that may still be taken back.

    :raises Conflict: it may not, and why
    """
    inverse = find_act(done.act).inverse
    if inverse is None:
        raise Conflict(_("This act cannot be undone."))
    if done.undoes_id is not None:
        raise Conflict(_("An undo is not undone; do the act again."))
    until = undo_until(done)
    if until is None:
        raise Conflict(_("The run must end, or be stopped, before it is undone."))
    if now > until:
        raise Conflict(_("The time in which this run could be undone is over."))
    return inverse


def _picked(done: BulkRun, inverse: Inverse) -> Iterator[Picked]:
    items = done.items.filter(state=ItemState.DONE).order_by("-position")
    for item in items.iterator(chunk_size=BATCH):
        inputs = inverse.inputs({**done.inputs, **item.inputs}, item.recorded)
        if inputs is not None:
            yield Picked(key=item.subject_key, inputs=inputs, expected_version=item.left_version)
