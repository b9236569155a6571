"""Publishing a version: from a day on, this is what citizens read and dossiers follow."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.acts.extensions import act

from ..contracts import VersionOutdated, VersionState
from ..events import ProcedurePublished
from ..models import Procedure, ProcedureVersion
from ..policy import POLICY, PUBLISH


@act(
    "procedures.version.publish",
    subject=ProcedureVersion,
    policy=POLICY,
    label=gettext_lazy("Publish"),
    permission=PUBLISH,
    states={VersionState.DRAFT.value},
    key="id",
    history_key="reference",
    related=("procedure",),
)
def publish_version(
    version: ProcedureVersion, *, actor: Actor, now: datetime, valid_from: date | None = None
) -> ProcedurePublished:
    """Make a draft public from a day on; the version before it ends on that day (Nghị định 63/2010, Điều 24).

    :param valid_from: the first day; the day of `now` unless given
    :raises VersionOutdated: a newer version, or one that begins later, is already public
    """
    day = valid_from or timezone.localtime(now).date()
    # Two versions of one procedure are published one after the other, whoever asks.
    procedure = Procedure.objects.select_for_update().get(pk=version.procedure_id)
    older = procedure.versions.filter(state=VersionState.PUBLISHED.value)
    if older.filter(number__gt=version.number).exists() or older.filter(valid_from__gt=day).exists():
        raise VersionOutdated(_("A newer version of this procedure is already public."))
    older.filter(valid_to__isnull=True).update(valid_to=day)
    version.state = VersionState.PUBLISHED.value
    version.valid_from, version.published_at = day, now
    version.published_by_id, version.published_by_name = actor.user_id, actor.name
    procedure.current = version
    procedure.save(update_fields=["current"])
    return ProcedurePublished(
        code=procedure.code, number=version.number, version_id=version.pk, valid_from=day.isoformat()
    )
