"""What is planted of webhooks, of events that were not taken, and of the chain over the history."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from lienthong.kernel.accounts.models import ConnectedSystem
from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.audit import services as audit
from lienthong.kernel.events.contracts import HandoverState
from lienthong.kernel.events.services import publish
from lienthong.kernel.events.testing import Handover, OutboxEvent
from lienthong.kernel.organizations.events import AgencyChanged
from lienthong.kernel.webhooks import services as webhooks
from lienthong.kernel.webhooks.contracts import WebhookDraft
from lienthong.kernel.webhooks.testing import WebhookDelivery

URL, ANSWER, ERROR = "https://kin-dia-chi.vn/nhan", "KÍN lời đáp", "KÍN lỗi của bên nhận"
# Where the parameters of their addresses lead, in the form of `planted.PLACES`.
PLACES: tuple[tuple[str, dict[str, str]], ...] = (
    ("/api/v1/events/schemas/", {"event_type": "event-type"}),
    ("/api/v1/webhooks/", {"uuid": "webhook", "delivery_id": "delivery"}),
    ("/quan-tri/dia-chi-nhan/", {"uuid": "webhook", "delivery_id": "delivery", "way": "try"}),
    ("/quan-tri/chuoi-nhat-ky/", {"uuid": "check", "day": "closed"}),
)


def plant_webhook(*, system: UUID, actor: Actor, now: datetime) -> dict[str, str]:
    """Make a webhook of a system with one event in its log, and let one event wait for somebody to decide."""
    system_id = ConnectedSystem.objects.get(uuid=system).pk
    draft = WebhookDraft(URL, contact="kin@example.vn")
    made, _secret = webhooks.create_webhook(draft=draft, actor=actor, now=now, system_id=system_id)
    delivery = webhooks.send_test(uuid=made, actor=actor, now=now)
    WebhookDelivery.objects.filter(pk=delivery).update(answer=ANSWER)
    # About an agency: the number of a dossier is a mark of its own.
    publish(event=AgencyChanged(code="KIN"), subject="KIN", now=now)
    event = OutboxEvent.objects.get(subject="KIN")
    Handover.objects.create(
        event=event, subscriber="kin.ben_nhan", subject=event.subject, state=HandoverState.DEAD, last_error=ERROR,
        since=now,
    )  # fmt: skip
    return {"webhook": str(made), "delivery": str(delivery), "try": "thu", "event-type": event.type}


def close_the_day(*, actor: Actor, now: datetime) -> dict[str, str]:
    """Close the day of all that was planted, and have the chain checked."""
    audit.close_days(now=now + timedelta(days=1))
    check = audit.ask_for_check(since=None, until=None, actor=actor, now=now)
    return {"check": str(check), "closed": timezone.localdate(now).isoformat()}
