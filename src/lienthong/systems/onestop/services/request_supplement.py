"""Asking the applicant for what is missing."""

from dataclasses import asdict
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, Invalid
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.forms import queries as forms
from lienthong.systems.onestop.contracts import ProposalState, SupplementItem
from lienthong.systems.onestop.events import SupplementProposed, SupplementRequested
from lienthong.systems.onestop.models import Dossier, SupplementProposal
from lienthong.systems.onestop.policy import DOSSIERS

from .ask_applicant import ask_applicant
from .complete_step import WORKING


@act(
    "onestop.dossier.request_supplement",
    subject=Dossier,
    policy=DOSSIERS,
    permission="onestop.dossier.work",
    label=gettext_lazy("Request a supplement"),
    states=WORKING,
    needs_reason=True,
    related=("package",),
)
def request_supplement(
    subject: Dossier,
    *,
    reason: str,
    items: tuple[SupplementItem, ...],
    actor: Actor,
    now: datetime,
    legal_basis: str = "",
    why_again: str = "",
) -> SupplementRequested | SupplementProposed:
    """Ask once, completely and exactly, for what is missing; the clock pauses until it comes (R-13, R-20, R-42).

    The applicant is reached through the counter (form 02), never by another agency itself: what that wants waits at
    the counter, and the clock runs until the applicant is told (61/2018 Art. 5(1)(e)).

    :param items: answers marked by the name of their question are the only ones the applicant can change
    :param why_again: asked for from the second request on, for applicants were to be asked once (R-44)
    :raises Invalid: nothing named that is to be supplemented, an answer that the form does not ask for, or not said why
        it was not asked for before
    :raises Conflict: the counter was asked already and has not told the applicant yet
    """
    items = tuple(item for item in items if item.content.strip())
    if not items:
        message = _("Name what is to be supplemented")
        raise Invalid(message, errors=(FieldError("items", message),))
    _check_fields(subject, items)
    no = subject.supplements.count() + 1
    if no > 1 and not why_again.strip():
        message = _("This dossier was sent back before. Say why this was not asked for then")
        raise Invalid(message, errors=(FieldError("why_again", message),))
    wish = SupplementProposal(
        dossier=subject,
        state=ProposalState.WAITING,
        reason=reason.strip(),
        why_again=why_again.strip() if no > 1 else "",
        legal_basis=legal_basis,
        items=[asdict(item) for item in items],
        asked_at=now,
        asked_by_id=actor.user_id,
        asked_by_name=actor.name,
    )
    if actor.agency_id == subject.reception_id:
        return ask_applicant(subject, wish, told_by="", actor=actor, now=now)
    if subject.proposals.filter(state=ProposalState.WAITING).exists():
        raise Conflict(_("The counter has been asked already and has not told the applicant yet."))
    wish.save()
    return SupplementProposed(number=subject.number, reception_id=subject.reception_id, at=now)


def _check_fields(subject: Dossier, items: tuple[SupplementItem, ...]) -> None:
    marked = [item.field for item in items if item.field]
    if not marked:
        return
    known = forms.get_form(key=subject.form_key, version=subject.form_version).description.by_name
    wrong = [name for name in marked if name not in known or known[name].compute]
    if wrong:
        message = _("This question cannot be marked: %(name)s") % {"name": ", ".join(wrong)}
        raise Invalid(message, errors=(FieldError("items", message),))
