"""The door for uploads in parts: tus 1.0.0 with creation, termination, checksum and expiration (tus.io/protocols).

Refusals are answered as problem documents (RFC 9457), whose `title` is the sentence for the sender.
"""

import base64
import binascii
import secrets
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import DomainError, Invalid
from lienthong.kernel.acts.extensions import PUBLIC, ActorRequest, access

from .. import queries, services
from ..contracts import OffsetConflict, Sender, UploadInfo, UploadState

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,termination,checksum,expiration"
ALGORITHMS = "sha1,sha256,sha512,md5"
PART = "application/offset+octet-stream"

View = Callable[..., HttpResponse]


def _speaks_tus(view: View) -> View:
    """Check the version, answer refusals in the protocol's way, and put its marks on every answer."""

    @wraps(view)
    def spoken(request: ActorRequest, **kwargs: Any) -> HttpResponse:
        if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
            response = HttpResponse(status=412)
            response["Tus-Version"] = VERSION
        else:
            try:
                response = view(request, **kwargs)
            except DomainError as refusal:
                response = _problem(refusal)
        response["Tus-Resumable"] = VERSION
        response["Cache-Control"] = "no-store"
        return response

    return spoken


@access(PUBLIC)
@_speaks_tus
def uploads(request: ActorRequest) -> HttpResponse:
    """Say what is spoken here, or begin an upload; places state who may send to them."""
    if request.method == "OPTIONS":
        response = HttpResponse(status=204)
        response["Tus-Version"], response["Tus-Extension"] = VERSION, EXTENSIONS
        response["Tus-Max-Size"] = str(settings.UPLOAD_MAX_BYTES)
        response["Tus-Checksum-Algorithm"] = ALGORITHMS
        return response
    if request.method != "POST":
        return _wrong_method("OPTIONS, POST")
    now, told = timezone.now(), _metadata(request.headers.get("Upload-Metadata", ""))
    begun = services.begin_upload(
        name=told.get("filename", ""),
        place=told.get("place", ""),
        length=_number(request, "Upload-Length"),
        sender=_sender(request, begin=True),
        actor=request.actor,
        now=now,
    )
    if request.content_type == PART:
        begun = _receive(request, begun.uuid, offset=0, now=now)
    response = HttpResponse(status=201)
    response["Location"] = reverse("files:upload", args=[begun.uuid])
    return _placed(response, begun)


@access(PUBLIC)
@_speaks_tus
def upload(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Say how far an upload of this sender is, take its next part, or end it."""
    method = request.headers.get("X-HTTP-Method-Override", request.method or "").upper()
    now = timezone.now()
    if method == "HEAD":
        found = queries.find_upload(uuid=uuid, sender=_sender(request), now=now)
        response = HttpResponse(status=200)
        response["Upload-Length"] = str(found.length)
        return _placed(response, found)
    if method == "PATCH":
        if request.content_type != PART:
            return HttpResponse(status=415)
        offset = _number(request, "Upload-Offset")
        return _placed(HttpResponse(status=204), _receive(request, uuid, offset=offset, now=now))
    if method == "DELETE":
        services.end_upload(uuid=uuid, sender=_sender(request), now=now)
        return HttpResponse(status=204)
    return _wrong_method("HEAD, PATCH, DELETE")


def _receive(request: ActorRequest, uuid: UUID, *, offset: int, now: datetime) -> UploadInfo:
    return services.receive_part(
        uuid=uuid,
        offset=offset,
        stream=cast("Any", request),
        sender=_sender(request),
        actor=request.actor,
        now=now,
        checksum=request.headers.get("Upload-Checksum", ""),
    )


def _sender(request: ActorRequest, *, begin: bool = False) -> Sender:
    """Return whose uploads these are; a visitor's session gets its mark when the first one begins."""
    mark = str(request.session.get(services.SESSION_MARK, ""))
    if begin and not mark and not request.actor.is_signed_in:
        mark = request.session[services.SESSION_MARK] = secrets.token_hex(32)
    return Sender(user_id=request.actor.user_id, session=mark, address=str(request.META.get("REMOTE_ADDR", ""))[:45])


def _placed(response: HttpResponse, info: UploadInfo) -> HttpResponse:
    response["Upload-Offset"] = str(info.offset)
    if info.state is not UploadState.TAKEN:
        response["Upload-Expires"] = http_date(info.expires_at.timestamp())
    return response


def _number(request: HttpRequest, header: str) -> int:
    """Return a count of bytes from a header.

    :raises Invalid: it is missing or no count
    """
    said = request.headers.get(header, "")
    if not (said.isascii() and said.isdigit() and len(said) <= 15):
        raise Invalid(_("The header %(header)s must be a number of bytes.") % {"header": header})
    return int(said)


def _metadata(said: str) -> dict[str, str]:
    """Read the pairs of a name and a text in base64; pairs that cannot be read are left out."""
    told = {}
    for pair in said[:4096].split(","):
        name, _space, value = pair.strip().partition(" ")
        try:
            told[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return told


def _problem(refusal: DomainError) -> HttpResponse:
    status = 400 if isinstance(refusal, Invalid) else refusal.status
    body = {"type": f"urn:lienthong:problem:{refusal.code}", "title": str(refusal.message)}
    response = JsonResponse(
        {**body, "status": status, "code": refusal.code}, status=status, content_type="application/problem+json"
    )
    if isinstance(refusal, OffsetConflict):
        response["Upload-Offset"] = str(refusal.params["offset"])
    return response


def _wrong_method(allowed: str) -> HttpResponse:
    response = HttpResponse(status=405)
    response["Allow"] = allowed
    return response
