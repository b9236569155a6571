"""Hours of work as people write them and as they are stored, in minutes from local midnight."""

import re
from collections.abc import Mapping, Sequence

from ..contracts import Session

WeekHours = Mapping[int, tuple[Session, ...]]
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00")
_TYPED_CLOCK = re.compile(r"([0-9]{1,2})(?:[:hgHG.]([0-9]{2})?)?")


def read_clock(text: object) -> int:
    """Return "HH:MM" (00:00 to 24:00) as minutes from midnight.

    :raises ValueError: the text is not such a time
    """
    match = _CLOCK.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError(f"not a time of day: {text!r}")
    return 24 * 60 if match[1] is None else int(match[1]) * 60 + int(match[2])


def write_clock(minute: int) -> str:
    """Return minutes from midnight as "HH:MM"."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def read_sessions(pairs: object) -> tuple[Session, ...]:
    """Read one day's `[["07:30", "11:30"], …]`, in order and apart from each other.

    :raises ValueError: a session runs backwards, overlaps the one before, or is no pair of times
    """
    if not isinstance(pairs, Sequence) or isinstance(pairs, str):
        raise ValueError(f"not a list of sessions: {pairs!r}")  # noqa: TRY004  stored data is wrong, not the caller
    sessions: list[Session] = []
    for pair in pairs:
        if not isinstance(pair, Sequence) or isinstance(pair, str) or len(pair) != 2:
            raise ValueError(f"not a session, or out of order: {pair!r}")
        start, end = read_clock(pair[0]), read_clock(pair[1])
        if start >= end or (sessions and start < sessions[-1][1]):
            raise ValueError(f"not a session, or out of order: {pair!r}")
        sessions.append((start, end))
    return tuple(sessions)


def write_sessions(sessions: Sequence[Session]) -> list[list[str]]:
    """Return sessions as they are stored; the inverse of `read_sessions`."""
    return [[write_clock(start), write_clock(end)] for start, end in sessions]


def read_week(stored: object) -> dict[int, tuple[Session, ...]]:
    """Read hours per ISO weekday, `{"1": [["07:30", "11:30"], …], …}`.

    :raises ValueError: a key is not "1" … "7" or its sessions are not sound
    """
    if not isinstance(stored, Mapping):
        raise ValueError(f"not hours of a week: {stored!r}")  # noqa: TRY004  stored data is wrong, not the caller
    if unknown := [key for key in stored if key not in set("1234567")]:
        raise ValueError(f"not an ISO weekday: {unknown[0]!r}")
    return {int(key): read_sessions(pairs) for key, pairs in stored.items()}


def write_week(week: WeekHours) -> dict[str, list[list[str]]]:
    """Return hours per weekday as they are stored; the inverse of `read_week`."""
    return {str(day): write_sessions(sessions) for day, sessions in sorted(week.items())}


def length(sessions: Sequence[Session]) -> int:
    """Return the working minutes of these sessions."""
    return sum(end - start for start, end in sessions)


def standard_day(week: WeekHours) -> tuple[Session, ...]:
    """Return the sessions of the longest weekday, the earliest in the week among equals."""
    return max((week[day] for day in sorted(week)), key=length, default=())


def read_typed_sessions(text: str) -> tuple[Session, ...]:
    """Read a day's hours as people type them: "7:30-11:30, 13h30 – 17h30"; an empty text is a day off.

    :raises ValueError: a time cannot be read, or the sessions are not in order
    """
    pairs = []
    for part in re.split(r"[,;]", text):
        if not part.strip():
            continue
        times = [_TYPED_CLOCK.fullmatch(each.strip()) for each in re.split(r"[-–—]|đến|to", part)]
        if len(times) != 2 or None in times:
            raise ValueError(f"not a session: {part.strip()[:40]!r}")
        pairs.append([f"{int(found[1]):02d}:{found[2] or '00'}" for found in times if found is not None])
    return read_sessions(pairs)


def write_typed_sessions(sessions: Sequence[Session]) -> str:
    """Return a day's hours for reading and typing: "07:30-11:30, 13:30-17:30"; empty on a day off."""
    return ", ".join(f"{write_clock(start)}-{write_clock(end)}" for start, end in sessions)
