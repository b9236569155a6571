"""Every day: certificates whose time is over expire, and holders are told 30, 7 and 1 days before."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.audit import services as audit
from lienthong.kernel.events import services as events
from lienthong.kernel.notifications import services as notifications
from lienthong.kernel.notifications.contracts import Recipient

from ... import rules
from ...contracts import CertificateState
from ...events import CertificateEnding
from ...models import Certificate
from .enter_state import enter_state

_RUNNING = (CertificateState.ISSUED, CertificateState.IN_USE, CertificateState.SUSPENDED)
_PROGRAM = Actor.system("signatures")


def watch_certificates(*, now: datetime) -> tuple[int, int]:
    """Return how many certificates expired and how many warnings were given; done twice it gives none again.

    Each certificate is a transaction of its own, so that one that fails keeps no other from being watched.
    """
    horizon = now + timedelta(days=max(rules.WARNING_DAYS))
    near = Certificate.objects.filter(state__in=_RUNNING, valid_to__lte=horizon).order_by("valid_to")
    found = [_watch(pk, now) for pk in near.values_list("pk", flat=True)]
    return found.count("expired"), found.count("warned")


def _watch(pk: int, now: datetime) -> str:
    with transaction.atomic():
        rows = Certificate.objects.select_for_update(of=("self",)).select_related("agency", "user")
        row = rows.filter(pk=pk, state__in=_RUNNING).first()
        if row is None or row.valid_to is None:
            return ""
        if row.valid_to <= now:
            return _expire(row, now)
        days = rules.warning_due(valid_to=row.valid_to, warned=row.warned, now=now)
        return _warn(row, row.valid_to, days, now) if days is not None else ""


def _expire(row: Certificate, now: datetime) -> str:
    before = row.state
    event = enter_state(row, CertificateState.EXPIRED, now=now)
    row.version += 1
    row.save(update_fields=["state", "state_at", "reason", "version"])
    audit.record(
        subject_type="signatures.certificate",
        subject_key=str(row.uuid),
        act="signatures.certificate.expire",
        actor=_PROGRAM,
        now=now,
        data={"from": before, "to": row.state},
    )
    events.publish(event=event, subject=str(row.uuid), now=now, actor_name=_PROGRAM.name)
    return "expired"


def _warn(row: Certificate, valid_to: datetime, days: int, now: datetime) -> str:
    row.warned = days
    row.save(update_fields=["warned"])
    event = CertificateEnding(serial=row.serial, agency_code=row.agency.code, days=days, valid_to=valid_to)
    events.publish(event=event, subject=str(row.uuid), now=now, actor_name=_PROGRAM.name)
    if row.user is not None:
        notifications.notify(
            template="signatures.certificate_ending",
            to=Recipient(name=row.user.name, email=row.user.email, user_id=row.user.pk),
            context={
                "holder": row.holder_name,
                "agency": row.agency.name,
                "day": f"{timezone.localtime(valid_to):%d/%m/%Y}",
                "days": str(days),
            },
            subject_key=str(row.uuid),
            now=now,
        )
    return "warned"
