"""Who may see and do what to a dossier (onestop domain, section 18)."""

from typing import Any

from django.db.models import Q, QuerySet

from lienthong.kernel.acts.contracts import Actor, Grant, Scope
from lienthong.kernel.acts.extensions import Condition, Policy
from lienthong.kernel.files.contracts import Held
from lienthong.kernel.files.extensions import UploadPlace, file_owner, upload_place
from lienthong.kernel.organizations.queries import agency_scopes

from .contracts import ConsultationState
from .models import Consultation, Dossier, Filing, HandOver, IntakeSlip, PackageFile

SEE = "onestop.dossier.see"
ACCEPT = "onestop.dossier.accept"
MANAGE_PACKAGES = "onestop.package.manage"
PUBLISH_PACKAGES = "onestop.package.publish"
# Who brings papers again opens the page with the dossier's number and a code, often without an account.
upload_place(UploadPlace("onestop.correction", kinds=frozenset({"pdf", "jpg", "png"}), anonymous=True))


def _own(dossier: Dossier, actor: Actor, _grant: Grant) -> bool:
    return actor.user_id is not None and actor.user_id == dossier.owner.user_id


def decides(dossier: Dossier, actor: Actor) -> bool:
    """Tell whether the actor sits at the agency that decided; who only received it puts no result right."""
    return actor.agency_id == dossier.competent_id


DOSSIERS: Policy[Dossier] = Policy(
    see=SEE,
    scopes={
        Scope.OWN: Condition(_own, lambda actor, _grant: Q(owner__user_id=actor.user_id)),
        **agency_scopes("reception", "competent"),
    },
)
# Who gives and who takes; which of the two may do an act is said with the act.
HAND_OVERS: Policy[HandOver] = Policy(see=SEE, scopes=agency_scopes("from_agency", "to_agency"))
# Who asks and who is asked: the question and what was shown with it are in sight, the dossier is not.
CONSULTATIONS: Policy[Consultation] = Policy(see=SEE, scopes=agency_scopes("asking", "asked"))
FILINGS: Policy[Filing] = Policy(see=SEE, scopes=agency_scopes("reception"))
INTAKE_SLIPS: Policy[IntakeSlip] = Policy(see=SEE, scopes=agency_scopes("reception"))
# Packages belong to the province, so any reach of a grant is enough.
_EVERYWHERE: Condition[PackageFile] = Condition(
    matches=lambda _subject, _actor, _grant: True, sql=lambda _actor, _grant: Q()
)
PACKAGES: Policy[PackageFile] = Policy(see=MANAGE_PACKAGES, scopes=dict.fromkeys(Scope, _EVERYWHERE))


@file_owner("onestop.intakeslip")
def held_by_slip(file_id: int, actor: Actor) -> Held | None:
    """Return the slip the file was brought with, None when it was brought with none that the actor may see."""
    return _held(INTAKE_SLIPS.visible(IntakeSlip.objects.filter(papers__file_id=file_id), actor), actor)


@file_owner("onestop.filing")
def held_by_filing(file_id: int, actor: Actor) -> Held | None:
    """Return the filing the file came with, None when it came with none that the actor may see."""
    return _held(FILINGS.visible(Filing.objects.filter(papers__file_id=file_id), actor), actor)


@file_owner("onestop.dossier")
def held_by_dossier(file_id: int, actor: Actor) -> Held | None:
    """Return the dossier whose paper or result the file is, None when it is of none that the actor may see."""
    holds = Q(papers__file_id=file_id) | Q(results__file_id=file_id) | Q(consultations__file_id=file_id)
    return _held(DOSSIERS.visible(Dossier.objects.filter(holds), actor), actor)


@file_owner("onestop.consultation")
def held_by_consultation(file_id: int, actor: Actor) -> Held | None:
    """Return the question with which the file was shown or answered; what was withdrawn shows nothing any more."""
    rows = Consultation.objects.exclude(state=ConsultationState.WITHDRAWN)
    rows = rows.filter(Q(shown__file_id=file_id) | Q(file_id=file_id))
    seen = CONSULTATIONS.visible(rows, actor).values_list("number", "dossier__owner_id", "dossier__submitter_id")
    found = next(iter(seen[:1]), None)
    return Held(found[0], found[1:], editable=False) if found is not None else None


def _held(rows: QuerySet[Any], actor: Actor) -> Held | None:
    found = next(iter(rows.values_list("number", "owner_id", "submitter_id", "owner__user_id")[:1]), None)
    if found is None:
        return None
    number, owner, submitter, user = found
    # Owners who open their own papers look at nobody.
    people = () if user is not None and user == actor.user_id else (owner, submitter)
    return Held(number, people, editable=actor.is_officer and actor.may(ACCEPT))
