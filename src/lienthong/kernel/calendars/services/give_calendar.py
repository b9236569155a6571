"""Letting an agency work by a calendar."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, NotFound, NotPermitted
from lienthong.kernel.audit.services import record

from ..extensions import calendar_users
from ..models import Calendar
from ..policy import CALENDARS, MANAGE
from .refusals import no_such_calendar


@transaction.atomic
def give_calendar(*, calendar_id: int, code: str, reason: str, actor: Actor, now: datetime) -> None:
    """Let the one with this code work by the calendar; open cases keep the calendar with which they began.

    :raises CalendarNotFound: there is no such calendar
    :raises NotPermitted: the actor does not manage calendars
    :raises Invalid: nobody has this code
    """
    calendar = Calendar.objects.filter(pk=calendar_id).first()
    if calendar is None:
        raise no_such_calendar(calendar_id)
    if not CALENDARS.allows(actor, MANAGE, calendar):
        raise NotPermitted(_("You may not manage calendars."))
    for users in calendar_users():
        try:
            users.give(code=code.strip(), calendar_id=calendar_id, reason=reason, actor=actor, now=now)
        except NotFound:
            continue
        data = {"given_to": code.strip()}
        kept = {"subject_type": "calendars.calendar", "subject_key": str(calendar_id), "act": "calendars.give"}
        record(**kept, actor=actor, now=now, note=reason, data=data)
        return
    words = _("There is no agency with the code %(code)s.") % {"code": code[:40]}
    raise Invalid(words, errors=(FieldError("code", words),))
