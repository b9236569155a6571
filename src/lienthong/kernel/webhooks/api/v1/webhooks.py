"""Webhooks over REST: a system makes its own, tries it, reads what was sent and has it sent again."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Field, Header, Query, Router, Schema, Status

from lienthong.kernel.acts.extensions import OFFICER_OR_MACHINE, ActorRequest, access
from lienthong.kernel.acts.services import run_once
from lienthong.kernel.webhooks import queries, services
from lienthong.kernel.webhooks.contracts import DeliveryInfo, DeliveryState, WebhookDraft, WebhookInfo, WebhookState

router = Router(tags=["webhooks"])
Key = Annotated[str, Header(alias="Idempotency-Key")]
Text = Annotated[str, Field(max_length=120)]


class WebhookIn(Schema):
    """A webhook to be made; no types means all that the system may receive."""

    url: str = Field(max_length=500)
    types: list[Text] = Field(default_factory=list, max_length=100)
    contact: str = Field("", max_length=254)


class WebhookOut(Schema):
    """A webhook; `waiting` and `dead` count events its receiver has not taken."""

    uuid: UUID
    url: str
    types: list[str]
    contact: str
    state: WebhookState
    reason: str
    created_at: datetime
    failing_since: datetime | None
    resume_at: datetime | None
    waiting: int
    dead: int


class MadeOut(Schema):
    """A webhook that was made; the secret is told only now, and not again to who sends the same request twice."""

    uuid: UUID
    secret: str


class SecretOut(Schema):
    """A new secret; the old one signs beside it until `old_until`."""

    secret: str
    old_until: datetime | None


class WebhookPageOut(Schema):
    """Some webhooks."""

    items: list[WebhookOut]
    more: bool


class DeliveryOut(Schema):
    """One event sent, or to be sent, with the last answer."""

    id: int
    event_id: UUID
    type: str
    subject: str
    state: DeliveryState
    attempts: int
    created_at: datetime
    tried_at: datetime | None
    next_try_at: datetime | None
    status: int | None
    answer: str
    took_ms: int | None


class DeliveryPageOut(Schema):
    """Some deliveries, the newest first; `next` is where older ones begin, 0 when there are none."""

    items: list[DeliveryOut]
    next: int


class WebhookFilters(Schema):
    """Which page."""

    page: int = Field(1, ge=1, le=1000)


class DeliveryFilters(Schema):
    """Only in a state; only before a place."""

    state: DeliveryState | None = None
    before: int = Field(0, ge=0, lt=2**63)


@router.get("", response=WebhookPageOut)
@access(OFFICER_OR_MACHINE)
def list_webhooks(request: ActorRequest, filters: Annotated[WebhookFilters, Query()]) -> WebhookPageOut:
    """List one's own webhooks, the newest first."""
    found, more = queries.list_webhooks(viewer=request.actor, page=filters.page)
    return WebhookPageOut(items=[_shown(each) for each in found], more=more)


@router.post("", response={200: MadeOut, 201: MadeOut})
@access(OFFICER_OR_MACHINE)
def create_webhook(request: ActorRequest, body: WebhookIn, idempotency_key: Key = "") -> Status[MadeOut]:
    """Make a webhook of one's own; it receives what happens from now on. The secret is told once."""
    told: list[str] = []

    def create() -> str:
        draft = WebhookDraft(url=body.url, types=tuple(body.types), contact=body.contact)
        uuid, secret = services.create_webhook(draft=draft, actor=request.actor, now=timezone.now())
        told.append(secret)
        return str(uuid)

    made, is_new = run_once(
        key=idempotency_key,
        purpose="webhooks.create",
        inputs=body.model_dump(),
        actor=request.actor,
        now=timezone.now(),
        create=create,
    )
    return Status(201 if is_new else 200, MadeOut(uuid=UUID(made), secret=told[0] if told else ""))


@router.get("/{uuid}", response=WebhookOut)
@access(OFFICER_OR_MACHINE)
def get_webhook(request: ActorRequest, uuid: UUID) -> WebhookOut:
    """Read one webhook."""
    return _shown(queries.get_webhook(uuid=uuid, viewer=request.actor))


@router.delete("/{uuid}", response={204: None})
@access(OFFICER_OR_MACHINE)
def end_webhook(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """End a webhook for good."""
    services.end_webhook(uuid=uuid, actor=request.actor, now=timezone.now())
    return HttpResponse(status=204)


@router.post("/{uuid}/pause", response=WebhookOut)
@access(OFFICER_OR_MACHINE)
def pause_webhook(request: ActorRequest, uuid: UUID) -> WebhookOut:
    """Send nothing for a while; the place in the feed is kept."""
    services.pause_webhook(uuid=uuid, actor=request.actor, now=timezone.now())
    return _shown(queries.get_webhook(uuid=uuid, viewer=request.actor))


@router.post("/{uuid}/resume", response=WebhookOut)
@access(OFFICER_OR_MACHINE)
def resume_webhook(request: ActorRequest, uuid: UUID) -> WebhookOut:
    """Go on where it stopped."""
    services.resume_webhook(uuid=uuid, actor=request.actor, now=timezone.now())
    return _shown(queries.get_webhook(uuid=uuid, viewer=request.actor))


@router.post("/{uuid}/secret", response=SecretOut)
@access(OFFICER_OR_MACHINE)
def renew_secret(request: ActorRequest, uuid: UUID) -> SecretOut:
    """Give it a new secret; for some hours the old one signs beside it."""
    secret = services.renew_secret(uuid=uuid, actor=request.actor, now=timezone.now())
    shown = queries.get_webhook(uuid=uuid, viewer=request.actor)
    return SecretOut(secret=secret, old_until=shown.old_secret_until)


@router.post("/{uuid}/test", response={202: None})
@access(OFFICER_OR_MACHINE)
def send_test(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Have an event sent that says nothing; its answer stands in the log a moment later."""
    services.send_test(uuid=uuid, actor=request.actor, now=timezone.now())
    return HttpResponse(status=202)


@router.get("/{uuid}/deliveries", response=DeliveryPageOut)
@access(OFFICER_OR_MACHINE)
def list_deliveries(request: ActorRequest, uuid: UUID, filters: Annotated[DeliveryFilters, Query()]) -> DeliveryPageOut:
    """Read what was sent, with the answers."""
    found = queries.list_deliveries(uuid=uuid, viewer=request.actor, state=filters.state, before=filters.before or None)
    after = found[-1].id if len(found) == queries.LOG_PAGE else 0
    return DeliveryPageOut(items=[_line(each) for each in found], next=after)


@router.post("/{uuid}/deliveries/{delivery_id}/again", response={202: None})
@access(OFFICER_OR_MACHINE)
def redeliver(request: ActorRequest, uuid: UUID, delivery_id: int) -> HttpResponse:
    """Have one event sent once more."""
    services.redeliver(uuid=uuid, delivery_id=delivery_id, actor=request.actor, now=timezone.now())
    return HttpResponse(status=202)


def _shown(each: WebhookInfo) -> WebhookOut:
    return WebhookOut(
        uuid=each.uuid,
        url=each.url,
        types=list(each.types),
        contact=each.contact,
        state=each.state,
        reason=each.reason,
        created_at=each.created_at,
        failing_since=each.failing_since,
        resume_at=each.resume_at,
        waiting=each.waiting,
        dead=each.dead,
    )


def _line(each: DeliveryInfo) -> DeliveryOut:
    return DeliveryOut(**vars(each))
