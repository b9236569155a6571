"""Where other apps plug in: who keeps due dates, and who works by a calendar. Calendars know no system."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.functional import Promise

from lienthong.kernel.acts.contracts import Actor

from .contracts import CalendarUser, DueMove, HeldClock


class DueDateHolder(ABC):
    """An app that stores due dates: it lists its open clocks, and moves due dates after a calendar changed.

    `name` is stable, such as `onestop.dossier`; `label` says to people what is held, such as "Dossiers".
    """

    name: str
    label: str | Promise

    @abstractmethod
    def list_open(
        self, *, calendar_ids: frozenset[int], since: datetime, until: datetime | None, after: int, limit: int
    ) -> Sequence[HeldClock]:
        """Return open clocks in these calendars by ascending key.

        :param since: leave out what is due before this moment
        :param until: leave out what starts after this moment; None leaves out nothing
        :param after: continue after this key; 0 from the beginning
        """

    @abstractmethod
    def move(self, *, moves: Sequence[DueMove], reason: str, actor: Actor, now: datetime) -> int:
        """Store new due dates, each only where the old one still stands, and return how many were moved."""


class CalendarUsers(ABC):
    """An app whose things work by a calendar, such as agencies."""

    @abstractmethod
    def count_users(self, *, calendar_ids: Sequence[int]) -> Mapping[int, int]:
        """Return how many work by each calendar."""

    @abstractmethod
    def list_users(self, *, calendar_id: int, viewer: Actor, limit: int) -> Sequence[CalendarUser]:
        """Return who works by a calendar, as far as the viewer may see."""

    @abstractmethod
    def give(self, *, code: str, calendar_id: int, reason: str, actor: Actor, now: datetime) -> None:
        """Let the one with this code work by the calendar from now on.

        :raises NotFound: no such code within the actor's sight
        :raises NotPermitted: the actor may not do this
        """


_HOLDERS: dict[str, DueDateHolder] = {}
_USERS: list[CalendarUsers] = []


def hold_due_dates(holder: DueDateHolder) -> None:
    """Register a holder; a second one of the same name replaces the first."""
    _HOLDERS[holder.name] = holder


def due_date_holders() -> tuple[DueDateHolder, ...]:
    """Return the holders in the order of their names, which recomputation keeps to."""
    return tuple(_HOLDERS[name] for name in sorted(_HOLDERS))


def use_calendars(users: CalendarUsers) -> None:
    """Register an app whose things work by calendars; once, when the program starts."""
    if type(users) not in {type(each) for each in _USERS}:
        _USERS.append(users)


def calendar_users() -> tuple[CalendarUsers, ...]:
    """Return the apps whose things work by calendars."""
    return tuple(_USERS)
