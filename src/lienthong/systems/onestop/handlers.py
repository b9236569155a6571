"""What follows in this app from its own facts: the applicant is told, and the dossier can be found."""

from datetime import datetime

from django.utils import timezone

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.events.contracts import Delivery
from lienthong.kernel.events.extensions import on
from lienthong.kernel.notifications import services as notifications
from lienthong.kernel.notifications.contracts import Recipient
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.search import services as search
from lienthong.kernel.search.contracts import Audience, EntryKey

from . import queries
from .events import DossierAccepted, DossierStopped, ResultIssued, SupplementRequested
from .queries import DossierDetail

# A text message of three parts is the longest that people read to the end.
LONGEST_LIST = 160
PROGRAM = Actor.system("onestop")


@on(DossierAccepted, name="onestop.tell_accepted")
def tell_accepted(event: DossierAccepted, context: Delivery) -> None:
    """Tell the applicant that the dossier was accepted and when the result is due."""
    dossier = _dossier(event.number)
    _tell(dossier, "onestop.accepted", context, procedure=dossier.row.title, due=_moment(event.due_at))


@on(SupplementRequested, name="onestop.tell_supplement")
def tell_supplement(event: SupplementRequested, context: Delivery) -> None:
    """Tell the applicant what is missing and until when it may be sent (R-13)."""
    dossier = _dossier(event.number)
    asked = next((each for each in dossier.supplements if each.no == event.no), None)
    items = "; ".join(item["content"] for item in asked.items) if asked else ""
    shown = items if len(items) <= LONGEST_LIST else "xem phiếu yêu cầu bổ sung"
    _tell(dossier, "onestop.supplement", context, items=shown, due=_moment(event.answer_by))


@on(ResultIssued, name="onestop.tell_issued")
def tell_issued(event: ResultIssued, context: Delivery) -> None:
    """Tell the applicant that there is a result, and where to fetch it."""
    dossier = _dossier(event.number)
    _tell(dossier, "onestop.issued", context, result=event.result_number, due=_moment(dossier.row.due_at))


@on(DossierStopped, name="onestop.tell_stopped")
def tell_stopped(event: DossierStopped, context: Delivery) -> None:
    """Tell the applicant that the dossier was refused and why, in words (R-22)."""
    _tell(_dossier(event.number), "onestop.stopped", context, reason=event.ground.rstrip("."))


@on(DossierAccepted, name="onestop.index_dossier")
def index_dossier(event: DossierAccepted, context: Delivery) -> None:
    """Make the dossier findable by code, procedure and applicant for those who may see it at its counter."""
    dossier = _dossier(event.number)
    owner = dossier.parties["owner"]
    search.index_entry(
        entry=EntryKey("onestop", "dossier", event.number),
        title=f"{owner['name']}, {dossier.row.title}",
        body=f"{dossier.procedure_code} {owner['number']}",
        url=f"/ho-so/{event.number}/",
        audience=Audience.AGENCY,
        permission="onestop.dossier.see",
        agency_path=organizations.get_agency(agency_id=dossier.reception_id).path,
        now=context.occurred_at,
    )


def _dossier(number: str) -> DossierDetail:
    return queries.get_dossier(number=number, viewer=PROGRAM)


def _tell(dossier: DossierDetail, template: str, context: Delivery, **words: str) -> None:
    to = dossier.parties["submitter"]
    notifications.notify(
        template=template,
        to=Recipient(name=to["name"], phone=to["phone"], email=to["email"]),
        context={"code": dossier.row.number, "agency": dossier.row.reception, **words},
        subject_key=dossier.row.number,
        now=context.occurred_at,
    )


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%H:%M %d/%m/%Y")
