"""Ending sessions: one browser, or all but this one."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.accounts.models import Session
from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.audit import services as audit

SUBJECT_TYPE = "accounts.user"


@transaction.atomic
def end_session(*, uuid: UUID, actor: Actor, now: datetime) -> None:
    """Sign a browser of one's own out; its next request is a stranger's.

    :raises NotFound: no such session of the actor's, or it has ended already
    """
    ended, _kinds = Session.objects.filter(uuid=uuid, user_id=actor.user_id or 0).delete()
    if not ended:
        raise NotFound(_("This device is signed out already."))
    _write_history(actor, now, ended=1)


@transaction.atomic
def end_other_sessions(*, current_key: str, actor: Actor, now: datetime) -> int:
    """Sign all browsers of one's own out but the one that asks; return how many.

    :param current_key: the key of the session that asks
    """
    ended, _kinds = Session.objects.filter(user_id=actor.user_id or 0).exclude(session_key=current_key).delete()
    if ended:
        _write_history(actor, now, ended=ended)
    return ended


def _write_history(actor: Actor, now: datetime, *, ended: int) -> None:
    audit.record(
        subject_type=SUBJECT_TYPE,
        subject_key=str(actor.user_id),
        act="accounts.session.end",
        actor=actor,
        now=now,
        data={"ended": ended},
    )
