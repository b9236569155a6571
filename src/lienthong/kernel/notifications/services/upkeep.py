"""What is done by the clock: nothing is left behind, lines for receipts stay open, old messages go."""

from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from ..channels import all_providers
from ..channels.smpp import SmppProvider
from ..contracts import MessageState, NotSent
from ..extensions import fleeting_keys
from ..models import Attempt, Message, Part, Receipt
from .scheduling import ask_for_batch

log = structlog.get_logger("lienthong.notifications")

FORGOTTEN_AFTER = timedelta(minutes=5)
_MOST, _KEEP_RECEIPTS = 1000, timedelta(days=30)


def rescue_messages(*, now: datetime) -> int:
    """Ask again for messages that are overdue while no job waits, and return how many.

    A job comes with each message in one transaction, so this finds something only after the queue itself was lost.
    """
    line = now - FORGOTTEN_AFTER
    overdue = Q(due_at__lt=line) | Q(due_at=None, created_at__lt=line)
    open_ones = Q(state=MessageState.QUEUED) & overdue | Q(state=MessageState.SENDING, lease_until__lt=line)
    tasks = ("notifications.deliver", "notifications.deliver_many")
    waiting = ProcrastinateJob.objects.filter(task_name__in=tasks, status__in=["todo", "doing"])
    if waiting.filter(Q(scheduled_at=None) | Q(scheduled_at__lte=now)).exists():
        return 0  # the line is being worked off
    ids = list(Message.objects.filter(open_ones).order_by("pk").values_list("pk", flat=True)[:_MOST])
    if ids:
        ask_for_batch(message_ids=ids)
        log.warning("forgotten_messages_asked_for", count=len(ids))
    return len(ids)


def keep_listening() -> int:
    """Bind to each message centre where this process has no line, so that receipts come; return how many stand."""
    standing = 0
    for each in all_providers():
        if isinstance(each, SmppProvider):
            try:
                standing += each.session().is_open
            except NotSent as failed:
                log.warning("smpp_not_bound", provider=each.name, error=str(failed))
    return standing


def tidy(*, now: datetime) -> int:
    """Remove messages older than NOTIFICATIONS_KEEP_DAYS, fleeting ones of the days before, and receipts of 30 days.

    :returns: how many messages went
    """
    Receipt.objects.filter(received_at__lt=now - _KEEP_RECEIPTS).delete()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    old = Q(created_at__lt=now - timedelta(days=settings.NOTIFICATIONS_KEEP_DAYS))
    old |= Q(created_at__lt=midnight, template__key__in=fleeting_keys())
    removed = 0
    while ids := list(Message.objects.filter(old).order_by("pk").values_list("pk", flat=True)[:_MOST]):
        Part.objects.filter(message_id__in=ids).delete()
        Attempt.objects.filter(message_id__in=ids).delete()
        Message.objects.filter(instead_of_id__in=ids).update(instead_of=None)
        removed += Message.objects.filter(pk__in=ids).delete()[0]
    return removed
