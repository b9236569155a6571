"""Correcting a demand: cancel, and a new one."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from lienthong.kernel.acts.contracts import Actor
from lienthong.systems.payments.contracts import Collect, DemandDraft, FeeLine, Reduction
from lienthong.systems.payments.models import FeeDemand

from .cancel_demand import cancel_demand
from .demand_fee import raise_demand


def replace_demand(
    *,
    number: str,
    reason: str,
    actor: Actor,
    now: datetime,
    lines: Sequence[FeeLine] | None = None,
    reductions: Sequence[Reduction] = (),
    expected_version: int | None = None,
) -> str:
    """Cancel a waiting demand and raise another in its place, all or nothing; return the new number (R-51).

    The way in which an exemption or a reduction is granted after the demand was raised.

    :param lines: what is asked for now; None keeps the lines
    :raises NotFound: no such demand in sight
    :raises Conflict: it waits no longer
    :raises AmountWrong: an amount is no whole number of đồng, or more is taken off than asked for
    :raises Invalid: no reason, or a reduction without ground or proof
    """
    with transaction.atomic():
        cancel_demand(
            number=number, reason=reason, replaced=True, actor=actor, now=now, expected_version=expected_version
        )
        old = FeeDemand.objects.get(number=number)
        draft = DemandDraft(
            subject_type=old.subject_type,
            subject_key=old.subject_key,
            title=old.title,
            payee_id=old.payee_id,
            payer_name=old.payer_name,
            lines=tuple(FeeLine(**line) for line in old.lines) if lines is None else tuple(lines),
            reductions=tuple(reductions),
            key=f"replaces:{old.number}",
            collect=Collect(old.collect),
            collector_id=old.collector_id,
            url=old.subject_url,
        )
        return raise_demand(draft=draft, actor=actor, now=now, replaces=old)
