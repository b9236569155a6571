"""Making a calendar that inherits from another until it says something of its own."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, NotPermitted
from lienthong.kernel.audit.services import record

from ..models import Calendar
from ..policy import CALENDARS, MANAGE
from .new_version import new_version
from .refusals import name_faults, no_such_calendar


@transaction.atomic
def create_calendar(*, name: str, parent_id: int | None, actor: Actor, now: datetime) -> int:
    """Make a calendar and return its number; without hours and days of its own it works as its parent does (R-38).

    :raises NotPermitted: the actor does not manage calendars
    :raises CalendarNotFound: there is no such parent
    :raises Invalid: no name, one that is too long, or one that is taken
    """
    if not CALENDARS.allows(actor, MANAGE, Calendar()):
        raise NotPermitted(_("You may not manage calendars."))
    name = " ".join(name.split())
    if errors := name_faults(name):
        raise Invalid(_("Check the name of the calendar"), errors=errors)
    if parent_id is not None and not Calendar.objects.filter(pk=parent_id).exists():
        raise no_such_calendar(parent_id)
    calendar, created = Calendar.objects.get_or_create(name=name, defaults={"parent_id": parent_id})
    if not created:
        message = _("There is a calendar of this name already")
        raise Invalid(message, errors=(FieldError("name", message),))
    new_version(calendar_id=calendar.pk)
    record(
        subject_type="calendars.calendar", subject_key=str(calendar.pk), act="calendars.create", actor=actor, now=now
    )
    return calendar.pk
