"""Telling who is soon called."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from lienthong.kernel.notifications import services as notifications
from lienthong.kernel.notifications.contracts import Recipient
from lienthong.systems.queues.contracts import NEARLY, TicketState
from lienthong.systems.queues.models import Desk, Ticket
from lienthong.systems.queues.queries import foresee_line


def tell_nearly(*, desk: Desk, now: datetime) -> int:
    """Send a message to those who left a telephone and have few people ahead, once each; return how many.

    Runs inside the act that moved the line; where nobody left a telephone it is one statement on an index.
    """
    waiting = list(
        Ticket.objects.filter(
            desk=desk, day=timezone.localdate(now), state=TicketState.WAITING, told_at__isnull=True
        ).exclude(phone="")
    )
    if not waiting:
        return 0
    foreseen, told = foresee_line(desk=desk, now=now), 0
    for ticket in waiting:
        expected = foreseen.get(ticket.pk)
        if expected is None or expected.ahead > desk.tells_ahead:
            continue
        ticket.told_at = now
        ticket.save(update_fields=["told_at"])
        name = desk.name_en if ticket.language == "en" and desk.name_en else desk.name
        notifications.notify(
            template=NEARLY,
            to=Recipient(name="", phone=ticket.phone),
            context={"code": ticket.code, "ahead": str(expected.ahead), "desk": name},
            subject_key=str(ticket.uuid),
            url=reverse("queues:ticket", args=[ticket.uuid]),
            language=ticket.language,
            agency_id=desk.agency_id,
            now=now,
        )
        told += 1
    return told
