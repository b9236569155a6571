"""Who may see and change agencies on the pages of administration."""

from django.db.models import Q

from lienthong.kernel.acts.contracts import Actor, Grant, Scope
from lienthong.kernel.acts.extensions import Condition, Policy

from .contracts import lies_in
from .models import Agency

SEE = "organizations.see"
MANAGE = "organizations.manage"


def _in_subtree(subject: Agency, _actor: Actor, grant: Grant) -> bool:
    return lies_in(subject.path, grant.agency_path)


def _below(_actor: Actor, grant: Grant) -> Q:
    return Q(path__startswith=grant.agency_path) if lies_in(grant.agency_path, grant.agency_path) else Q(pk__in=())


AGENCIES: Policy[Agency] = Policy(
    see=SEE,
    scopes={
        Scope.AGENCY: Condition(
            matches=lambda subject, _actor, grant: subject.pk == grant.agency_id,
            sql=lambda _actor, grant: Q(pk=grant.agency_id),
        ),
        Scope.SUBTREE: Condition(matches=_in_subtree, sql=_below),
    },
)
