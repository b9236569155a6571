"""Show a stored file as pictures of its pages: safe, light, and without the browser's own viewer."""

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from lienthong.kernel.acts.extensions import PUBLIC, ActorRequest, access
from lienthong.kernel.ui.services import asks_for_part

from .. import queries, services
from ..contracts import AwaitingScan, InfectedFile, WorkKind

_POWERLESS = "sandbox; default-src 'none'; style-src 'self'; img-src data:; frame-ancestors 'self'"
PANE = "xem-"  # how the id of an element begins that takes the pages


@access(PUBLIC)
@require_safe
def preview(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Show all pages of a file one below the other; only those that come into sight are drawn.

    An Office file is shown as text and tables, in a frame of its own, until its pages were made.
    """
    part = asks_for_part(request, PANE)
    try:
        info, held = queries.find_visible(uuid=uuid, viewer=request.actor)
    except (AwaitingScan, InfectedFile) as refusal:
        if not part:
            raise
        return render(request, "files/pages.html", {"refusal": refusal.message})
    shown = queries.shown_as(file=info)
    context = {
        "file": info,
        "pages": queries.list_pages(file=shown),
        "document": shown == info and queries.is_document(info),
        "may_print": shown == info and WorkKind.PAGES in services.offered_works(file=info, held=held),
    }
    response = render(request, "files/pages.html" if part else "files/preview.html", context)
    response["Cache-Control"] = "private, no-cache"
    return response


@access(PUBLIC)
@require_safe
def document(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Send an Office file as text and tables: a page without any power, for a frame of a page of ours."""
    info = queries.get_visible_file(uuid=uuid, viewer=request.actor)
    body = SafeString(queries.read_document(file=info))
    response = render(request, "files/document.html", {"file": info, "body": body})
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Content-Security-Policy"] = _POWERLESS
    return response


@access(PUBLIC)
@require_safe
def picture(request: ActorRequest, uuid: UUID, number: int) -> HttpResponseBase:
    """Send the picture of one page; the same content is drawn once for a browser that has kept it."""
    info = queries.get_visible_file(uuid=uuid, viewer=request.actor)
    etag = quote_etag(f"{info.sha256}-{number}")
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    response = HttpResponse(
        queries.draw_page(file=queries.shown_as(file=info), number=number), content_type="image/webp"
    )
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    return response
