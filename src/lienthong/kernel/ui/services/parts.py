"""Parts of a page, asked for by htmx: the same address answers with the whole page to everybody else.

A page that may be swapped extends `page.workspace`; links and forms that swap it stand in an element with
`hx-boost="true" hx-target="#noi-dung" hx-swap="innerHTML"`.
"""

from typing import TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

MAIN = "noi-dung"
Answer = TypeVar("Answer", bound=HttpResponseBase)


def asks_for_part(request: HttpRequest, prefix: str) -> bool:
    """Say whether htmx asked for the element whose id begins so; a step back in the history wants the whole page."""
    if request.headers.get("HX-Request") != "true" or request.headers.get("HX-History-Restore-Request") == "true":
        return False
    return request.headers.get("HX-Target", "").startswith(prefix)


def asks_for_main(request: HttpRequest) -> bool:
    """Say whether htmx asked for the main part of the page."""
    return asks_for_part(request, MAIN)


def keep_address(response: Answer) -> Answer:
    """Leave the address of the page as it is: this answer stands at an address that takes forms only."""
    response["HX-Push-Url"] = "false"
    response["HX-Replace-Url"] = "false"
    return response


def vary_by_part(response: HttpResponseBase) -> None:
    """Tell caches, the browser's own too, that parts and whole pages share their address."""
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
