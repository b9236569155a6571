"""The clock of a dossier, computed for the pages that draw it: working time used, pauses, what is left."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lienthong.kernel.calendars import queries as calendars
from lienthong.systems.onestop.rules import merged

from .rows import DossierDetail, DossierRow

Minutes = Callable[[datetime, datetime], int]


@dataclass(frozen=True)
class Pause:
    """A time in which the clock stood; `end` is empty while it still stands."""

    start: datetime
    end: datetime | None


@dataclass(frozen=True)
class DossierClock:
    """The clock of a dossier in working minutes.

    `pieces` and `marks` are lengths and places in percent, in the words of `kernel.ui`'s large scale; `here` is
    the present place in percent, empty once processing has ended.
    """

    used: int
    allowed: int
    paused: int
    remaining: int
    day_minutes: int
    pieces: str
    marks: str
    here: float | None
    pauses: tuple[Pause, ...]


def dossier_clock(*, dossier: DossierDetail, now: datetime) -> DossierClock:
    """Return the clock of a dossier. One statement at most, for the calendar's version."""
    row, calendar = dossier.row, dossier.calendar_id
    until = row.ended_at or now
    stood = [(each.requested_at, each.answered_at) for each in dossier.supplements]
    stood += [(each.asked_at, each.closed_at) for each in dossier.consultations if each.pauses]
    pauses = tuple(Pause(start, end) for start, end in merged(stood))

    def minutes(start: datetime, end: datetime) -> int:
        return calendars.working_minutes_between(calendar_id=calendar, start=start, end=end)

    lengths: list[tuple[str, int]] = []
    at = row.accepted_at
    for pause in pauses:
        lengths += [("done", minutes(at, pause.start)), ("pause", minutes(pause.start, pause.end or until))]
        at = pause.end or until
    lengths += _last_stretch(at, row.due_at, until, minutes, standing=row.paused_at is not None)
    used = sum(length for kind, length in lengths if kind in {"done", "late"})
    paused = sum(length for kind, length in lengths if kind == "pause")
    remaining = minutes(row.paused_at or until, row.due_at)
    pieces, marks, here = _drawing(lengths, ended=row.ended_at is not None)
    return DossierClock(
        used=used,
        allowed=used + remaining,
        paused=paused,
        remaining=remaining,
        day_minutes=calendars.standard_day_minutes(calendar_id=calendar),
        pieces=pieces,
        marks=marks,
        here=here,
        pauses=pauses,
    )


def _last_stretch(
    at: datetime, due_at: datetime, until: datetime, minutes: Minutes, *, standing: bool
) -> list[tuple[str, int]]:
    """Return what follows the last pause: work up to the limit, then what is left of it or what is over it."""
    if standing:
        return [("ahead", max(0, minutes(at, due_at)))]
    if until > due_at:
        return [("done", max(0, minutes(at, due_at))), ("late", minutes(max(at, due_at), until))]
    return [("done", minutes(at, until)), ("ahead", minutes(until, due_at))]


def _drawing(lengths: Sequence[tuple[str, int]], *, ended: bool) -> tuple[str, str, float | None]:
    """Return the pieces, the marks and the present place of the large scale, in percent."""
    whole = sum(length for _kind, length in lengths) or 1
    at, here = 0.0, 0.0
    pieces, marks = [], ["done:0"]
    for kind, length in lengths:
        share = 100 * length / whole
        if share:
            pieces.append(f"{kind}:{share:.2f}")
        if kind == "pause":
            marks += [f"pause:{at:.2f}", f"pause:{at + share:.2f}"]
        if kind == "late" and share:
            marks.append(f"due:{at:.2f}")
        at += share
        if kind != "ahead":
            here = at
    late = any(kind == "late" and length for kind, length in lengths)
    if ended:
        return " ".join(pieces), " ".join([*marks, f"{'late' if late else 'done'}:{here:.2f}"]), None
    if late:
        return " ".join(pieces), " ".join([*marks, "late:100"]), None
    return " ".join(pieces), " ".join([*marks, "due:100"]), here


@dataclass(frozen=True)
class ClockedRow:
    """A line of a list with what is left of its limit, in working minutes; negative when late."""

    row: DossierRow
    remaining: int
    day_minutes: int


def clocked(*, row: DossierRow, now: datetime) -> ClockedRow:
    """Measure one line of a list. No statement once the calendar is known."""
    until = row.ended_at or row.paused_at or now
    remaining = calendars.working_minutes_between(calendar_id=row.calendar_id, start=until, end=row.due_at)
    if not remaining and until > row.due_at:
        remaining = -1
    day_minutes = calendars.standard_day_minutes(calendar_id=row.calendar_id)
    return ClockedRow(row=row, remaining=remaining, day_minutes=day_minutes)
