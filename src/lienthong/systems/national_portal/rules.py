"""Rules of the interface to the National Portal over plain values."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
# A Portal that does not answer is tried again after an hour at the latest.
LONGEST_PAUSE = 3600
LONGEST_LINK = 2000
UNITS = {"wd": "Ngày làm việc", "wh": "Giờ làm việc", "wmin": "Phút làm việc", "d": "Ngày", "h": "Giờ", "m": "Tháng"}


def stamp(at: datetime | None) -> str:
    """Return a moment as the first generation writes it: `yyyyMMddHHmmss` in Vietnam, empty for none."""
    return at.astimezone(VIETNAM).strftime("%Y%m%d%H%M%S") if at else ""


def limit_words(limit: str) -> tuple[str, str]:
    """Return amount and unit of a time limit such as "15wd", as the Portal writes them."""
    if limit == "same_day":
        return "1", UNITS["wd"]
    amount = limit.rstrip("abcdefghijklmnopqrstuvwxyz")
    return amount, UNITS.get(limit[len(amount) :], "")


def pause_after(*, failures: int, pauses: Sequence[int]) -> timedelta:
    """Return how long to leave a Portal alone that has not answered so many times in a row."""
    return timedelta(seconds=min(pauses[min(failures, len(pauses)) - 1], LONGEST_PAUSE))


def next_try(*, attempts: int, pauses: Sequence[int], now: datetime) -> datetime | None:
    """Return when to try again what was refused so many times, None when it was the last time."""
    return now + timedelta(seconds=pauses[attempts - 1]) if attempts <= len(pauses) else None


def is_agreed_link(link: str, *, agreed: Iterable[str]) -> bool:
    """Tell whether a link leads to a place that was agreed: the same scheme, host and port, nothing of a person in it.

    :param agreed: beginnings such as `https://tep.example.gov.vn`
    """
    if len(link) > LONGEST_LINK or not link.isascii() or not link.isprintable() or "\\" in link:
        return False
    try:
        found = urlsplit(link)
        place = (found.scheme, found.hostname, found.port)
    except ValueError:
        return False
    if found.scheme not in {"https", "http"} or not found.hostname or "@" in found.netloc:
        return False
    return any(place == (each.scheme, each.hostname, each.port) for each in map(urlsplit, agreed))


def renamed(answers: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return answers under our names of the questions."""
    return {names.get(name, name): value for name, value in answers.items()}


@dataclass(frozen=True)
class Compared:
    """What one procedure has on a day on both sides; codes in order."""

    ours: int
    theirs: int
    both: int
    missing_there: tuple[str, ...]
    missing_here: tuple[str, ...]


def compare(
    *, ours: Iterable[tuple[str, str]], theirs: Iterable[tuple[str, str]], known: Collection[str]
) -> dict[str, Compared]:
    """Return by procedure what both sides received, and what one of them lacks (R-69).

    What the Portal lists and we have under another day or another of its codes lacks nowhere.

    :param ours: (procedure, code) of what was received here on the day
    :param theirs: the same as the Portal lists it
    :param known: those of the Portal's codes under which something is here
    """
    here, there = _by_procedure(ours), _by_procedure(theirs)
    all_theirs = {code for codes in there.values() for code in codes}
    found = {}
    for procedure in sorted(here.keys() | there.keys()):
        mine, its = here.get(procedure, set()), there.get(procedure, set())
        lacking = tuple(sorted(mine - all_theirs))
        unknown = tuple(sorted(its - set(known)))
        found[procedure] = Compared(len(mine), len(its), len(mine) - len(lacking), lacking, unknown)
    return found


def _by_procedure(lines: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for procedure, code in lines:
        found.setdefault(procedure, set()).add(code)
    return found
