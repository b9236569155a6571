"""One's own drafts over REST: list, read, save, delete; the same drafts as on the pages, on any device."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import gettext as _
from ninja import Field, Header, Query, Router, Schema

from lienthong.kernel.acts.contracts import NotFound
from lienthong.kernel.acts.extensions import SIGNED_IN, ActorRequest, access
from lienthong.kernel.forms import queries, services
from lienthong.kernel.forms.contracts import FILLING, DraftInfo, DraftMoved, PreconditionFailed, PreconditionRequired

from .schemas import DraftIn, DraftLineOut, DraftOut, DraftPageOut

router = Router(tags=["drafts"])
IfMatch = Annotated[str, Header(alias="If-Match")]
DEVICE = "API"


class DraftFilters(Schema):
    """Where the page begins, and how many at once (at most 100)."""

    after: int = Field(0, ge=0, lt=2**63)
    limit: int = Field(50, ge=1, le=100)


def _line(draft: DraftInfo) -> dict[str, object]:
    return {
        "uuid": draft.uuid, "form": draft.form_key, "version": draft.form_version, "title": draft.title,
        "updated_at": draft.updated_at, "device": draft.device,
    }  # fmt: skip


def _answer(draft: DraftInfo, status: int = 200) -> HttpResponse:
    body = DraftOut(**_line(draft), typed=[list(pair) for pair in draft.typed])  # type: ignore[arg-type]  # by name
    answer = JsonResponse(body.model_dump(mode="json"), status=status, json_dumps_params={"ensure_ascii": False})
    answer["ETag"] = quote_etag(str(draft.number))
    return answer


def _expected(if_match: str) -> int:
    """Return the number of savings that the caller knows.

    :raises PreconditionFailed: the header names none of ours
    """
    tags = [tag.strip('"') for tag in parse_etags(if_match)]
    if len(tags) != 1 or not (tags[0].isascii() and tags[0].isdigit() and len(tags[0]) < 9):
        raise PreconditionFailed(_("This was changed in another window or on another device."))
    return int(tags[0])


@router.get("", response=DraftPageOut)
@access(SIGNED_IN)
def list_drafts(request: ActorRequest, filters: Query[DraftFilters]) -> DraftPageOut:
    """List one's own drafts, the newest first, without what was typed."""
    found, after = queries.page_drafts(viewer=request.actor, after=filters.after or None, limit=filters.limit)
    items = [DraftLineOut(**_line(draft)) for draft in found]  # type: ignore[arg-type]  # by name
    return DraftPageOut(items=items, next=after)


@router.get("/{uuid}", response=DraftOut)
@access(SIGNED_IN)
def get_draft(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Read one of one's own drafts as it was typed."""
    return _answer(queries.get_draft(viewer=request.actor, uuid=uuid))


@router.put("/of/{key}", response={200: DraftOut, 201: DraftOut})
@access(SIGNED_IN)
def save_draft(request: ActorRequest, key: str, body: DraftIn, if_match: IfMatch = "") -> HttpResponse:
    """Keep what was typed for a form, without judging it; one draft a person and form, so sent twice it is one.

    A draft that is there already is changed only with its ETag in `If-Match`: 428 without, 412 with an older one.
    """
    form = queries.get_form(key=key, version=body.version)
    there = queries.find_draft(viewer=request.actor, purpose=FILLING, subject=form.key)
    if there is not None and not if_match:
        raise PreconditionRequired(_("A draft of this form is kept already. Send its ETag in If-Match."))
    token = queries.draft_token(
        form=form, purpose=FILLING, subject=form.key, title=form.title, url=reverse("forms:fill", args=[form.key])
    )
    try:
        saved = services.save_draft(
            token=token, typed=[(name, value) for name, value in body.typed], device=DEVICE, actor=request.actor,
            expected_number=_expected(if_match) if if_match else 0, now=timezone.now(),
        )  # fmt: skip
    except DraftMoved as moved:
        raise PreconditionFailed(moved.message, **moved.params) from moved
    return _answer(saved, 200 if there else 201)


@router.delete("/{uuid}", response={204: None})
@access(SIGNED_IN)
def delete_draft(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Let one of one's own drafts go."""
    if not services.discard_draft(uuid=uuid, actor=request.actor):
        raise NotFound(_("There is no such draft."))
    return HttpResponse(status=204)
