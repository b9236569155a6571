"""Taking a ticket."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, NotFound
from lienthong.kernel.acts.services import run_once
from lienthong.systems.queues import rules
from lienthong.systems.queues.contracts import NoTickets, TicketState
from lienthong.systems.queues.models import Desk, PriorityGroup, Ticket, TicketClass
from lienthong.systems.queues.queries import gives_now, priorities_on

LANGUAGES = ("vi", "en")
# More than any hall can hold people before kiosks; whoever learned the secret cannot fill the line faster.
MOST_A_MINUTE = 30


def take_ticket(
    *, secret: str, prefix: str, priority: str = "", language: str = "vi", actor: Actor, now: datetime, key: str = ""
) -> str:
    """Give a ticket and return its uuid. Whoever stands before the kiosk may: they hold the secret of the desk.

    The desk is locked, so numbers follow each other and a limit holds.

    :param priority: code of a group of that day; empty for none
    :param key: of the form, so that one sent twice gives one ticket
    :raises NotFound: no desk has this secret
    :raises Invalid: no such class or priority group
    :raises NoTickets: outside the hours of the agency, or a limit of the day is reached
    """
    language = language if language in LANGUAGES else LANGUAGES[0]
    inputs = {"secret": secret, "prefix": prefix, "priority": priority}
    uuid, _is_new = run_once(
        key=f"{secret}.{key}" if key else "",
        purpose="queues.ticket.take",
        inputs=inputs,
        actor=actor,
        now=now,
        create=lambda: _take(secret, prefix, priority, language, now),
    )
    return uuid


def _take(secret: str, prefix: str, priority: str, language: str, now: datetime) -> str:
    day = timezone.localdate(now)
    with transaction.atomic():
        desk = Desk.objects.select_for_update(of=("self",)).select_related("agency").filter(secret=secret).first()
        if desk is None:
            raise NotFound(_("There is no such kiosk. Its address may have been replaced."))
        wanted = desk.classes.filter(prefix=prefix, active=True).first()
        if wanted is None:
            raise _invalid("prefix", _("Choose what you come for"))
        group = _group(priority, day)
        _require_open(desk, wanted, now)
        number = _next_number(desk, wanted, day)
        ticket = Ticket.objects.create(
            desk=desk,
            day=day,
            ticket_class=wanted,
            prefix=wanted.prefix,
            number=number,
            code=rules.ticket_code(wanted.prefix, number),
            priority=group,
            rank=group.rank if group else None,
            state=TicketState.WAITING.value,
            taken_at=now,
            queued_at=now,
            waits_since=now,
            language=language,
        )
        Desk.objects.filter(pk=desk.pk).update(version=F("version") + 1)
    return str(ticket.uuid)


def _group(code: str, day: date) -> PriorityGroup | None:
    if not code:
        return None
    found = PriorityGroup.objects.filter(priorities_on(day), code=code).first()
    if found is None:
        raise _invalid("priority", _("Choose a priority group of the list, or none"))
    return found


def _require_open(desk: Desk, wanted: TicketClass, now: datetime) -> None:
    if not gives_now(desk=desk, now=now):
        raise NoTickets(_("No tickets are given at this hour."))
    today = Ticket.objects.filter(desk=desk, day=timezone.localdate(now))
    if today.filter(taken_at__gt=now - timedelta(minutes=1), taken_at__lte=now).count() >= MOST_A_MINUTE:
        raise NoTickets(_("Too many tickets in one minute. Try again in a minute."))
    if desk.daily_limit is not None and today.count() >= desk.daily_limit:
        raise NoTickets(_("All tickets of today are given. Come back on the next working day."))
    if wanted.daily_limit is not None and today.filter(prefix=wanted.prefix).count() >= wanted.daily_limit:
        message = _("All tickets of today for “%(name)s” are given. Come back on the next working day.")
        raise NoTickets(message % {"name": wanted.name})


def _next_number(desk: Desk, wanted: TicketClass, day: date) -> int:
    """Return the next number of a class on a day, under the lock of the desk: one look at an index, no book."""
    given = Ticket.objects.filter(desk=desk, day=day, prefix=wanted.prefix).aggregate(last=Max("number"))
    return int(given["last"] or 0) + 1


def _invalid(path: str, message: str) -> Invalid:
    return Invalid(message, errors=(FieldError(path, message),))
