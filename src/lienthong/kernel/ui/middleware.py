"""The middleware that answers what a view refused or could not do."""

from collections.abc import Callable

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _

from .contracts import Refusal
from .services import refuse, report_failure
from .services.parts import vary_by_part

# Django answers these itself, with our templates 400, 403 and 404; the API answers with problem documents.
DJANGO_ANSWERS = (Http404, PermissionDenied, SuspiciousOperation, MultiPartParserError)
API_PREFIX = "/api/"


class RefusalMiddleware:
    """Turns a refusal raised by a view into its page, and anything unexpected into a page with a reference."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Remember what answers the request."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on.

        :raises BadRequest: its address holds a zero character, which no text of the database may have
        """
        asked = request.META.get("QUERY_STRING", "")
        if "%00" in asked or "\x00" in asked or "\x00" in request.path:
            if request.path.startswith(API_PREFIX):
                return _unreadable()
            raise BadRequest("a zero character in the address")
        response = self._get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            vary_by_part(response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer an exception of a view; None leaves it to Django."""
        if isinstance(exception, DJANGO_ANSWERS) or request.path.startswith(API_PREFIX):
            return None
        if isinstance(exception, Refusal):
            return refuse(request, exception)
        return report_failure(request, exception)


def _unreadable() -> HttpResponse:
    """Return the problem (RFC 9457) that the API answers what cannot be read with."""
    title = _("The request cannot be read.")
    body = {"type": "urn:lienthong:problem:bad_request", "title": title, "status": 400, "code": "bad_request"}
    return JsonResponse(body, status=400, content_type="application/problem+json")
