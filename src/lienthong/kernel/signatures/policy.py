"""Who may see and look after certificates: each agency its own and those below it, the province all."""

from django.db.models import Q

from lienthong.kernel.acts.contracts import Actor, Grant, Scope
from lienthong.kernel.acts.extensions import Condition, Policy
from lienthong.kernel.organizations.queries import agency_scopes

from .contracts import SEE
from .models import Certificate


def _is_own(subject: Certificate, actor: Actor, _grant: Grant) -> bool:
    return actor.user_id is not None and subject.user_id == actor.user_id


def _own(actor: Actor, _grant: Grant) -> Q:
    return Q(user_id=actor.user_id) if actor.user_id is not None else Q(pk__in=())


CERTIFICATES: Policy[Certificate] = Policy(
    see=SEE, scopes={Scope.OWN: Condition(_is_own, _own), **agency_scopes("agency")}
)
