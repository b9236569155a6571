"""Who may see and do what to a dossier (onestop domain, section 18)."""

from django.db.models import Q

from lienthong.kernel.acts.contracts import Actor, Grant, Scope
from lienthong.kernel.acts.extensions import Condition, Policy
from lienthong.kernel.files.extensions import file_owner

from .models import Dossier, IntakeSlip

SEE = "onestop.dossier.see"


def _own(dossier: Dossier, actor: Actor, _grant: Grant) -> bool:
    return actor.user_id is not None and actor.user_id == dossier.owner.user_id


def _agency(dossier: Dossier, _actor: Actor, grant: Grant) -> bool:
    return grant.agency_id in {dossier.reception_id, dossier.competent_id}


def _subtree(dossier: Dossier, _actor: Actor, grant: Grant) -> bool:
    paths = (dossier.reception.path, dossier.competent.path)
    return any(path.startswith(grant.agency_path) for path in paths)


DOSSIERS: Policy[Dossier] = Policy(
    see=SEE,
    scopes={
        Scope.OWN: Condition(_own, lambda actor, _grant: Q(owner__user_id=actor.user_id)),
        Scope.AGENCY: Condition(
            _agency, lambda _actor, grant: Q(reception_id=grant.agency_id) | Q(competent_id=grant.agency_id)
        ),
        Scope.SUBTREE: Condition(
            _subtree,
            lambda _actor, grant: (
                Q(reception__path__startswith=grant.agency_path) | Q(competent__path__startswith=grant.agency_path)
            ),
        ),
    },
)


INTAKE_SLIPS: Policy[IntakeSlip] = Policy(
    see=SEE,
    scopes={
        Scope.AGENCY: Condition(
            lambda slip, _actor, grant: slip.reception_id == grant.agency_id,
            lambda _actor, grant: Q(reception_id=grant.agency_id),
        ),
        Scope.SUBTREE: Condition(
            lambda slip, _actor, grant: slip.reception.path.startswith(grant.agency_path),
            lambda _actor, grant: Q(reception__path__startswith=grant.agency_path),
        ),
    },
)


@file_owner("onestop.intakeslip")
def may_see_slip_file(file_id: int, actor: Actor) -> bool:
    """Tell whether a file was brought with a slip the actor may see."""
    return INTAKE_SLIPS.visible(IntakeSlip.objects.filter(papers__file_id=file_id), actor).exists()


@file_owner("onestop.dossier")
def may_see_file(file_id: int, actor: Actor) -> bool:
    """Tell whether a file is a paper or the result of a dossier the actor may see."""
    holds = Q(papers__file_id=file_id) | Q(result__file_id=file_id)
    return DOSSIERS.visible(Dossier.objects.filter(holds), actor).exists()
