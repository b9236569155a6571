"""Writing a change of a calendar down, so that it can be looked at before it is applied."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, Invalid, NotPermitted

from .. import rules
from ..contracts import CalendarDetails, CalendarEdit, DayEntry
from ..models import Calendar, CalendarChange
from ..policy import CALENDARS, MANAGE, SEE
from ..queries.working_time import load_said
from .refusals import hours_not_sound, name_faults, no_such_calendar

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_DAYS = 2000
LONGEST_NAME, LONGEST_SOURCE = 200, 1000


@transaction.atomic
def propose_change(*, calendar_id: int, edit: CalendarEdit, actor: Actor, now: datetime) -> UUID:
    """Write down what is to change in a calendar and return the key under which the change is looked at.

    Nothing counts differently until the change is applied.

    :raises CalendarNotFound: no such calendar within the actor's sight, or no such parent
    :raises NotPermitted: the actor sees the calendar but does not manage calendars
    :raises InvalidHours: hours that overlap or run backwards
    :raises Invalid: nothing would change, or a text or date is out of bounds
    :raises Conflict: the calendar would inherit from itself
    """
    calendar = Calendar.objects.filter(pk=calendar_id).first()
    if calendar is None or not (CALENDARS.allows(actor, SEE, calendar) or CALENDARS.allows(actor, MANAGE, calendar)):
        raise no_such_calendar(calendar_id)
    if not CALENDARS.allows(actor, MANAGE, calendar):
        raise NotPermitted(_("You may not manage calendars."))
    _check(edit, calendar_id)
    own = load_said(calendar_id=calendar_id)
    details = CalendarDetails(own.name, own.parent_id, own.valid_from, own.valid_to)
    edit = rules.without_idle_parts(own.weeks, own.days, details, edit)
    if edit == CalendarEdit():
        raise Invalid(_("The calendar says so already; nothing would change."))
    change = CalendarChange.objects.create(
        calendar=calendar,
        edit=rules.write_edit(edit),
        undo=rules.write_edit(rules.inverse(own.weeks, own.days, details, edit)),
        base_version=calendar.version,
        made_at=now,
        made_by_id=actor.user_id,
        made_by_name=actor.name,
    )
    return change.uuid


def _check(edit: CalendarEdit, calendar_id: int) -> None:
    try:
        # Written and read once, the change is known to be storable and its hours to be in order.
        rules.read_edit(rules.write_edit(edit))
    except ValueError as error:
        raise hours_not_sound() from error
    if len(edit.days) + len(edit.removed_days) > MOST_DAYS:
        raise Invalid(_("At most %(most)d days at once; do it in parts.") % {"most": MOST_DAYS})
    errors = [fault for entry in edit.days for fault in _faults(entry)]
    if any(each.valid_from and each.valid_to and each.valid_to < each.valid_from for each in edit.weeks):
        errors.append(FieldError("valid_to", _("The last day comes before the first")))
    if edit.details is not None:
        errors += _check_details(edit.details, calendar_id)
    if errors:
        raise Invalid(errors[0].message, errors=tuple(errors))


def _faults(entry: DayEntry) -> list[FieldError]:
    found = []
    if not FIRST_YEAR <= entry.day.year <= LAST_YEAR:
        words = _("Days lie between %(first)d and %(last)d")
        found.append(FieldError("first_day", words % {"first": FIRST_YEAR, "last": LAST_YEAR}))
    if not entry.name.strip():
        found.append(FieldError("name", _("Say what day it is")))
    for path, text, longest in (("name", entry.name, LONGEST_NAME), ("source", entry.source, LONGEST_SOURCE)):
        if len(text) > longest:
            words = _("At most %(longest)d letters, this has %(length)d")
            found.append(FieldError(path, words % {"longest": longest, "length": len(text)}))
        if not text.replace("\n", " ").isprintable():
            message = _("There are characters in it that cannot be printed; type it again")
            found.append(FieldError(path, message))
    return found


def _check_details(details: CalendarDetails, calendar_id: int) -> list[FieldError]:
    parents = dict(Calendar.objects.values_list("pk", "parent_id"))
    above = details.parent_id
    if above is not None and above not in parents:
        raise no_such_calendar(above)
    while above is not None:
        if above == calendar_id:
            raise Conflict(_("A calendar cannot inherit from itself."), calendar=calendar_id)
        above = parents[above]
    errors = list(name_faults(details.name))
    if Calendar.objects.filter(name=details.name).exclude(pk=calendar_id).exists():
        errors.append(FieldError("name", _("There is a calendar of this name already")))
    if details.valid_from and details.valid_to and details.valid_to < details.valid_from:
        errors.append(FieldError("valid_to", _("The last day comes before the first")))
    return errors
