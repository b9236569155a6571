"""The calendars of the province, and one calendar with what it says by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor

from ..contracts import CalendarNotFound, CalendarUser, WeekPeriod
from ..extensions import calendar_users
from ..models import Calendar
from ..policy import CALENDARS, MANAGE
from .working_time import Said, load_chain

PAGE = 50
MOST_USERS = 100


@dataclass(frozen=True)
class CalendarLine:
    """One calendar in the list."""

    id: int
    name: str
    parent_name: str
    has_own_hours: bool
    own_days: int
    users: int


@dataclass(frozen=True)
class CalendarPage:
    """One calendar: what it says by itself, from whom it inherits, who works by it.

    `week` are the hours valid on the day asked about and `week_from` the calendar that gives them; `periods` are the
    calendar's own hours, the base first when it has any.
    """

    id: int
    name: str
    parent_id: int | None
    parent_name: str
    valid_from: date | None
    valid_to: date | None
    periods: tuple[WeekPeriod, ...]
    week: WeekPeriod
    week_from: str
    users: tuple[CalendarUser, ...]
    users_count: int
    children: tuple[tuple[int, str], ...]
    may_manage: bool


def list_calendars(*, viewer: Actor, text: str = "", page: int = 1) -> tuple[tuple[CalendarLine, ...], bool]:
    """Return a page of the calendars whose name holds a text, and whether there are more. Few statements."""
    visible = CALENDARS.visible(Calendar.objects.select_related("parent"), viewer)
    if text.strip():
        visible = visible.filter(name__icontains=text.strip())
    rows = list(
        visible.annotate(own_days=Count("days", distinct=True), own_weeks=Count("weeks", distinct=True)).order_by(
            "name"
        )[(page - 1) * PAGE : page * PAGE + 1]
    )
    users = count_users([row.pk for row in rows])
    lines = (
        CalendarLine(
            id=row.pk,
            name=row.name,
            parent_name=row.parent.name if row.parent else "",
            has_own_hours=bool(row.hours) or bool(row.own_weeks),
            own_days=row.own_days,
            users=users.get(row.pk, 0),
        )
        for row in rows[:PAGE]
    )
    return tuple(lines), len(rows) > PAGE


def count_users(calendar_ids: Sequence[int]) -> dict[int, int]:
    """Return how many work by each calendar, over all apps whose things do."""
    found: dict[int, int] = {}
    for each in calendar_users():
        for calendar_id, number in each.count_users(calendar_ids=calendar_ids).items():
            found[calendar_id] = found.get(calendar_id, 0) + number
    return found


def get_calendar(*, calendar_id: int, viewer: Actor, at: date) -> CalendarPage:
    """Return what the page of a calendar shows.

    :raises CalendarNotFound: there is no such calendar within the viewer's sight
    """
    visible = CALENDARS.visible(Calendar.objects.all(), viewer)
    calendar = visible.filter(pk=calendar_id).first() if calendar_id < 2**63 else None
    if calendar is None:
        raise CalendarNotFound(_("There is no such calendar."), calendar=calendar_id)
    chain = load_chain(calendar_id=calendar_id)
    week, week_from = _week_on(chain, at)
    users = [
        user
        for each in calendar_users()
        for user in each.list_users(calendar_id=calendar_id, viewer=viewer, limit=MOST_USERS)
    ]
    return CalendarPage(
        id=calendar.pk,
        name=calendar.name,
        parent_id=calendar.parent_id,
        parent_name=chain[1].name if len(chain) > 1 else "",
        valid_from=calendar.valid_from,
        valid_to=calendar.valid_to,
        periods=tuple(period for period in chain[0].weeks if period.hours),
        week=week,
        week_from=week_from,
        users=tuple(users),
        users_count=count_users([calendar.pk]).get(calendar.pk, 0),
        children=tuple(
            Calendar.objects.filter(parent_id=calendar.pk).order_by("name").values_list("pk", "name")[:PAGE]
        ),
        may_manage=CALENDARS.allows(viewer, MANAGE, calendar),
    )


def _week_on(chain: Sequence[Said], at: date) -> tuple[WeekPeriod, str]:
    for said in chain:
        for layer in said.layers():
            if layer.week and layer.is_valid(at):
                found = WeekPeriod(layer.week, layer.valid_from, layer.valid_to)
                return found, said.name
    return WeekPeriod({}), ""


def calendar_choices(*, viewer: Actor, without: int | None = None) -> tuple[tuple[int, str], ...]:
    """Return calendars that another may inherit from: id and name, by name."""
    visible = CALENDARS.visible(Calendar.objects.filter(~Q(pk=without or 0)), viewer)
    return tuple(visible.order_by("name").values_list("pk", "name")[:500])
