"""Who may see and change agencies on the pages of administration."""

from django.db.models import Q

from lienthong.kernel.acts.contracts import Actor, Grant, Scope
from lienthong.kernel.acts.extensions import Condition, Policy

from .models import Agency

SEE = "organizations.see"
MANAGE = "organizations.manage"


def _in_subtree(subject: Agency, _actor: Actor, grant: Grant) -> bool:
    return bool(grant.agency_path) and subject.path.startswith(grant.agency_path)


def _below(_actor: Actor, grant: Grant) -> Q:
    # An empty path begins every path: such a grant must open nothing.
    return Q(path__startswith=grant.agency_path) if grant.agency_path else Q(pk__in=())


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
