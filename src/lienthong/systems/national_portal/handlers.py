"""Each change of a dossier that the Portal is to be told, noted with the event that tells of it (R-66)."""

from typing import Any

from lienthong.kernel.events.contracts import Delivery
from lienthong.kernel.events.extensions import on
from lienthong.systems.onestop import events as onestop
from lienthong.systems.onestop import queries

from . import services

# A dossier whose parts other agencies do is one dossier: their steps are lines of it, no filings.
OF_DOSSIERS: tuple[type[Any], ...] = (
    onestop.DossierAccepted,
    onestop.StepCompleted,
    onestop.PaymentFollowed,
    onestop.SupplementRequested,
    onestop.SupplementWithdrawn,
    onestop.SupplementSent,
    onestop.SupplementReceived,
    onestop.PaperAttached,
    onestop.PaperDigitised,
    onestop.DossierExtended,
    onestop.DossierDueMoved,
    onestop.DossierStopped,
    onestop.ResultSigned,
    onestop.ResultIssued,
    onestop.ResultReplaced,
    onestop.ResultRevoked,
    onestop.ResultReturned,
)
OF_FILINGS: tuple[type[Any], ...] = (onestop.FilingSubmitted, onestop.FilingAnswered)


def _note_dossier(event: Any, context: Delivery) -> None:
    services.note_change(
        number=event.number,
        cause=event.type,
        event_id=context.event_id,
        officer=context.actor_name,
        now=context.occurred_at,
    )


def _note_filing(event: Any, context: Delivery) -> None:
    """Tell of a filing only what the Portal knows by a code of its own; what becomes a dossier is told as that."""
    code = queries.filing_facts(number=event.filing).code
    if code:
        services.note_change(
            number=code,
            cause=event.type,
            event_id=context.event_id,
            officer=context.actor_name,
            now=context.occurred_at,
        )


for _kind in OF_DOSSIERS:
    on(_kind, name="national_portal.note_change")(_note_dossier)
for _kind in OF_FILINGS:
    on(_kind, name="national_portal.note_filing")(_note_filing)
