"""Where systems say who may see the files their records hold.

A system declares its owner in `policy.py`, which this app imports at start:

    @file_owner("onestop.dossier")
    def may_see_file(file_id: int, actor: Actor) -> bool: ...

A file is visible when at least one owner says so; a file no record holds is visible to nobody.
"""

from collections.abc import Callable

from lienthong.kernel.acts.contracts import Actor

Owner = Callable[[int, Actor], bool]

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


def may_see(*, file_id: int, actor: Actor) -> bool:
    """Tell whether any record that holds the file shows it to the actor."""
    return any(owner(file_id, actor) for owner in _owners.values())
