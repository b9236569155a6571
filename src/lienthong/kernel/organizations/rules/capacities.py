"""By what authority somebody fills a seat, and what follows from it."""

from collections.abc import Mapping
from datetime import date

from lienthong.kernel.organizations.contracts import Capacity

# Nghị định 30/2020/NĐ-CP, appendix I: what stands before the position of who signs for another.
MARKS: Mapping[Capacity, str] = {Capacity.ACTING: "Q.", Capacity.DEPUTY: "KT.", Capacity.DELEGATED: "TUQ."}


def seat_name(capacity: Capacity, position: str) -> str:
    """Return how a seat is named when somebody fills it in this capacity, such as "TUQ. Chủ tịch"."""
    mark = MARKS.get(capacity)
    return f"{mark} {position}" if mark else position


def may_be_passed_on(capacity: Capacity) -> bool:
    """Tell whether who sits in this capacity may let another act: what was delegated cannot be passed on."""
    return capacity in {Capacity.HELD, Capacity.ACTING}


def overlaps(first: tuple[date, date | None], second: tuple[date, date | None]) -> bool:
    """Tell whether two periods share a day; an end of None is open."""
    (a_from, a_to), (b_from, b_to) = first, second
    return (b_to is None or a_from <= b_to) and (a_to is None or b_from <= a_to)
