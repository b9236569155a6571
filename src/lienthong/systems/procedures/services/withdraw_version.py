"""Withdrawing a version: it stays on record but is no longer public."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.acts.extensions import act

from ..contracts import VersionState
from ..events import ProcedureWithdrawn
from ..models import Procedure, ProcedureVersion
from ..policy import POLICY, PUBLISH


@act(
    "procedures.version.withdraw",
    subject=ProcedureVersion,
    policy=POLICY,
    label=gettext_lazy("Withdraw from the public page"),
    permission=PUBLISH,
    states={VersionState.PUBLISHED.value},
    key="id",
    history_key="reference",
    related=("procedure",),
    danger=True,
    needs_reason=True,
)
def withdraw_version(version: ProcedureVersion, *, actor: Actor, now: datetime, reason: str = "") -> ProcedureWithdrawn:
    """Take a version off the public page; dossiers accepted with it keep it (R-4).

    :param reason: kept in the history, such as the decision that abolished the procedure
    """
    del actor, reason  # the kernel writes both to the history
    day = max(timezone.localtime(now).date(), version.valid_from or timezone.localtime(now).date())
    version.state, version.valid_to = VersionState.WITHDRAWN.value, day
    Procedure.objects.filter(pk=version.procedure_id, current=version).update(current=None)
    return ProcedureWithdrawn(
        code=version.procedure.code, number=version.number, version_id=version.pk, valid_to=day.isoformat()
    )
