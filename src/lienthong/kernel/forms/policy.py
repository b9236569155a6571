"""Who may see and change the design of forms. Forms belong to the province, so any reach of a grant is enough."""

from django.db.models import Q

from lienthong.kernel.acts.contracts import Scope
from lienthong.kernel.acts.extensions import Condition, Policy

from .models import FormDesign

DESIGN = "forms.design"
PUBLISH = "forms.publish"

_EVERYWHERE: Condition[FormDesign] = Condition(
    matches=lambda _subject, _actor, _grant: True, sql=lambda _actor, _grant: Q()
)

DESIGNS: Policy[FormDesign] = Policy(see=DESIGN, scopes=dict.fromkeys(Scope, _EVERYWHERE))
