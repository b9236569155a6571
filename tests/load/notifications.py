"""How many messages a worker carries a second: mails to a server on this machine, SMS to a gateway on it.

The messages go as one mailing in batches, through queue, lease, provider and record, as a worker carries them.
Run in the environment of a program built by the demo: `python -m tests.load.notifications`.
"""

import json
import time
from typing import Any

import django

MESSAGES = 500


def main() -> None:
    """Print rows of the table as JSON."""
    django.setup()
    from django.conf import settings

    from tests.support.gateway import SmsGateway, running
    from tests.support.smtp_server import smtp_server

    settings.DEMO, settings.NOTIFICATIONS_QUIET_HOURS = False, "00:00-00:00"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    gateway = SmsGateway()
    with smtp_server() as mail, running(gateway):
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail.port
        rows = [_row("mails over SMTP", _carried(email="nguoi{}@example.com"))]
        settings.EMAIL_HOST = ""
        settings.NOTIFICATIONS_PROVIDERS = json.dumps([gateway.settings()])
        rows.append(_row("SMS over an HTTP gateway", _carried(phone="0987{:06}")))
        rows.append((f"{10 * MESSAGES} messages of one mailing written", f"{_written():.1f} s"))
        assert len(mail.boxes.mails) == len(gateway.taken) == MESSAGES
    _forget()
    print(json.dumps(rows))


def _row(what: str, seconds: float) -> tuple[str, str]:
    return f"{what} carried by one worker", f"{MESSAGES / seconds:.0f} messages/s"


def _carried(**address: str) -> float:
    """Return the seconds that carrying a mailing takes, with every job done in this process."""
    from django.utils import timezone
    from procrastinate.contrib.django.models import ProcrastinateJob

    from lienthong.kernel.notifications import services
    from lienthong.kernel.notifications.models import Message

    _ask(MESSAGES, **address)
    begin = time.perf_counter()
    # A job makes room after ten seconds by asking for another, so the line is read until it is empty.
    while jobs := list(ProcrastinateJob.objects.filter(task_name="notifications.deliver_many").order_by("id")):
        for job in jobs:
            services.deliver_batch(message_ids=job.args["message_ids"], clock=timezone.now)
        _forget_jobs([job.id for job in jobs])
    lasted = time.perf_counter() - begin
    assert not Message.objects.filter(mailing__isnull=False).exclude(state="sent").exists()
    _forget()
    return lasted


def _written() -> float:
    begin = time.perf_counter()
    _ask(10 * MESSAGES, phone="0987{:06}")
    return time.perf_counter() - begin


def _ask(count: int, **address: str) -> None:
    from django.utils import timezone

    from lienthong.kernel.acts.contracts import Actor
    from lienthong.kernel.notifications import services
    from lienthong.kernel.notifications.contracts import Notice, Recipient

    words: dict[str, Any] = {"code": "H32-1", "procedure": "Khai sinh", "due": "17:00", "agency": "UBND phường"}
    people = (
        Notice(
            Recipient(name=f"Người {number}", **{name: form.format(number) for name, form in address.items()}), words
        )
        for number in range(count)
    )
    services.notify_many(
        template="onestop.accepted", notices=people, title="load", actor=Actor.system("load"), now=timezone.now()
    )


def _forget_jobs(ids: list[int]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_events WHERE job_id = ANY(%s)", [ids])
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = ANY(%s)", [ids])


def _forget() -> None:
    """Take away what the measurement wrote."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    from lienthong.kernel.notifications.models import Attempt, Mailing, Message, Part

    rows = Message.objects.filter(mailing__title="load")
    Part.objects.filter(message__in=rows).delete()
    Attempt.objects.filter(message__in=rows).delete()
    rows.delete()
    Mailing.objects.filter(title="load").delete()
    _forget_jobs(
        list(ProcrastinateJob.objects.filter(task_name="notifications.deliver_many").values_list("id", flat=True))
    )


if __name__ == "__main__":
    main()
