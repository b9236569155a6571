"""Who may see what was sent: the province all, an agency its own and those below it.

Notices to oneself are read without a right.
"""

from django.db.models import Q

from lienthong.kernel.acts.contracts import Actor, Grant, Scope
from lienthong.kernel.acts.extensions import Condition, Policy
from lienthong.kernel.organizations.queries import lies_below

from .contracts import MANAGE, SEE
from .models import Message, TextDraft

__all__ = ["DRAFTS", "MANAGE", "MESSAGES", "SEE"]


def _below(_actor: Actor, grant: Grant) -> Q:
    # An empty path begins every path: such a grant must open nothing.
    return lies_below("agency", grant.agency_path) if grant.agency_path else Q(pk__in=())


def _in_subtree(subject: Message | TextDraft, _actor: Actor, grant: Grant) -> bool:
    if subject.agency is None or not grant.agency_path:
        return False
    return subject.agency.path.startswith(grant.agency_path)


MESSAGES: Policy[Message] = Policy(
    see=SEE,
    scopes={
        Scope.AGENCY: Condition(
            matches=lambda subject, _actor, grant: subject.agency_id == grant.agency_id,
            sql=lambda _actor, grant: Q(agency_id=grant.agency_id),
        ),
        Scope.SUBTREE: Condition(matches=_in_subtree, sql=_below),
    },
)
# Texts of the province are seen by all who look after texts, and changed by the province; others have their own.
DRAFTS: Policy[TextDraft] = Policy(
    see=MANAGE,
    scopes={
        Scope.AGENCY: Condition(
            matches=lambda subject, _actor, grant: subject.agency_id == grant.agency_id,
            sql=lambda _actor, grant: Q(agency_id=grant.agency_id),
        ),
        Scope.SUBTREE: Condition(matches=_in_subtree, sql=_below),
    },
)
