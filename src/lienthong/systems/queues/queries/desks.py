"""Desks, their classes and counters, and the priority groups."""

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.systems.queues.contracts import (
    SEE,
    ClassInfo,
    CounterInfo,
    CounterState,
    DeskInfo,
    OrderRule,
    PriorityInfo,
)
from lienthong.systems.queues.models import Counter, Desk, PriorityGroup, TicketClass
from lienthong.systems.queues.policy import DESKS

MOST_DESKS = 500


def list_desks(*, viewer: Actor, permission: str = SEE) -> tuple[DeskInfo, ...]:
    """Return the desks on which the viewer may use a permission, by agency and name. One statement."""
    rows = Desk.objects.filter(DESKS.condition(viewer, permission)).select_related("agency")
    return tuple(desk_info(row) for row in rows.order_by("agency__name", "name")[:MOST_DESKS])


def get_desk(*, uuid: UUID, viewer: Actor, permission: str = SEE) -> DeskInfo:
    """Return one desk on which the viewer may use a permission. One statement.

    :raises NotFound: there is none, or the viewer may not
    """
    rows = Desk.objects.filter(DESKS.condition(viewer, permission)).select_related("agency")
    desk = rows.filter(uuid=uuid).first()
    if desk is None:
        raise NotFound(_("There is no such desk, or you may not see it."))
    return desk_info(desk)


def classes_of(*, desk: DeskInfo) -> tuple[ClassInfo, ...]:
    """Return the classes of a desk that was read for the viewer, in the order of the kiosk. One statement."""
    return tuple(
        class_info(row) for row in TicketClass.objects.filter(desk__uuid=desk.uuid).order_by("order", "prefix")
    )


def get_class(*, desk: DeskInfo, prefix: str) -> ClassInfo:
    """Return one class of a desk that was read for the viewer.

    :raises NotFound: it has none of this prefix
    """
    found = next((each for each in classes_of(desk=desk) if each.prefix == prefix), None)
    if found is None:
        raise NotFound(_("This desk has no such class of tickets."))
    return found


def counters_of(*, desk: DeskInfo) -> tuple[CounterInfo, ...]:
    """Return the counters of a desk that was read for the viewer, by number. Two statements."""
    rows = Counter.objects.filter(desk__uuid=desk.uuid).prefetch_related("classes")
    return tuple(sorted((counter_info(row) for row in rows), key=lambda each: (len(each.number), each.number)))


def get_counter(*, desk: DeskInfo, number: str) -> CounterInfo:
    """Return one counter of a desk that was read for the viewer.

    :raises NotFound: it has none of this number
    """
    found = next((each for each in counters_of(desk=desk) if each.number == number), None)
    if found is None:
        raise NotFound(_("There is no such counter at this desk."))
    return found


def list_priorities(*, on: date | None = None) -> tuple[PriorityInfo, ...]:
    """Return the priority groups of a day, or all wordings there ever were; public. One statement."""
    rows = PriorityGroup.objects.all() if on is None else PriorityGroup.objects.filter(priorities_on(on))
    return tuple(
        PriorityInfo(
            row.pk,
            row.code,
            row.name,
            row.name_en,
            row.rank,
            row.source,
            row.valid_from,
            row.valid_to,
            row.icon,
        )
        for row in rows.order_by("rank", "code", "valid_from")
    )


def priorities_on(day: date) -> Q:
    """Return the condition that a wording of a group holds on a day."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def desk_info(desk: Desk) -> DeskInfo:
    """Return a desk as plain data; its agency was read with it."""
    return DeskInfo(
        uuid=desk.uuid,
        agency_id=desk.agency_id,
        agency_name=desk.agency.name,
        name=desk.name,
        name_en=desk.name_en,
        secret=desk.secret,
        rule=OrderRule(desk.rule),
        every=desk.every,
        daily_limit=desk.daily_limit,
        keeps_hours=desk.keeps_hours,
        opens_before=desk.opens_before,
        stops_before=desk.stops_before,
        returns=desk.returns,
        tells_ahead=desk.tells_ahead,
        takes_phones=desk.takes_phones,
        prints=desk.prints,
        version=desk.version,
    )


def class_info(row: TicketClass) -> ClassInfo:
    """Return a class as plain data."""
    return ClassInfo(
        row.pk,
        row.prefix,
        row.name,
        row.name_en,
        tuple(row.fields),
        row.minutes,
        row.daily_limit,
        row.order,
        row.active,
    )


def counter_info(row: Counter) -> CounterInfo:
    """Return a counter as plain data; its classes were read with it."""
    return CounterInfo(
        uuid=row.uuid,
        number=row.number,
        name=row.name,
        state=CounterState(row.state),
        reason=row.reason,
        officer_id=row.officer_id,
        officer=row.officer_name,
        since=row.since,
        prefixes=tuple(sorted(each.prefix for each in row.classes.all() if each.active)),
        active=row.active,
    )
