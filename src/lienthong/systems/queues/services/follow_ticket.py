"""What the holder of a ticket does with it; the uuid in the address of their page is their right to it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Conflict, FieldError, Invalid, NotFound
from lienthong.kernel.notifications.queries import normal_phone
from lienthong.systems.queues.contracts import TicketState
from lienthong.systems.queues.models import Desk, Ticket

from .at_counter import end_ticket
from .tell_nearly import tell_nearly


def ask_to_be_told(*, ticket: UUID, phone: str, now: datetime) -> None:
    """Keep a telephone until the ticket ends, to tell its holder when few are ahead.

    :raises NotFound: no such ticket
    :raises Invalid: no mobile number of Việt Nam
    :raises Conflict: the desk tells nobody, the ticket waits no more, or a message went out for it already
    """
    number = normal_phone(phone)
    with transaction.atomic():
        desk, row = _locked(ticket)
        if not desk.takes_phones or row.state != TicketState.WAITING:
            raise Conflict(_("This ticket does not wait any more."))
        if row.told_at is not None:
            raise Conflict(_("The message was sent: your turn is near."))
        if not number:
            message = _("Enter a mobile number with ten figures")
            raise Invalid(message, errors=(FieldError("phone", message),))
        row.phone = number
        row.save(update_fields=["phone"])
        tell_nearly(desk=desk, now=now)


def leave_line(*, ticket: UUID, now: datetime) -> None:
    """Give a ticket up, so that nobody is called in vain.

    :raises NotFound: no such ticket
    :raises Conflict: it was called already, or has ended
    """
    with transaction.atomic():
        desk, row = _locked(ticket)
        if row.state != TicketState.WAITING:
            raise Conflict(_("This ticket does not wait any more."))
        end_ticket(row, TicketState.LEFT, now)
        Desk.objects.filter(pk=desk.pk).update(version=F("version") + 1)
        tell_nearly(desk=desk, now=now)


def _locked(uuid: UUID) -> tuple[Desk, Ticket]:
    """Return a ticket with its desk, which is locked first as for every change of its line."""
    desk_id = Ticket.objects.filter(uuid=uuid).values_list("desk_id", flat=True).first()
    if desk_id is None:
        raise NotFound(_("There is no such ticket."))
    desk = Desk.objects.select_for_update(of=("self",)).get(pk=desk_id)
    return desk, Ticket.objects.get(uuid=uuid)
