"""Who may see and change the catalogue. It belongs to the province, so any reach of a grant is enough."""

from django.db.models import Q

from lienthong.kernel.acts.contracts import Scope
from lienthong.kernel.acts.extensions import Condition, Policy

from .models import ProcedureVersion

MANAGE = "procedures.manage"
PUBLISH = "procedures.publish"

_EVERYWHERE: Condition[ProcedureVersion] = Condition(
    matches=lambda _subject, _actor, _grant: True, sql=lambda _actor, _grant: Q()
)

POLICY: Policy[ProcedureVersion] = Policy(see=MANAGE, scopes=dict.fromkeys(Scope, _EVERYWHERE))
