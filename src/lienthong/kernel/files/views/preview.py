"""Show a stored file as pictures of its pages: safe, light, and without the browser's own viewer."""

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from lienthong.kernel.acts.extensions import PUBLIC, ActorRequest, access
from lienthong.kernel.ui.services import asks_for_part

from .. import queries

PANE = "xem-"  # how the id of an element begins that takes the pages


@access(PUBLIC)
@require_safe
def preview(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Show all pages of a file one below the other; only those that come into sight are drawn."""
    info = queries.get_visible_file(uuid=uuid, viewer=request.actor)
    context = {"file": info, "pages": queries.list_pages(file=info)}
    template = "files/pages.html" if asks_for_part(request, PANE) else "files/preview.html"
    response = render(request, template, context)
    response["Cache-Control"] = "private, no-cache"
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
    response = HttpResponse(queries.draw_page(file=info, number=number), content_type="image/webp")
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    return response
