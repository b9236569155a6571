"""Who looks after a webhook: administrators of the program after all, a connected system after its own."""

from django.db.models import Q

from lienthong.kernel.accounts.queries import own_system_id
from lienthong.kernel.acts.contracts import Actor

from .contracts import MANAGE


def seen_by(actor: Actor) -> Q:
    """Return the condition of the webhooks that an actor looks after."""
    if actor.may(MANAGE):
        return Q()
    system_id = own_system_id(machine=actor)
    return Q(system_id=system_id) if system_id is not None else Q(pk__in=())
