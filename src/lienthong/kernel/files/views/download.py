"""Send a stored file to somebody who may see it."""

from uuid import UUID

from django.http import FileResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from lienthong.kernel.acts.extensions import PUBLIC, ActorRequest, access

from .. import queries

# A browser's own PDF viewer does not start under `sandbox`; a PDF is told apart by content when it is stored and
# sent with `nosniff`, so that it can never be read as a page of ours.
_INLINE = {
    "application/pdf": "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'",
    "image/jpeg": "sandbox; default-src 'none'; frame-ancestors 'self'",
    "image/png": "sandbox; default-src 'none'; frame-ancestors 'self'",
}
_CLOSED = "sandbox; default-src 'none'; frame-ancestors 'none'"


@access(PUBLIC)
@require_safe
def download(request: ActorRequest, uuid: UUID) -> HttpResponseBase:
    """Stream the file; the door is open because an anonymous person may hold a record, each file is guarded."""
    info = queries.get_visible_file(uuid=uuid, viewer=request.actor)
    etag = quote_etag(info.sha256)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    inline = info.media_type in _INLINE
    response = FileResponse(
        queries.open_file(file_id=info.id), as_attachment=not inline, filename=info.name, content_type=info.media_type
    )
    response["Content-Length"] = str(info.size)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _INLINE.get(info.media_type, _CLOSED)
    response["X-Frame-Options"] = "SAMEORIGIN" if inline else "DENY"
    return response
