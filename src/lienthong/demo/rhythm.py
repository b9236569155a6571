"""When people come and officers work: months, weekdays and hours as at a real counter."""

from datetime import UTC, date, datetime, time, timedelta

from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.calendars.contracts import LOCAL_ZONE, TimeLimit, local_day

from .chance import Chance

BUSY_MONTHS = {3: 1.4, 4: 1.5, 5: 1.5, 6: 1.3, 1: 0.9, 2: 0.7, 12: 0.9}
BUSY_WEEKDAYS = (1.25, 1.1, 1.0, 0.95, 0.8, 0.5, 0.5)
# Half hours of the day (minutes from midnight) and how many come in each.
BUSY_HALF_HOURS = {
    450: 6, 480: 10, 510: 11, 540: 11, 570: 9, 600: 8, 630: 6, 660: 3,
    810: 6, 840: 8, 870: 8, 900: 6, 930: 4, 960: 3, 990: 1,
}  # fmt: skip


class Rhythm:
    """Working time of one calendar."""

    def __init__(self, calendar_id: int) -> None:
        """Read the calendar from memory as long as this lives."""
        self.calendar_id = calendar_id
        self._days: dict[date, float] = {}

    def know(self, first: date, last: date) -> None:
        """Weigh the working days of a period."""
        day = first
        while day <= last:
            if calendars.is_working_day(calendar_id=self.calendar_id, day=day):
                self._days[day] = BUSY_MONTHS.get(day.month, 1.0) * BUSY_WEEKDAYS[day.weekday()]
            day += timedelta(days=1)

    def arrivals(self, count: int, chance: Chance) -> list[datetime]:
        """Return so many moments at which somebody comes to a counter."""
        days = chance.random.choices(list(self._days), list(self._days.values()), k=count)
        return [self._moment(day, chance) for day in days]

    def _moment(self, day: date, chance: Chance) -> datetime:
        minutes = chance.weighted(BUSY_HALF_HOURS) + chance.between(0, 29)
        local = datetime.combine(day, time(minutes // 60, minutes % 60), LOCAL_ZONE)
        return self.working(local.astimezone(UTC))

    def working(self, at: datetime) -> datetime:
        """Return the moment, or the next one at which work is done."""
        return calendars.next_working_moment(calendar_id=self.calendar_id, at=at)

    def add(self, start: datetime, minutes: int) -> datetime:
        """Return the moment so many working minutes later, or earlier when negative."""
        return calendars.add_working_minutes(calendar_id=self.calendar_id, start=start, minutes=minutes)

    def minutes(self, start: datetime, end: datetime) -> int:
        """Return the working minutes between."""
        return calendars.working_minutes_between(calendar_id=self.calendar_id, start=start, end=end)

    def due(self, start: datetime, limit: str) -> datetime:
        """Return when a limit is over; steps write short ones as "30min"."""
        text = limit.replace("min", "wmin") if limit.endswith("min") and not limit.endswith("wmin") else limit
        return calendars.add_limit(calendar_id=self.calendar_id, start=start, limit=TimeLimit.parse(text))


def day_of(at: datetime) -> str:
    """Return the local day as numbers are kept by it."""
    return local_day(at).isoformat()


def year_of(at: datetime) -> str:
    """Return the local year as registers are kept by it."""
    return str(local_day(at).year)
