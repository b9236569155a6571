"""Rules of the store over plain values."""

from collections.abc import Iterable
from datetime import date

from .contracts import ItemState

# Once one of these, an item never counts again.
ENDED = frozenset({ItemState.REPLACED, ItemState.REVOKED})


def state_on(stored: str, valid_to: date | None, day: date) -> ItemState:
    """Return where an item stands on a day: one that counts expires when its last day is over (R-59)."""
    state = ItemState(stored)
    if state is ItemState.VALID and valid_to is not None and valid_to < day:
        return ItemState.EXPIRED
    return state


def settled_state(*, no: int, told_end: str, known: str, has_file: bool, chain: Iterable[int]) -> ItemState:
    """Return the state of an item after it was told of, whatever was told before and in whatever order.

    What has ended stays ended, for its source never takes that back; an item behind which the chain goes on was
    replaced, even where that was not told yet.

    :param no: its place in the chain; `chain` holds the places of all known items of it
    :param told_end: `replaced`, `revoked`, or empty
    :param known: the state it has now, empty when it is new
    """
    if told_end:
        return ItemState(told_end)
    if known in ENDED:
        return ItemState(known)
    if any(other > no for other in chain):
        return ItemState.REPLACED
    return ItemState.VALID if has_file else ItemState.WAITING
