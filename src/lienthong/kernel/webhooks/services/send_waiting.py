"""Sending a webhook what it has not received: first what waits, then the feed from its place on.

One worker at a time sends to a webhook, event after event. An event that the receiver refuses waits, and what comes
later about its subject waits behind it; when the receiver does not answer at all, everything waits.
"""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from standardwebhooks import Webhook as Signer

from lienthong.kernel.accounts.queries import machine_of_system
from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.events import services as events
from lienthong.kernel.events.queries import read_feed, visible
from lienthong.kernel.notifications import services as notifications
from lienthong.kernel.notifications.contracts import Recipient

from .. import rules
from ..contracts import Answer, DeliveryState, WebhookState
from ..events import WebhookDisabled
from ..models import Webhook, WebhookDelivery
from ..providers.receivers import Receivers
from ..providers.secret_box import unlock
from .ask_sender import ask_sender, take_over
from .load_webhook import write_history

AT_ONCE = 100
PROGRAM = Actor.system("webhooks")
CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"
Clock = Callable[[], datetime]


def send_waiting(*, webhook_id: int, clock: Clock, seconds: float) -> int:
    """Send one webhook what waits, for some seconds; return how many events its receiver took.

    What is left, or is to be tried later, is asked for again. The caller sees to it that nobody else sends to this
    webhook at the same time.
    """
    take_over(webhook_id)
    row = Webhook.objects.filter(pk=webhook_id, state=WebhookState.ACTIVE).first()
    if row is None:
        return 0
    if row.resume_at is not None and row.resume_at > clock():
        ask_sender(webhook_id=row.pk, at=row.resume_at)
        return 0
    viewer = machine_of_system(system_id=row.system_id)
    if viewer is None:
        disable(row, _("The system is connected no more."), clock())
        return 0
    with Receivers() as receivers:
        run = _Run(row, viewer, receivers, clock, time.monotonic() + seconds)
        run.send_what_waits()
        run.send_the_feed()
    run.ask_for_the_rest()
    return run.taken


class _Run:
    """One worker sending to one webhook."""

    def __init__(self, row: Webhook, viewer: Actor, receivers: Receivers, clock: Clock, deadline: float) -> None:
        self.row, self.viewer, self.receivers, self.clock, self.deadline = row, viewer, receivers, clock, deadline
        self.taken, self.stopped, self.more = 0, False, False

    def goes_on(self) -> bool:
        """Tell whether there is time, and the receiver answers."""
        if not self.stopped and time.monotonic() > self.deadline:
            self.stopped = self.more = True
        return not self.stopped

    def send_what_waits(self) -> None:
        """Offer again what was refused and is due, in order of each subject."""
        held: set[str] = set()
        waiting = WebhookDelivery.objects.filter(webhook=self.row, state=DeliveryState.WAITING).order_by("pk")
        for delivery in waiting[: 10 * AT_ONCE]:
            if not self.goes_on():
                return
            is_due = delivery.next_try_at is None or delivery.next_try_at <= self.clock()
            if delivery.subject in held or not is_due:
                held.add(delivery.subject)
            elif not self._may_still_see(delivery):
                delivery.delete()
            elif not self._send(delivery):
                held.add(delivery.subject)

    def send_the_feed(self) -> None:
        """Send what has been added to the feed since, as far as the system may know of it."""
        waiting = WebhookDelivery.objects.filter(webhook=self.row, state=DeliveryState.WAITING)
        held = set(waiting.values_list("subject", flat=True).distinct())
        while self.goes_on():
            page = read_feed(
                viewer=self.viewer,
                after=self.row.position,
                limit=AT_ONCE,
                types=self.row.types,
                base=str(settings.PUBLIC_BASE_URL),
            )
            for event in page.events:
                if not self.goes_on():
                    return
                delivery = WebhookDelivery(
                    webhook=self.row,
                    event_id=event.id,
                    type=event.type,
                    subject=event.subject,
                    body=event.as_json(),
                    state=DeliveryState.WAITING,
                    created_at=self.clock(),
                )
                if event.subject in held:
                    self._keep(delivery, event.position)
                elif not self._send(delivery, event.position):
                    held.add(event.subject)
            if page.position != self.row.position and not self.stopped:
                self.row.position = page.position
                self.row.save(update_fields=["position"])
            if not page.more:
                return

    def ask_for_the_rest(self) -> None:
        """Ask for a worker when there is something left to do, at once or at the next try."""
        if self.row.state != WebhookState.ACTIVE:
            return
        if self.more:
            ask_sender(webhook_id=self.row.pk)
        elif self.row.resume_at is not None:
            ask_sender(webhook_id=self.row.pk, at=self.row.resume_at)
        else:
            waiting = WebhookDelivery.objects.filter(webhook=self.row, state=DeliveryState.WAITING)
            due = waiting.exclude(next_try_at=None).order_by("next_try_at").values_list("next_try_at", flat=True)
            if first := due.first():
                ask_sender(webhook_id=self.row.pk, at=first)

    def _send(self, delivery: WebhookDelivery, position: int | None = None) -> bool:
        """Send one event and write down what was answered; True when the receiver took it or it is dead now."""
        answer = self.receivers.post(self.row.url, *signed(self.row, delivery, self.clock()))
        now = self.clock()
        delivery.attempts += 1
        delivery.tried_at, delivery.status = now, answer.status
        delivery.answer, delivery.took_ms = answer.text[:500], answer.took_ms
        delivery.next_try_at = None
        if answer.is_good:
            self.taken += 1
            delivery.state = DeliveryState.SENT
            self._answered(now)
        elif answer.is_gone:
            self._keep(delivery, position)
            self.stopped = True
            disable(self.row, _("The receiver says that it is gone (410)."), now)
            return False
        elif answer.is_down:
            self._down(answer, now)
            delivery.next_try_at = self.row.resume_at
        else:
            self._answered(now)
            delivery.refusals += 1
            delivery.next_try_at = rules.next_try(
                refusals=delivery.refusals, pauses=settings.WEBHOOK_RETRY_SECONDS, now=now
            )
            if delivery.next_try_at is None:
                delivery.state = DeliveryState.DEAD
        self._keep(delivery, position)
        return delivery.state != DeliveryState.WAITING

    def _answered(self, now: datetime) -> None:
        self.row.sent_at, self.row.failures, self.row.failing_since, self.row.resume_at = now, 0, None, None

    def _down(self, answer: Answer, now: datetime) -> None:
        self.stopped = True
        self.row.failures += 1
        self.row.failing_since = self.row.failing_since or now
        pause = rules.pause_after(
            failures=self.row.failures, pauses=settings.WEBHOOK_RETRY_SECONDS, asked=answer.retry_after
        )
        self.row.resume_at = now + pause
        if now - self.row.failing_since >= timedelta(days=settings.WEBHOOK_DISABLE_DAYS):
            said = _("The receiver has not answered for %(days)d days.") % {"days": settings.WEBHOOK_DISABLE_DAYS}
            disable(self.row, said, now)

    @transaction.atomic
    def _keep(self, delivery: WebhookDelivery, position: int | None) -> None:
        delivery.save()
        if position is not None:
            self.row.position = position
        self.row.save(update_fields=["position", "sent_at", "failures", "failing_since", "resume_at"])

    def _may_still_see(self, delivery: WebhookDelivery) -> bool:
        """Tell whether the system may still know of a subject; a trial is about the webhook itself."""
        key = (delivery.type, delivery.subject)
        return delivery.subject == str(self.row.uuid) or key in visible(self.viewer, [key])


def signed(row: Webhook, delivery: WebhookDelivery, now: datetime) -> tuple[bytes, dict[str, str]]:
    """Return the body and headers of a delivery, signed as Standard Webhooks says.

    While the old secret still counts, both sign: the receiver takes either.
    """
    body = json.dumps(delivery.body, ensure_ascii=False, separators=(",", ":"))
    stored = [row.secret]
    if row.old_secret and row.old_secret_until is not None and now < row.old_secret_until:
        stored.append(row.old_secret)
    number = str(delivery.event_id)
    at = now.astimezone(UTC).replace(microsecond=0)
    signatures = [Signer(unlock(each)).sign(number, at, body) for each in stored]
    headers = {
        "Content-Type": CONTENT_TYPE,
        "User-Agent": "LienThong-Webhooks/1",
        "webhook-id": number,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
    return body.encode(), headers


@transaction.atomic
def disable(row: Webhook, reason: str, now: datetime) -> None:
    """Send nothing any more, tell who runs the receiver, and let the others of the program know."""
    row.state, row.reason, row.resume_at = WebhookState.DISABLED, reason, None
    row.save(update_fields=["state", "reason", "resume_at"])
    write_history(row, "webhooks.disable", PROGRAM, now, note=reason)
    event = WebhookDisabled(webhook=str(row.uuid), url=row.url, reason=reason)
    events.publish(event=event, subject=str(row.uuid), now=now, actor_name=PROGRAM.name)
    if row.contact:
        notifications.notify(
            template="webhooks.disabled",
            to=Recipient(name=row.contact, email=row.contact),
            context={"url": row.url, "reason": reason},
            subject_key=str(row.uuid),
            now=now,
        )
