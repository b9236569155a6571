"""What this app does for others: open steps and timers keep due dates that may move when a calendar changes."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.calendars.contracts import DueMove, HeldClock
from lienthong.kernel.calendars.extensions import DueDateHolder, hold_due_dates

from . import queries, services


class StepClocks(DueDateHolder):
    """The open steps of running cases."""

    name = "processes.step"
    label = _("Steps of work")

    def list_open(
        self, *, calendar_ids: frozenset[int], since: datetime, until: datetime | None, after: int, limit: int
    ) -> Sequence[HeldClock]:
        """Return the clocks of open steps."""
        return queries.list_held_clocks(calendar_ids=calendar_ids, since=since, until=until, after=after, limit=limit)

    def move(self, *, moves: Sequence[DueMove], reason: str, actor: Actor, now: datetime) -> int:
        """Store new due dates; the history stands with the calendar and with what the steps belong to."""
        del reason, actor, now
        return services.move_step_due_dates(moves=moves)


class TimerClocks(DueDateHolder):
    """The timers that wait in running cases."""

    name = "processes.timer"
    label = _("Timers of cases")

    def list_open(
        self, *, calendar_ids: frozenset[int], since: datetime, until: datetime | None, after: int, limit: int
    ) -> Sequence[HeldClock]:
        """Return the clocks of timers."""
        return queries.list_held_timers(calendar_ids=calendar_ids, since=since, until=until, after=after, limit=limit)

    def move(self, *, moves: Sequence[DueMove], reason: str, actor: Actor, now: datetime) -> int:
        """Store new moments; the history stands with the calendar."""
        del reason, actor, now
        return services.move_timer_due_dates(moves=moves)


hold_due_dates(StepClocks())
hold_due_dates(TimerClocks())
