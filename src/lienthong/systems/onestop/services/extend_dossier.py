"""Apologising for a delay and naming the one new appointment."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, Invalid
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.numbering import services as numbering
from lienthong.kernel.numbering.contracts import BookKey, GivenTo
from lienthong.kernel.papers import services as papers
from lienthong.kernel.processes import services as processes
from lienthong.kernel.signatures import queries as keys
from lienthong.kernel.signatures import services as signatures
from lienthong.systems.onestop import rules
from lienthong.systems.onestop.contracts import SUBJECT_TYPE
from lienthong.systems.onestop.events import DossierExtended
from lienthong.systems.onestop.models import Dossier, Extension
from lienthong.systems.onestop.policy import DOSSIERS
from lienthong.systems.onestop.printing import apology_context

from .complete_step import WORKING

BOOK, SYMBOL = "onestop.apology", "PXL"


@act(
    "onestop.dossier.extend",
    subject=Dossier,
    policy=DOSSIERS,
    permission="onestop.result.sign",
    label=gettext_lazy("Apologise and give a new date"),
    states=WORKING,
    step_up=True,
    needs_reason=True,
    related=("reception", "competent"),
)
def extend_dossier(subject: Dossier, *, reason: str, due_at: datetime, actor: Actor, now: datetime) -> DossierExtended:
    """Apologise on form 04 with the reason and the one new appointment (R-23, sections 9.3 and 13.5).

    The law wants it at the latest one day before the appointment; a later one is done and marked, because the
    applicant must be told all the more. The first appointment stays on record, for the index counts by it.

    :raises Conflict: the dossier was given a new appointment before
    :raises Invalid: the new moment is not later than the appointment and than now, or falls outside working time
    :raises CertificateNotUsable: the actor has no certificate in use
    """
    if Extension.objects.filter(dossier=subject).exists():
        raise Conflict(_("This dossier was given a new appointment before; the law allows one."))
    _check_moment(subject, due_at, now)
    before = subject.due_at
    extension = Extension(
        dossier=subject,
        reason=reason.strip(),
        due_before=before,
        due_after=due_at,
        in_time=rules.told_in_time(decided_on=timezone.localdate(now), due_on=timezone.localdate(before)),
        decided_at=now,
        decided_by_name=actor.name,
    )
    _print(subject, extension, actor, now)
    extension.save()
    processes.postpone(subject_type=SUBJECT_TYPE, subject_key=subject.number, subject_due_at=due_at)
    subject.due_at = due_at
    return DossierExtended(number=subject.number, due_before=before, due_at=due_at, reason=extension.reason, at=now)


def _check_moment(subject: Dossier, due_at: datetime, now: datetime) -> None:
    message = ""
    if due_at <= max(now, subject.due_at):
        message = _("The new appointment must be later than the present one and later than now")
    elif calendars.working_minutes_between(calendar_id=subject.calendar_id, start=now, end=due_at) == 0:
        message = _("There is no working time before this moment")
    elif not calendars.is_working_day(calendar_id=subject.calendar_id, day=timezone.localdate(due_at)):
        message = _("This is a day off; choose a working day")
    if message:
        raise Invalid(message, errors=(FieldError("due_at", message),))


def _print(subject: Dossier, extension: Extension, actor: Actor, now: datetime) -> None:
    """Number, print and sign the letter."""
    year = timezone.localdate(now).year
    order = numbering.next_number(
        book=BookKey(BOOK, subject.competent_id, str(year)),
        now=now,
        given_to=GivenTo(SUBJECT_TYPE, subject.number, subject.title, f"/ho-so/{subject.number}/"),
    )
    context = apology_context(
        subject, extension, number=numbering.official_number(order, SYMBOL), capacity=actor.position
    )
    extension.paper_id = papers.issue(
        template="apology",
        context=context,
        subject_type=SUBJECT_TYPE,
        subject_key=subject.number,
        title=context["title"],
        actor=actor,
        now=now,
        agency_id=subject.competent_id,
        sign=lambda pdf, place: signatures.sign_pdf(
            pdf=pdf,
            place=place,
            key=keys.signing_key(user_id=actor.user_id, now=now),
            signer_name=actor.name,
            reason=context["title"],
            location=subject.competent.name,
            now=now,
            kind="apology",
        ),
    ).id
