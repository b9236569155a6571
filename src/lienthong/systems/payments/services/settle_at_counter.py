"""Money that another system took at its counter."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction

from lienthong.kernel.acts.contracts import Actor, Conflict
from lienthong.systems.payments.contracts import DemandState, Verdict
from lienthong.systems.payments.models import CallBack, FeeDemand

from .take_money import take_money

CASH = "cash"


def settle_at_counter(*, subject_type: str, subject_key: str, cause: str, actor: Actor, now: datetime) -> None:
    """Settle in cash what waits for one thing; where it was paid another way before, money came twice: a person looks.

    :param cause: names what was told, so that told again it changes nothing
    """
    with transaction.atomic():
        rows = FeeDemand.objects.filter(subject_type=subject_type, subject_key=subject_key)
        waiting = list(rows.filter(state=DemandState.WAITING).order_by("id").values_list("number", flat=True))
        for number in waiting[:-1]:
            take_money(number=number, method=CASH, actor=actor, now=now)
        newest = rows.exclude(state=DemandState.CANCELLED).order_by("-id").first()
        if newest is None or (newest.state == DemandState.PAID and newest.method == CASH):
            return
        try:
            take_money(number=newest.number, method=CASH, actor=actor, now=now)
        except Conflict:
            CallBack.objects.get_or_create(
                provider=CASH,
                digest=sha256(cause.encode()).hexdigest(),
                defaults={
                    "body": cause,
                    "transaction": newest.number,
                    "amount": newest.total,
                    "verdict": Verdict.NOT_WAITING,
                    "demand": newest,
                    "received_at": now,
                },
            )
