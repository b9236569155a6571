"""One mail a day with the notices of the program, for those who asked for it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from ..contracts import Recipient
from ..models import Message, PersonChoice
from .notify import notify

_MOST_LINES = 50


def send_digests(*, now: datetime) -> int:
    """Send a mail to each who wants one and has unread notices since the last; return how many. Twice sends none again.

    Each is a transaction of its own, so that one that fails keeps no other from being sent.
    """
    due = PersonChoice.objects.filter(digest=True).exclude(digested_to__gt=now - timedelta(hours=12))
    return sum(_digest(pk, now) for pk in due.order_by("pk").values_list("pk", flat=True))


def _digest(pk: int, now: datetime) -> bool:
    with transaction.atomic():
        choice = PersonChoice.objects.select_for_update().get(pk=pk)
        if choice.digested_to is not None and choice.digested_to > now - timedelta(hours=12):
            return False
        since = choice.digested_to or now - timedelta(days=1)
        rows = Message.objects.filter(channel="in_app", to_user_id=choice.user_id, read_at=None, created_at__lte=now)
        notices = list(rows.filter(created_at__gt=since).order_by("pk")[:_MOST_LINES])
        PersonChoice.objects.filter(pk=pk).update(digested_to=now)
        user = get_user_model().objects.get(pk=choice.user_id)
        if not notices or not user.email or not user.is_active:
            return False
        lines = "\n".join(f"- {_line(each)}" for each in notices)
        return bool(
            notify(
                template="notifications.digest",
                to=Recipient(name=user.name, email=user.email),
                context={"count": str(len(notices)), "day": f"{timezone.localtime(now):%d/%m/%Y}", "lines": lines},
                subject_key="",
                url="/thong-bao/",
                language=choice.language,
                now=now,
            )
        )


def _line(notice: Message) -> str:
    address = f" {settings.PUBLIC_BASE_URL}{notice.url}" if notice.url else ""
    return f"{notice.subject or notice.body}{address}"
