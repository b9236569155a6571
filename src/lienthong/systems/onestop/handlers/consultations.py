"""What follows from questions to other agencies: who asked, who is asked and who leads the counter are told (R-21)."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from lienthong.kernel.events.contracts import Delivery
from lienthong.kernel.events.extensions import on
from lienthong.kernel.notifications import services as notifications
from lienthong.kernel.notifications.contracts import Recipient
from lienthong.kernel.organizations import queries as organizations
from lienthong.systems.onestop.events import ConsultationAnswered, ConsultationLate, ConsultationReminded

# Who leads an agency; where nobody does by name, everybody who receives there is told.
HEADS, DESK = frozenset({"leader", "division-head"}), frozenset({"reception", "specialist", "clerk"})
SAID = {"agree": "Đồng ý", "disagree": "Không đồng ý", "other": "Có ý kiến khác"}


@on(ConsultationReminded, name="onestop.tell_reminded")
def tell_reminded(event: ConsultationReminded, context: Delivery) -> None:
    """Remind who leads the agency or unit that was asked."""
    told = heads_of(event.asked_id, event.unit_id, context.occurred_at)
    words = {"code": event.consultation, "due": _moment(event.due_at)}
    _tell(told, "onestop.consultation_reminded", words, context)


@on(ConsultationLate, name="onestop.tell_consultation_late")
def tell_consultation_late(event: ConsultationLate, context: Delivery) -> None:
    """Tell the head of the one-stop department, and who asked, that no opinion came in time (R-21)."""
    told = dict(heads_of(event.reception_id, None, context.occurred_at))
    if event.asked_by_id is not None:
        told[event.asked_by_id] = event.asked_by
    words = {
        "code": event.number,
        "asked": organizations.get_agency(agency_id=event.asked_id).name,
        "due": _moment(event.due_at),
        "meaning": " Không trả lời được coi là đồng ý." if event.counts_as_agreed else "",
    }
    _tell(told.items(), "onestop.consultation_late", words, context)


@on(ConsultationAnswered, name="onestop.tell_consultation_answered")
def tell_consultation_answered(event: ConsultationAnswered, context: Delivery) -> None:
    """Tell who asked that the opinion has come."""
    if event.asked_by_id is None:
        return
    asked = organizations.get_agency(agency_id=event.asked_id).name
    words = {"code": event.number, "asked": asked, "stance": SAID[event.stance]}
    _tell([(event.asked_by_id, event.asked_by)], "onestop.consultation_answered", words, context)


def heads_of(agency_id: int, unit_id: int | None, now: datetime) -> tuple[tuple[int, str], ...]:
    """Return who leads an agency, or one of its units: account and name, each once."""
    seats = organizations.appointments_in(agency_id=agency_id, at=timezone.localdate(now))
    here = [seat for seat in seats if unit_id is None or seat.unit_id == unit_id]
    for roles in (HEADS, DESK):
        if found := {seat.user_id: seat.user_name for seat in here if roles & set(seat.roles)}:
            return tuple(found.items())
    return ()


def _tell(told: Iterable[tuple[int, str]], template: str, words: dict[str, str], context: Delivery) -> None:
    for user_id, name in told:
        notifications.notify(
            template=template,
            to=Recipient(name=name, user_id=user_id),
            context=words,
            subject_key=words["code"],
            now=context.occurred_at,
        )


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%H:%M %d/%m/%Y")
