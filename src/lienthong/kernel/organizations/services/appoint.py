"""Positions, and appointments as they are taken over from personnel."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Conflict
from lienthong.kernel.organizations.models import Appointment, Position


def save_position(*, code: str, name: str, rank: int) -> int:
    """Make a position, or rename it, and return its id.

    :param rank: order in lists; a lower figure stands higher
    """
    position, _created = Position.objects.update_or_create(code=code, defaults={"name": name, "rank": rank})
    return position.pk


def appoint(
    *,
    user_id: int,
    agency_id: int,
    position_id: int,
    roles: tuple[str, ...],
    valid_from: date,
    unit_id: int | None = None,
    is_main: bool = True,
) -> int:
    """Give an officer a position in an agency from a day on and return the appointment's id.

    :raises Conflict: the officer has an open main appointment already
    """
    with transaction.atomic():
        if is_main and Appointment.objects.filter(user_id=user_id, is_main=True, valid_to__isnull=True).exists():
            raise Conflict(_("This officer has a main position already; end it first."))
        return Appointment.objects.create(
            user_id=user_id,
            agency_id=agency_id,
            unit_id=unit_id,
            position_id=position_id,
            roles=list(roles),
            valid_from=valid_from,
            is_main=is_main,
        ).pk
