"""What follows from filings over the network: their applicants and the officers who must answer are told."""

from django.utils import timezone

from lienthong.kernel.events.contracts import Delivery
from lienthong.kernel.events.extensions import on
from lienthong.kernel.notifications import services as notifications
from lienthong.kernel.notifications.contracts import Recipient
from lienthong.kernel.organizations import queries as organizations
from lienthong.systems.onestop import queries
from lienthong.systems.onestop.events import FilingAnswered, FilingSubmitted, FilingWaits
from lienthong.systems.onestop.queries import FilingFacts

RECEPTION = "reception"


@on(FilingSubmitted, name="onestop.tell_filed")
def tell_filed(event: FilingSubmitted, context: Delivery) -> None:
    """Give the applicant the receipt number and say until when they are answered (R-14, R-17)."""
    _tell("onestop.filed", queries.filing_facts(number=event.filing), context, due=_moment(event))


@on(FilingAnswered, name="onestop.tell_filing_answered")
def tell_filing_answered(event: FilingAnswered, context: Delivery) -> None:
    """Tell the applicant that the filing was not accepted as it is, and why, completely (section 6.3)."""
    filing = queries.filing_facts(number=event.filing)
    _tell("onestop.filing_answered", filing, context, reason=event.reason.rstrip("."))


@on(FilingWaits, name="onestop.warn_of_filing")
def warn_of_filing(event: FilingWaits, context: Delivery) -> None:
    """Warn who receives at the counter that half of the time to answer has gone by (R-17)."""
    seats = organizations.appointments_in(agency_id=event.reception_id, at=timezone.localdate(context.occurred_at))
    told = {seat.user_id: seat.user_name for seat in seats if RECEPTION in seat.roles}
    for user_id, name in told.items():
        notifications.notify(
            template="onestop.filing_waits",
            to=Recipient(name=name, user_id=user_id),
            context={"code": event.filing, "due": _moment(event)},
            subject_key=event.filing,
            now=context.occurred_at,
        )


def _moment(event: FilingSubmitted | FilingWaits) -> str:
    return timezone.localtime(event.answer_by).strftime("%H:%M %d/%m/%Y")


def _tell(template: str, filing: FilingFacts, context: Delivery, **words: str) -> None:
    to = filing.submitter
    notifications.notify(
        template=template,
        to=Recipient(name=to["name"], phone=to["phone"], email=to["email"], party_id=filing.submitter_id),
        context={"code": filing.number, "procedure": filing.title, "agency": filing.reception, **words},
        subject_key=filing.number,
        now=context.occurred_at,
        agency_id=filing.reception_id,
    )
