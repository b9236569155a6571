"""Who may see and look after certificates: each agency its own and those below it, the province all."""

from django.db.models import Q

from lienthong.kernel.acts.contracts import Actor, Grant, Scope
from lienthong.kernel.acts.extensions import Condition, Policy

from .contracts import SEE
from .models import Certificate


def _in_subtree(subject: Certificate, _actor: Actor, grant: Grant) -> bool:
    return bool(grant.agency_path) and subject.agency.path.startswith(grant.agency_path)


def _below(_actor: Actor, grant: Grant) -> Q:
    # An empty path begins every path: such a grant must open nothing.
    return Q(agency__path__startswith=grant.agency_path) if grant.agency_path else Q(pk__in=())


def _is_own(subject: Certificate, actor: Actor, _grant: Grant) -> bool:
    return actor.user_id is not None and subject.user_id == actor.user_id


CERTIFICATES: Policy[Certificate] = Policy(
    see=SEE,
    scopes={
        Scope.OWN: Condition(
            matches=_is_own,
            sql=lambda actor, _grant: Q(user_id=actor.user_id) if actor.user_id is not None else Q(pk__in=()),
        ),
        Scope.AGENCY: Condition(
            matches=lambda subject, _actor, grant: subject.agency_id == grant.agency_id,
            sql=lambda _actor, grant: Q(agency_id=grant.agency_id),
        ),
        Scope.SUBTREE: Condition(matches=_in_subtree, sql=_below),
    },
)
