"""Who may do a step: one declaration, as a predicate and as an SQL condition."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Q

from lienthong.kernel.acts.contracts import Actor, ActorKind, Scope
from lienthong.kernel.acts.extensions import Condition, Policy
from lienthong.kernel.organizations.contracts import lies_in
from lienthong.kernel.organizations.queries import lies_below

from .contracts import InboxView
from .extensions import errand_rights
from .models import ProcessDraft, ProcessInstance, WorkItem

REASSIGN = "processes.reassign"
DESIGN = "processes.design"
PUBLISH = "processes.publish"
SERVICES = "processes.services"
SKIP = "processes.services.skip"
NOBODY = Q(pk__in=[])

# Processes belong to the province, and so do the services they call: any reach of a grant is enough.
DRAFTS: Policy[ProcessDraft] = Policy(
    see=DESIGN,
    scopes=dict.fromkeys(
        Scope,
        Condition[ProcessDraft](matches=lambda _draft, _actor, _grant: True, sql=lambda _actor, _grant: Q()),
    ),
)
CASES: Policy[ProcessInstance] = Policy(
    see=SERVICES,
    scopes=dict.fromkeys(
        Scope,
        Condition[ProcessInstance](matches=lambda _case, _actor, _grant: True, sql=lambda _actor, _grant: Q()),
    ),
)


def _roles_by_agency(actor: Actor) -> dict[int, set[str]]:
    """Return the roles an actor holds in each agency itself, and in their own the rights that open errands."""
    roles: dict[int, set[str]] = defaultdict(set)
    rights = errand_rights()
    if actor.agency_id is not None:
        roles[actor.agency_id] |= actor.roles
    for grant in actor.grants:
        roles[grant.agency_id].add(grant.role)
        if grant.agency_id == actor.agency_id and grant.permission in rights:
            roles[grant.agency_id].add(grant.permission)
    return {agency: held for agency, held in roles.items() if held}


def _wide_grants(actor: Actor) -> set[tuple[str, str]]:
    """Return (role, path) of grants that reach below their agency; an empty path is the whole province."""
    below = (grant for grant in actor.grants if grant.scope is Scope.SUBTREE and grant.agency_path.strip("/"))
    whole = (grant for grant in actor.grants if grant.scope is Scope.PROVINCE)
    return {(grant.role, grant.agency_path) for grant in below} | {(grant.role, "") for grant in whole}


def is_candidate(actor: Actor, item: WorkItem) -> bool:
    """Tell whether a step that nobody holds is open to the actor: the role in its agency (and unit)."""
    if item.unit_id is not None and item.unit_id != actor.unit_id:
        return False
    if item.role in _roles_by_agency(actor).get(item.agency_id, ()):
        return True
    return any(role == item.role and item.agency.path.startswith(path) for role, path in _wide_grants(actor))


def may_do(actor: Actor, item: WorkItem) -> bool:
    """Tell whether the actor may finish or claim the step: it is theirs, or nobody's and open to them."""
    if actor.kind is ActorKind.SYSTEM:
        return True
    if actor.user_id is None:
        return False
    if item.assignee_id is not None:
        return item.assignee_id == actor.user_id or _held_by_giver(actor, item)
    return is_candidate(actor, item)


def _held_by_giver(actor: Actor, item: WorkItem) -> bool:
    """Tell whether the step is held by the one in whose seat the actor acts, and belongs to that seat."""
    is_theirs = actor.acting_for_id is not None and item.assignee_id == actor.acting_for_id
    return is_theirs and item.agency_id == actor.agency_id and item.role in actor.roles


def may_reassign(actor: Actor, item: WorkItem) -> bool:
    """Tell whether the actor may give the step to another: the holder, or who directs work in that agency."""
    if actor.kind is ActorKind.SYSTEM:
        return True
    if actor.user_id is not None and item.assignee_id == actor.user_id:
        return True
    return any(
        grant.agency_id == item.agency_id
        or grant.scope is Scope.PROVINCE
        or (grant.scope is Scope.SUBTREE and lies_in(item.agency.path, grant.agency_path))
        for grant in actor.grants_for(REASSIGN)
    )


def mine(actor: Actor) -> Q:
    """Return the condition for items the actor holds, or the one in whose seat the actor acts."""
    if actor.user_id is None:
        return NOBODY
    held = Q(assignee_id=actor.user_id)
    if actor.acting_for_id is not None:
        held |= Q(assignee_id=actor.acting_for_id, agency_id=actor.agency_id, role__in=sorted(actor.roles))
    return held


def open_to(actor: Actor) -> Q:
    """Return the condition for items that nobody holds and the actor may take; the SQL of `is_candidate`."""
    if actor.user_id is None:
        return NOBODY
    reach = NOBODY
    for agency_id, roles in sorted(_roles_by_agency(actor).items()):
        reach |= Q(agency_id=agency_id, role__in=sorted(roles))
    for role, path in sorted(_wide_grants(actor)):
        reach |= Q(role=role) & (lies_below("agency", path) if path else Q())
    unit = Q(unit_id__isnull=True)
    if actor.unit_id is not None:
        unit |= Q(unit_id=actor.unit_id)
    return Q(assignee_id__isnull=True) & unit & reach


def inbox_condition(actor: Actor, view: InboxView) -> Q:
    """Return the condition of one view of the inbox."""
    if view is InboxView.MINE:
        return mine(actor)
    if view is InboxView.UNIT:
        return open_to(actor)
    both = mine(actor) | open_to(actor)
    return both & Q(paused_at__isnull=False) if view is InboxView.WAITING else both
