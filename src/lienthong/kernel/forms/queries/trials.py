"""Reading trial filings: each designer sees their own."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound

from ..contracts import AnswerChange, KeptFile, TrialInfo
from ..models import TrialFiling

MOST = 20


def get_trial(*, uuid: UUID, viewer: Actor) -> TrialInfo:
    """Return a trial filing. One statement.

    :raises NotFound: there is none, or it is somebody else's
    """
    row = TrialFiling.objects.filter(uuid=uuid, user_id=viewer.user_id).first() if viewer.user_id else None
    if row is None:
        raise NotFound(_("There is no such trial filing."))
    return TrialInfo(
        uuid=row.uuid, key=row.key, title=row.title, schema=row.schema, ui=row.ui, answers=row.answers,
        marks=row.marks, changes=tuple(AnswerChange(**change) for change in row.changes),
        files={name: KeptFile(**kept) for name, kept in row.files.items()}, created_at=row.created_at,
        version=row.version,
    )  # fmt: skip


def list_trials(*, key: str, viewer: Actor) -> tuple[tuple[UUID, datetime], ...]:
    """Return the viewer's last trial filings of a form, newest first, at most 20, as (uuid, moment). One statement."""
    if viewer.user_id is None:
        return ()
    rows = TrialFiling.objects.filter(user_id=viewer.user_id, key=key).order_by("-created_at")
    return tuple((uuid, at) for uuid, at in rows.values_list("uuid", "created_at")[:MOST])
