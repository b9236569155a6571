"""Reading webhooks and the log of what was sent."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound

from .contracts import DeliveryInfo, DeliveryState, WebhookInfo, WebhookState
from .models import Webhook, WebhookDelivery
from .policy import seen_by

PAGE, LOG_PAGE = 50, 50


def list_webhooks(
    *, viewer: Actor, state: WebhookState | None = None, text: str = "", page: int = 1
) -> tuple[tuple[WebhookInfo, ...], bool]:
    """Return a page of the webhooks in sight, the newest first, and whether more follow.

    :param state: only these; without one, all but those that have ended
    :param text: a part of the address or of the system's name
    """
    rows = _counted(viewer).order_by("-pk")
    rows = rows.filter(state=state) if state is not None else rows.exclude(state=WebhookState.ENDED)
    if text:
        rows = rows.filter(Q(url__icontains=text) | Q(system__client__name__icontains=text))
    found = list(rows[(page - 1) * PAGE : page * PAGE + 1])
    return tuple(map(_info, found[:PAGE])), len(found) > PAGE


def get_webhook(*, uuid: UUID, viewer: Actor) -> WebhookInfo:
    """Return one webhook.

    :raises NotFound: no such webhook in sight
    """
    row = _counted(viewer).filter(uuid=uuid).first()
    if row is None:
        raise NotFound(_("There is no such webhook."))
    return _info(row)


def list_deliveries(
    *, uuid: UUID, viewer: Actor, state: DeliveryState | None = None, before: int | None = None, limit: int = LOG_PAGE
) -> tuple[DeliveryInfo, ...]:
    """Return what was sent to a webhook, the newest first.

    :param before: only those older than this one
    :raises NotFound: no such webhook in sight
    """
    rows = _deliveries(uuid, viewer, state)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return tuple(map(_delivery, rows[:limit]))


def stream_deliveries(*, uuid: UUID, viewer: Actor, state: DeliveryState | None = None) -> Iterator[DeliveryInfo]:
    """Yield the whole log, for a file."""
    return map(_delivery, _deliveries(uuid, viewer, state).iterator(chunk_size=500))


def _deliveries(uuid: UUID, viewer: Actor, state: DeliveryState | None) -> "QuerySet[WebhookDelivery]":
    webhook = Webhook.objects.filter(seen_by(viewer), uuid=uuid).first()
    if webhook is None:
        raise NotFound(_("There is no such webhook."))
    rows = WebhookDelivery.objects.filter(webhook=webhook).defer("body").order_by("-pk")
    return rows.filter(state=state) if state is not None else rows


def _counted(viewer: Actor) -> "QuerySet[Webhook]":
    rows = Webhook.objects.filter(seen_by(viewer)).select_related("system__client", "system__agency")
    return rows.annotate(
        waiting=Count("deliveries", filter=Q(deliveries__state=DeliveryState.WAITING)),
        dead=Count("deliveries", filter=Q(deliveries__state=DeliveryState.DEAD)),
    )


def _info(row: Webhook) -> WebhookInfo:
    return WebhookInfo(
        uuid=row.uuid,
        system=row.system.client.name,
        agency=row.system.agency.name,
        url=row.url,
        types=tuple(row.types),
        contact=row.contact,
        state=WebhookState(row.state),
        reason=row.reason,
        created_at=row.created_at,
        failing_since=row.failing_since,
        resume_at=row.resume_at,
        old_secret_until=row.old_secret_until,
        sent_at=row.sent_at,
        waiting=getattr(row, "waiting", 0),
        dead=getattr(row, "dead", 0),
    )


def _delivery(row: WebhookDelivery) -> DeliveryInfo:
    return DeliveryInfo(
        id=row.pk,
        event_id=row.event_id,
        type=row.type,
        subject=row.subject,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        created_at=row.created_at,
        tried_at=row.tried_at,
        next_try_at=row.next_try_at,
        status=row.status,
        answer=row.answer,
        took_ms=row.took_ms,
    )
