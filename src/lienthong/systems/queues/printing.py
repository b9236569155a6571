"""What stands on the slip, as data for the template in `papers/`."""

from typing import Any

from django.utils import timezone

from lienthong.kernel.organizations import queries as organizations

from .queries import TicketPage


def slip_context(seen: TicketPage, *, address: str) -> dict[str, Any]:
    """Return the data of a slip: number, what for, when, how long; nothing of a person.

    :param address: where the ticket is followed, for the QR code
    """
    agency = organizations.get_agency(agency_id=seen.desk.agency_id)
    return {
        "agency": {"name": agency.name},
        "desk": seen.desk.name,
        "code": seen.code,
        "class": seen.class_name,
        "priority": seen.priority or None,
        "taken_at": timezone.localtime(seen.taken_at).isoformat(timespec="minutes"),
        "ahead": seen.ahead,
        "minutes": seen.minutes,
        "qr_text": address,
    }
