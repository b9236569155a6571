"""Who is called next, how long it will be, and when tickets are given: values in, answers out."""

import heapq
import math
import re
import secrets
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from .contracts import OrderRule

Session = tuple[int, int]
PREFIX = re.compile(r"[A-Z]{1,2}")
LEAST_DIGITS = 3
# Foretold waits are said in steps of so many minutes: more exact than that nobody is.
STEP = 5


@dataclass(frozen=True)
class Waiting:
    """Somebody in line. `rank`: None without priority, otherwise smaller goes first. `target`: only that counter."""

    key: int
    arrived: datetime
    rank: int | None = None
    group: int = 0
    target: int | None = None


@dataclass(frozen=True)
class Terms:
    """The rule of a desk, see `contracts.DeskDraft`."""

    rule: OrderRule
    every: int


@dataclass(frozen=True)
class Turn:
    """What a counter remembers of its calls: overtakes in a row, and calls since the last of a priority group."""

    overtakes: int = 0
    ordered: int = 0


@dataclass(frozen=True)
class Post:
    """An open counter: the classes it serves, its turn, and in how many minutes it is free."""

    key: int
    groups: frozenset[int]
    turn: Turn
    free_in: float = 0.0

    def serves(self, each: Waiting) -> bool:
        """Tell whether somebody may be called to this counter."""
        return each.target == self.key if each.target is not None else each.group in self.groups


@dataclass(frozen=True)
class Foreseen:
    """How many are called before somebody by the counters that serve them, and in how many minutes they are called.

    `minutes` is None while no counter that serves them is open.
    """

    ahead: int
    minutes: int | None


def choose(line: Collection[Waiting], terms: Terms, turn: Turn) -> tuple[Waiting, Turn] | None:
    """Return who is called next from a line and what the counter remembers then; None when nobody waits.

    Where the rule allows an overtake, the first of the priority groups goes; otherwise whoever came first, with or
    without priority. FIRST allows `every` overtakes in a row, SHARE one after `every` - 1 calls without priority. So
    somebody before whom m people came is called within (m + 1) * (`every` + 1) calls of a counter that serves them,
    whoever comes later.
    """
    if not line:
        return None
    oldest = min(line, key=lambda each: (each.arrived, each.key))
    ranked = [each for each in line if each.rank is not None]
    first = min(ranked, key=lambda each: (each.rank, each.arrived, each.key), default=None)
    chosen = first if first is not None and _may_overtake(terms, turn) else oldest
    overtakes = turn.overtakes + 1 if chosen is not oldest else 0
    return chosen, Turn(overtakes, 0 if chosen.rank is not None else turn.ordered + 1)


def _may_overtake(terms: Terms, turn: Turn) -> bool:
    if terms.rule is OrderRule.FIRST:
        return turn.overtakes < terms.every
    return terms.rule is OrderRule.SHARE and turn.overtakes == 0 and turn.ordered >= terms.every - 1


def foresee(
    line: Sequence[Waiting], posts: Sequence[Post], terms: Terms, minutes: Mapping[int, float]
) -> dict[int, Foreseen]:
    """Return for everybody in line what to expect, by calling them all in thought by the rule of the desk.

    :param minutes: what serving somebody of a class takes
    """
    left = {each.key: each for each in line}
    by_key = {post.key: post for post in posts}
    called: Counter[int] = Counter()
    at_post: Counter[int] = Counter()
    found: dict[int, Foreseen] = {}
    free = [(post.free_in, post.key) for post in posts]
    heapq.heapify(free)
    while left and free:
        at, key = heapq.heappop(free)
        post = by_key[key]
        answer = choose([each for each in left.values() if post.serves(each)], terms, post.turn)
        if answer is None:
            continue
        chosen, turn = answer
        ahead = at_post[key] if chosen.target is not None else called[chosen.group]
        found[chosen.key] = Foreseen(ahead, math.ceil(at))
        by_key[key] = replace(post, turn=turn)
        called.update(post.groups)
        at_post[key] += 1
        del left[chosen.key]
        heapq.heappush(free, (at + max(1.0, minutes.get(chosen.group, 1.0)), key))
    for each in sorted(left.values(), key=lambda one: (one.arrived, one.key)):
        found[each.key] = Foreseen(called[each.group], None)
        called[each.group] += 1
    return found


def said_minutes(minutes: int) -> int:
    """Return a foretold wait as it is said: to the next five minutes, never less than five."""
    return max(STEP, math.ceil(minutes / STEP) * STEP)


def gives_tickets(minute: int, sessions: Sequence[Session], *, opens_before: int, stops_before: int) -> bool:
    """Tell whether tickets are given at a minute of the day, from its sessions in minutes from midnight.

    From a while before the first session to a while before the end of the last, the break at noon included: who comes
    then waits inside.
    """
    if not sessions:
        return False
    return sessions[0][0] - opens_before <= minute < sessions[-1][1] - stops_before


def ticket_code(prefix: str, number: int) -> str:
    """Return a number as it is called: A012."""
    return f"{prefix}{number:0{LEAST_DIGITS}d}"


def spelled(code: str) -> str:
    """Return a code as a voice reads it, letter by letter and figure by figure."""
    return " ".join(code)


def new_secret() -> str:
    """Return a secret for the address of a kiosk and a screen, 128 bits, without what a `slug` may not hold."""
    return secrets.token_hex(16)


def seconds_between(start: datetime, end: datetime) -> int:
    """Return whole seconds from one moment to another, none when the second is the earlier."""
    return max(0, int((end - start).total_seconds()))
