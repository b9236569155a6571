"""Each request gets its actor, and no door is open that does not say to whom."""

from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotPermitted
from lienthong.kernel.acts.extensions import Access
from lienthong.kernel.ui.services import refuse

from .models import User
from .queries import actor_of

Answer = Callable[[HttpRequest], HttpResponse]
CLOSED = Access("closed: this door states no rule")
HTTP_METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


class ClientAddressMiddleware:
    """Gives each request the address of the machine it came from, not that of our own proxy before the program.

    Every proxy adds at the right end of X-Forwarded-For whom it heard; what stands left of ours is hearsay. Limits on
    tries count by this address: with the proxy's, one person guessing would shut everybody out.
    """

    def __init__(self, get_response: Answer) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put the address right and go on."""
        heard = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",") if each.strip()]
        if settings.TRUSTED_PROXIES and len(heard) >= settings.TRUSTED_PROXIES:
            with suppress(ValueError):
                request.META["REMOTE_ADDR"] = str(ip_address(heard[-settings.TRUSTED_PROXIES]))
        return self.get_response(request)


class ActorMiddleware:
    """Sets `request.actor`, found out only when somebody asks."""

    def __init__(self, get_response: Answer) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach the actor and go on."""
        request.actor = SimpleLazyObject(lambda: self._actor(request))  # type: ignore[attr-defined]  # ActorRequest
        return self.get_response(request)

    @staticmethod
    def _actor(request: HttpRequest) -> Actor:
        user = request.user
        if not isinstance(user, User) or not user.is_active:
            return Actor.anonymous()
        chosen, edition = request.session.get("appointment_id"), getattr(request.session, "edition", None)
        return actor_of(user, at=timezone.localdate(), appointment_id=chosen, edition=edition)


class AccessMiddleware:
    """Asks each door who may enter, before it is opened."""

    def __init__(self, get_response: Answer) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; the door is asked in `process_view`."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Let in, send to sign in, or refuse."""
        rule = rule_of(view, request.method or "GET")
        actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
        if rule.rule == "public" or rule.admits(actor):
            return None
        if request.path.startswith("/api/"):
            return _problem(401 if not actor.is_signed_in else 403)
        if not actor.is_signed_in:
            return _to_sign_in(request)
        words = _("Your role does not include this page. Ask your administrator if it should.")
        # Answered here: what a middleware raises before the view is not seen by those that answer refusals.
        return refuse(request, NotPermitted(words))


def rule_of(view: Callable[..., Any], method: str) -> Access:
    """Return the rule of a door; for a path of the API that of the operation for the method.

    A door without a rule is closed to everybody but the program itself.
    """
    for operation in getattr(view, "operations", ()):
        if method in operation.methods:
            return getattr(operation.view_func, "access", CLOSED)
    return getattr(view, "access", CLOSED)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    address = f"{reverse('account_login')}?{urlencode({'next': _page_of(request)})}"
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=200)
        response["HX-Redirect"] = address
        return response
    return redirect(address)


def _page_of(request: HttpRequest) -> str:
    """Return the page a person sees: not the part htmx asked for, nor an address that only takes a form."""
    shown = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    here = f"{request.scheme}://{request.get_host()}"
    if request.method == "GET" and not request.headers.get("HX-Request"):
        return request.get_full_path()
    return shown.removeprefix(here) if shown.startswith(f"{here}/") else "/"


def _problem(status: int) -> HttpResponse:
    title = _("Sign in first.") if status == 401 else _("Your role does not include this.")
    code = "not_signed_in" if status == 401 else "not_permitted"
    body = {"type": f"urn:lienthong:problem:{code}", "title": title, "status": status, "code": code}
    return JsonResponse(body, status=status, content_type="application/problem+json")
