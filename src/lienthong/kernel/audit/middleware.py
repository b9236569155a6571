"""Keeps the log of looks: what a request showed of people is written down before the answer leaves."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from .services import keep_reads, reading

# A form that comes back to be corrected shows its record as a page does; other refusals show no record.
SHOWN_AGAIN = {409, 422}


class ReadsMiddleware:
    """Writes the looks of a request in one statement, none when nothing personal was shown.

    It writes before the answer is sent: when it cannot, the data are not shown.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then keep what was noted."""
        with reading() as noted:
            response = self.get_response(request)
        if noted.looks and (response.status_code < 300 or response.status_code in SHOWN_AGAIN):
            keep_reads(noted, now=timezone.now())
        return response
