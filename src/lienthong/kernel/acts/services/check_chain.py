"""Having the chain over the history checked, as an official act."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, NotPermitted
from lienthong.kernel.audit import services as audit

CHAIN = "audit.chain"
SUBJECT_TYPE = "audit.check"


@transaction.atomic
def check_chain(*, since: date | None, until: date | None, actor: Actor, now: datetime) -> UUID:
    """Have a worker check the chain, and return the number under which its outcome is found.

    :param since: the first day to check, all when none is given
    :param until: the last day
    :raises NotPermitted: the actor does not look after the chain
    :raises Invalid: the last day lies before the first
    """
    if not actor.may(CHAIN):
        raise NotPermitted(_("Only administrators check the chain."))
    if since is not None and until is not None and until < since:
        message = _("The last day lies before the first")
        raise Invalid(message, errors=(FieldError("den", message),))
    uuid = audit.ask_for_check(since=since, until=until, actor=actor, now=now)
    days = {"since": since.isoformat() if since else "", "until": until.isoformat() if until else ""}
    audit.record(subject_type=SUBJECT_TYPE, subject_key=str(uuid), act="audit.chain.check", actor=actor, now=now,
                 data=days)  # fmt: skip
    return uuid
