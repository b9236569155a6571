"""Where systems say who may see the files their records hold.

A system declares its owner in `policy.py`, which this app imports at start:

    @file_owner("onestop.dossier")
    def held_by_dossier(file_id: int, actor: Actor) -> Held | None: ...

A file is visible when at least one owner shows it; a file no record holds is visible to nobody. Whose data it holds the
owner says too, so that the look is written down.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from lienthong.kernel.acts.contracts import Actor

from .contracts import DEFAULT_KINDS, Held

Owner = Callable[[int, Actor], Held | None]

_owners: dict[str, Owner] = {}


@dataclass(frozen=True)
class UploadPlace:
    """A place of the program that takes uploads in parts, such as the papers at the counter.

    :param max_bytes: the largest file, 0 for `settings.UPLOAD_MAX_BYTES`
    :param kinds: what is accepted (keys of `contracts.MEDIA_TYPES`)
    :param permission: who may send; without one everybody who is signed in
    :param anonymous: visitors who are not signed in may send too
    """

    name: str = ""
    max_bytes: int = 0
    kinds: frozenset[str] = DEFAULT_KINDS
    permission: str = ""
    anonymous: bool = False


_places: dict[str, UploadPlace] = {"": UploadPlace()}


def upload_place(place: UploadPlace) -> None:
    """Offer a place; a second declaration of the same name replaces the first."""
    _places[place.name] = place


def find_place(name: str) -> UploadPlace | None:
    """Return the place of a name, None when nobody declared it; the empty name is the common one."""
    return _places.get(name)


def file_owner(kind: str) -> Callable[[Owner], Owner]:
    """Register the function that answers for files held by one kind of record.

    :raises ValueError: another function already answers for this kind
    """

    def register(owner: Owner) -> Owner:
        if _owners.get(kind, owner) is not owner:
            raise ValueError(f"two owners of files call themselves {kind}")
        _owners[kind] = owner
        return owner

    return register


@contextmanager
def only_owner(owner: Owner) -> Iterator[None]:
    """Let one function alone answer for all files while the block lasts; for tests."""
    kept = dict(_owners)
    _owners.clear()
    _owners["testing"] = owner
    try:
        yield
    finally:
        _owners.clear()
        _owners.update(kept)


def held_for(*, file_id: int, actor: Actor) -> Held | None:
    """Return what the first record that holds the file and shows it to the actor says of it, None when none does."""
    return next((held for owner in _owners.values() if (held := owner(file_id, actor)) is not None), None)
