"""What somebody decides about events that were not taken: try again, or give up."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from lienthong.kernel.events.contracts import HandoverState, Undelivered, UndeliveredFilter
from lienthong.kernel.events.models import Handover
from lienthong.kernel.events.queries import describe, undelivered

from .ask_worker import ask_worker

MOST = 5_000


def retry_handovers(
    *, wanted: UndeliveredFilter, places: Sequence[int] | None, now: datetime
) -> tuple[Undelivered, ...]:
    """Put dead letters back in line and return them, at most 5,000; the caller has checked the right to do so.

    A subscriber that did its part does not do it again. What happened later about the subject may have been told in
    the meantime: order is kept among what waits only.

    :param places: only these of them; None means all that fit
    """
    return _move(wanted, places, state=HandoverState.WAITING, attempts=0, next_try_at=now)


def give_up_handovers(*, wanted: UndeliveredFilter, places: Sequence[int] | None) -> tuple[Undelivered, ...]:
    """Decide that dead letters need not be told any more and return them, at most 5,000.

    The caller has checked the right to do so and keeps the reason.
    """
    return _move(wanted, places, state=HandoverState.GIVEN_UP, next_try_at=None)


@transaction.atomic
def _move(wanted: UndeliveredFilter, places: Sequence[int] | None, **change: object) -> tuple[Undelivered, ...]:
    rows = undelivered(wanted).filter(state=HandoverState.DEAD)
    if places is not None:
        rows = rows.filter(pk__in=list(places))
    locked = list(rows.select_for_update(of=("self",), skip_locked=True).select_related("event").order_by("pk")[:MOST])
    Handover.objects.filter(pk__in=[row.pk for row in locked]).update(**change)
    if locked and change["state"] == HandoverState.WAITING:
        ask_worker()
    return tuple(describe(row) for row in locked)
