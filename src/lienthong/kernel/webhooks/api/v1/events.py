"""The feed of events over REST, for systems that fetch them; and the JSON Schema of every kind of event."""

from datetime import datetime
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from lienthong.kernel.acts.contracts import NotFound
from lienthong.kernel.acts.extensions import OFFICER_OR_MACHINE, PUBLIC, ActorRequest, access
from lienthong.kernel.events import queries
from lienthong.kernel.events.contracts import EventType

router = Router(tags=["events"])
MOST_TYPES = 50


class FeedFilters(Schema):
    """Where to go on, how many at most, and what of: types with commas between, one subject."""

    after: int = Field(0, ge=0, lt=2**63)
    limit: int = Field(100, ge=1, le=500)
    types: str = Field("", max_length=4000)
    subject: str = Field("", max_length=80)


class EventOut(Schema):
    """One event (CloudEvents 1.0)."""

    specversion: str
    id: str
    source: str
    type: str
    subject: str
    time: datetime
    datacontenttype: str
    dataschema: str
    data: dict[str, Any]


class FeedOut(Schema):
    """Some events in order; `next` is where to go on, also when there was none to see; `more` says to ask at once."""

    items: list[EventOut]
    next: int
    more: bool


class EventTypeOut(Schema):
    """A kind of event: its name, what it says, where its schema is, and what it takes to receive it."""

    type: str
    title: str
    description: str
    dataschema: str
    permission: str


class EventTypesOut(Schema):
    """Every kind of event."""

    items: list[EventTypeOut]


@router.get("", response=FeedOut)
@access(OFFICER_OR_MACHINE)
def read_feed(request: ActorRequest, filters: Annotated[FeedFilters, Query()]) -> FeedOut:
    """Fetch events in the order in which they never change, as far as your permissions reach.

    Keep `next` and send it as `after`. Each event comes at least once; know it again by its `id`.
    """
    types = [each for each in filters.types.replace("\0", "").split(",") if each][:MOST_TYPES]
    page = queries.read_feed(
        viewer=request.actor,
        after=filters.after,
        limit=filters.limit,
        types=types,
        subject=filters.subject.replace("\0", ""),
        base=str(settings.PUBLIC_BASE_URL),
    )
    items = [EventOut(**each.as_json()) for each in page.events]
    return FeedOut(items=items, next=page.position, more=page.more)


@router.get("/schemas", response=EventTypesOut, auth=None)
@access(PUBLIC)
def list_schemas(request: ActorRequest) -> EventTypesOut:  # noqa: ARG001  a door takes the request
    """List the kinds of events there are."""
    return EventTypesOut(items=[_described(each) for each in queries.list_event_types()])


@router.get("/schemas/{event_type}", auth=None, response={200: dict[str, Any]})
@access(PUBLIC)
def get_schema(request: ActorRequest, event_type: str) -> HttpResponse:  # noqa: ARG001  a door takes the request
    """Read the JSON Schema of the data of one kind of event, as other systems receive it."""
    found = queries.find_event_type(event_type)
    if found is None:
        raise NotFound(_("There is no such kind of event."))
    body = {**found.schema, "$id": _described(found).dataschema}
    return JsonResponse(body, content_type="application/schema+json", json_dumps_params={"ensure_ascii": False})


def _described(each: EventType) -> EventTypeOut:
    base = str(settings.PUBLIC_BASE_URL).rstrip("/")
    return EventTypeOut(
        type=each.type,
        title=each.title,
        description=each.description,
        dataschema=f"{base}/api/v1/events/schemas/{each.type}",
        permission=each.permission,
    )
