"""Who may know of what is kept for a person: they themselves, and who serves them, which is written down."""

from lienthong.kernel.accounts.queries import own_party
from lienthong.kernel.acts.contracts import Actor, ActorKind
from lienthong.kernel.files.contracts import Held
from lienthong.kernel.files.extensions import file_owner

from .contracts import USE
from .models import StoreItem


def serves(actor: Actor, owner_id: int) -> bool:
    """Tell whether an actor may use what is kept for an owner: it is their own, or they serve people at a counter."""
    return actor.may(USE) or is_own(actor, owner_id)


def is_own(actor: Actor, owner_id: int) -> bool:
    """Tell whether the owner of something is the actor. At most three statements."""
    return own_party(viewer=actor) == owner_id


@file_owner("stores.item")
def held_by_item(file_id: int, actor: Actor) -> Held | None:
    """Return the item whose file it is to its owner; officers open it in the dossier in which it is used."""
    if actor.user_id is None or actor.kind is ActorKind.MACHINE:
        return None
    found = StoreItem.objects.filter(file_id=file_id).values_list("source", "owner_id").first()
    if found is None or not is_own(actor, found[1]):
        return None
    return Held(found[0])
