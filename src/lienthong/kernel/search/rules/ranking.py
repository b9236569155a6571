"""The order of hits, their counts, and the place in the list where a page begins: pure."""

import base64
import binascii
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_LONGEST_CURSOR = 120


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of an entry that fits, before it is read whole; `changed` in microseconds since 1970."""

    id: int
    system: str
    kind: str
    agency_path: str
    changed: int
    year: int
    is_code: bool = False
    as_typed: bool = False
    as_asked: bool = True
    begins: bool = False


def sort_key(each: Candidate) -> tuple[int, int, int, int]:
    """Return where an entry stands among the hits.

    First the thing whose code was typed, then what has the words with the diacritics typed, then without, then by
    synonyms; among equals titles that begin so, then the newest.
    """
    level = 0 if each.is_code else 1 if each.as_typed else 2 if each.as_asked else 3
    return level, int(not each.begins), -each.changed, -each.id


def in_order(found: Iterable[Candidate]) -> list[Candidate]:
    """Return each candidate once, in the order of hits."""
    return sorted({each.id: each for each in found}.values(), key=sort_key)


def page_after(found: Sequence[Candidate], cursor: str, size: int) -> tuple[list[Candidate], str]:
    """Return the candidates behind a cursor, at most `size`, and the cursor of the page that follows, "" at the end."""
    key = read_cursor(cursor)
    rest = [each for each in found if key is None or sort_key(each) > key]
    return rest[:size], write_cursor(sort_key(rest[size - 1])) if len(rest) > size > 0 else ""


def write_cursor(key: tuple[int, int, int, int]) -> str:
    """Return the place of a hit as an address carries it."""
    return base64.urlsafe_b64encode(".".join(map(str, key)).encode()).decode().rstrip("=")


def read_cursor(text: str) -> tuple[int, int, int, int] | None:
    """Return the place that an address names, None when it names none."""
    if not text or len(text) > _LONGEST_CURSOR or not text.isascii():
        return None
    try:
        parts = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().split(".")
        level, begins, at, pk = map(int, parts)
    except (ValueError, binascii.Error):
        return None
    return level, begins, at, pk


@dataclass(frozen=True, slots=True)
class Counts:
    """How many hits there are by system, kind, year and agency."""

    systems: tuple[tuple[str, int], ...] = ()
    kinds: tuple[tuple[tuple[str, str], int], ...] = ()
    years: tuple[tuple[int, int], ...] = ()
    agencies: tuple[tuple[str, int], ...] = ()


def count(found: Iterable[Candidate], *, most_agencies: int) -> Counts:
    """Count hits: systems, kinds and agencies by number, years from the last back."""
    listed = list(found)
    years = Counter(each.year for each in listed)
    agencies = Counter(each.agency_path for each in listed if each.agency_path)
    return Counts(
        tuple(_sorted(Counter(each.system for each in listed))),
        tuple(_sorted(Counter((each.system, each.kind) for each in listed))),
        tuple(sorted(years.items(), reverse=True)),
        tuple(_sorted(agencies))[:most_agencies],
    )


def _sorted(counted: "Counter[str] | Counter[tuple[str, str]]") -> list[tuple]:  # type: ignore[type-arg]
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))
