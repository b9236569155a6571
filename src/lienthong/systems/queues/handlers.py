"""What queues hear of other systems."""

from lienthong.kernel.events.contracts import Delivery
from lienthong.kernel.events.extensions import on
from lienthong.systems.onestop.events import DossierAccepted

from . import services


@on(DossierAccepted, name="queues.link_dossier")
def link_dossier(event: DossierAccepted, context: Delivery) -> None:  # noqa: ARG001  every handler has both
    """Write a dossier beside the ticket that its officer was serving; one accepted without a ticket stands nowhere."""
    if event.accepted_by_id is not None:
        services.link_dossier(
            number=event.number,
            procedure=event.procedure,
            officer_id=event.accepted_by_id,
            accepted_at=event.accepted_at,
        )
