"""Who may see issued papers and look after templates: the province all, an agency its own and those below it."""

from django.db.models import Q

from lienthong.kernel.acts.contracts import Actor, Grant, Scope
from lienthong.kernel.acts.extensions import Condition, Policy

from .contracts import SEE, SEE_TEMPLATES
from .models import Paper, TemplateDesign


def _below(_actor: Actor, grant: Grant) -> Q:
    # An empty path begins every path: such a grant must open nothing.
    return Q(agency__path__startswith=grant.agency_path) if grant.agency_path else Q(pk__in=())


def _lies_below(subject: Paper | TemplateDesign, _actor: Actor, grant: Grant) -> bool:
    agency = subject.agency
    return agency is not None and bool(grant.agency_path) and agency.path.startswith(grant.agency_path)


def _of_agency(_actor: Actor, grant: Grant) -> Q:
    return Q(agency_id=grant.agency_id)


def _is_of_agency(subject: Paper | TemplateDesign, _actor: Actor, grant: Grant) -> bool:
    return subject.agency_id == grant.agency_id


PAPERS: Policy[Paper] = Policy(
    see=SEE,
    scopes={
        Scope.AGENCY: Condition(matches=_is_of_agency, sql=_of_agency),
        Scope.SUBTREE: Condition(matches=_lies_below, sql=_below),
    },
)
# A template for all agencies has none of its own: only who reaches the whole province sees to it.
DESIGNS: Policy[TemplateDesign] = Policy(
    see=SEE_TEMPLATES,
    scopes={
        Scope.AGENCY: Condition(matches=_is_of_agency, sql=_of_agency),
        Scope.SUBTREE: Condition(matches=_lies_below, sql=_below),
    },
)
