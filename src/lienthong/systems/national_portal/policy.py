"""Who sees what goes to the Portal, and who may open the files it sent."""

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.acts.extensions import Policy
from lienthong.kernel.files.contracts import Held
from lienthong.kernel.files.extensions import file_owner
from lienthong.kernel.organizations.queries import agency_scopes

from .contracts import SEE
from .models import PushedAct, PushedFile, Sync

SYNCS: Policy[Sync] = Policy(see=SEE, scopes=agency_scopes("reception"))
# What was pushed may name no agency that is here, so only who sees the whole province sees it.
ACTS: Policy[PushedAct] = Policy(see=SEE, scopes={})


@file_owner("national_portal.act")
def held_by_act(file_id: int, actor: Actor) -> Held | None:
    """Return the pushed act the file came with, None when it came with none that the actor may see."""
    rows = PushedFile.objects.filter(file_id=file_id, act__in=ACTS.visible(PushedAct.objects.all(), actor))
    found = rows.values_list("act__portal_code", flat=True).first()
    return Held(found) if found is not None else None
