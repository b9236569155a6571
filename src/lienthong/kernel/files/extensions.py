"""Where systems say who may see the files their records hold.

A system declares its owner in `policy.py`, which this app imports at start:

    @file_owner("onestop.dossier")
    def held_by_dossier(file_id: int, actor: Actor) -> Held | None: ...

A file is visible when at least one owner shows it; a file no record holds is visible to nobody. Whose data it holds the
owner says too, so that the look is written down.
"""

from collections.abc import Callable

from lienthong.kernel.acts.contracts import Actor

from .contracts import Held

Owner = Callable[[int, Actor], Held | None]

_owners: dict[str, Owner] = {}


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


def held_for(*, file_id: int, actor: Actor) -> Held | None:
    """Return what the first record that holds the file and shows it to the actor says of it, None when none does."""
    return next((held for owner in _owners.values() if (held := owner(file_id, actor)) is not None), None)
