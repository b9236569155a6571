"""Send a file to whoever has the signed link to it."""

from django.http import FileResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.kernel.acts.extensions import PUBLIC, ActorRequest, access

from .. import queries


@access(PUBLIC)
@never_cache
@require_safe
def linked(request: ActorRequest, token: str) -> HttpResponseBase:  # noqa: ARG001  the link is the proof
    """Send the file, always as something to keep and never as a page of ours."""
    info = queries.find_linked(token=token, now=timezone.now())
    response = FileResponse(
        queries.open_file(file_id=info.id), as_attachment=True, filename=info.name, content_type=info.media_type
    )
    response["Content-Length"] = str(info.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    response["Referrer-Policy"] = "no-referrer"
    return response
