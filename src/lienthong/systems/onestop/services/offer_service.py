"""Saying which agencies offer a procedure, and how (R-6)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, NotFound, NotPermitted
from lienthong.kernel.audit import services as audit
from lienthong.systems.onestop.contracts import OFFER_TYPE, OnlineLevel
from lienthong.systems.onestop.models import ServiceOffer
from lienthong.systems.onestop.policy import MANAGE_PACKAGES
from lienthong.systems.onestop.queries import choose_agencies

SAVE, CLOSE = "onestop.offer.save", "onestop.offer.close"


def offer_service(
    *,
    code: str,
    agency_ids: Sequence[int],
    online: OnlineLevel,
    actor: Actor,
    now: datetime,
    reason: str = "",
    hours: str = "",
) -> int:
    """Let agencies offer a procedure from now on, or change how they do; return how many.

    From the first offer on, agencies of which nothing is said do not receive the procedure any more.

    :param reason: why it is not wholly online; published (224/2026, Điều 14)
    :raises NotPermitted: the actor does not look after packages
    :raises Invalid: no agency, one that cannot receive it, or no reason for less than all online
    :raises NotFound: no package of the procedure is in force
    """
    _require_keeper(actor)
    possible = {each.id for each in choose_agencies(code=code)}
    _check(agency_ids, possible, online, reason)
    given: dict[str, Any] = {
        "online": online,
        "reason": reason.strip() if online is not OnlineLevel.FULL else "",
        "hours": hours,
    }
    given |= {"is_open": True, "changed_at": now, "changed_by_name": actor.name}
    with transaction.atomic():
        for agency_id in sorted(set(agency_ids)):
            ServiceOffer.objects.update_or_create(code=code, agency_id=agency_id, defaults=given)
        _record(code, SAVE, actor, now, list(agency_ids), online.value)
    return len(set(agency_ids))


def close_offer(*, code: str, agency_id: int, actor: Actor, now: datetime) -> None:
    """Let an agency no longer offer a procedure; dossiers it has received go on.

    :raises NotFound: it does not offer it
    """
    _require_keeper(actor)
    with transaction.atomic():
        open_ones = ServiceOffer.objects.filter(code=code, agency_id=agency_id, is_open=True)
        if not open_ones.update(is_open=False, changed_at=now, changed_by_name=actor.name):
            raise NotFound(_("This agency does not offer the procedure."))
        _record(code, CLOSE, actor, now, [agency_id], "")


def _require_keeper(actor: Actor) -> None:
    if not actor.may(MANAGE_PACKAGES):
        raise NotPermitted(_("Only procedure control looks after packages."))


def _check(agency_ids: Sequence[int], possible: set[int], online: OnlineLevel, reason: str) -> None:
    errors = []
    if not agency_ids or set(agency_ids) - possible:
        errors.append(FieldError("agencies", _("Choose agencies that receive at the levels of this procedure.")))
    if online is not OnlineLevel.FULL and not reason.strip():
        errors.append(FieldError("reason", _("Say why it is not wholly online; this is published.")))
    if errors:
        raise Invalid(errors[0].message, errors=tuple(errors))


def _record(code: str, act: str, actor: Actor, now: datetime, agencies: list[int], online: str) -> None:
    data = {"agencies": agencies, "online": online}
    audit.record(subject_type=OFFER_TYPE, subject_key=code, act=act, actor=actor, now=now, data=data)
