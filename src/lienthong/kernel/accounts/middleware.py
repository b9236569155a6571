"""Each request gets its actor, and no door is open that does not say to whom."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from ipaddress import ip_address
from typing import Any
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotPermitted, StepUpNeeded
from lienthong.kernel.acts.extensions import Access
from lienthong.kernel.ui.services import refuse

from .models import User
from .queries import actor_of, machine_of_token, under_emergency
from .rules import second_factor_is_due
from .services import note_use

Answer = Callable[[HttpRequest], HttpResponse]
CLOSED = Access("closed: this door states no rule")
# Where a session keeps the emergency rights taken in it.
EMERGENCY = "emergency"
# What allauth records of giving a password or code; a sign-in at another provider confirms nothing here.
CONFIRMING = {"password", "mfa"}
# Where somebody may go whose second factor is still to be switched on.
WITHOUT_SECOND_FACTOR = {
    "account",
    "account_reauthenticate",
    "choose_hat",
    "end_other_sessions",
    "end_session",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_reauthenticate",
}


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
        self._forget(request)
        # For the door where a person confirms who they are: afterwards the actor is another.
        request.forget_actor = partial(self._forget, request)  # type: ignore[attr-defined]  # see above
        request.standing_notice = partial(self._notice, request)  # type: ignore[attr-defined]  # the shells ask for it
        return self.get_response(request)

    def _forget(self, request: HttpRequest) -> None:
        request.actor = SimpleLazyObject(partial(self._actor, request))  # type: ignore[attr-defined]  # ActorRequest

    @staticmethod
    def _actor(request: HttpRequest) -> Actor:
        if (bearer := bearer_of(request)) is not None:
            return _machine(bearer)
        user = request.user
        if not isinstance(user, User) or not user.is_active:
            return Actor.anonymous()
        chosen, edition = request.session.get("appointment_id"), getattr(request.session, "edition", None)
        own = actor_of(
            user,
            at=timezone.localdate(),
            appointment_id=chosen,
            edition=edition,
            has_second_factor=getattr(request.session, "has_second_factor", False),
            confirmed_at=_confirmed_at(request, user),
        )
        if (taken := request.session.get(EMERGENCY)) is None:
            return own
        found = under_emergency(actor=own, uuid=UUID(taken), now=timezone.now())
        if found is None:
            return own
        acting, request.emergency = found  # type: ignore[attr-defined]  # the notice on each page shows it
        return acting

    @staticmethod
    def _notice(request: HttpRequest) -> str:
        """Return what stands on every page while somebody acts under emergency rights."""
        bool(request.actor.is_signed_in)  # type: ignore[attr-defined]  # finds out who acts, when nobody asked before
        taken = getattr(request, "emergency", None)
        return render_to_string("accounts/_emergency_notice.html", {"taken": taken}, request) if taken else ""


def bearer_of(request: HttpRequest) -> str | None:
    """Return the token that a request to the API carries; it then acts for a machine and for no session."""
    scheme, _space, value = request.headers.get("Authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" and request.path.startswith("/api/") else None


def _machine(bearer: str) -> Actor:
    now = timezone.now()
    found = machine_of_token(value=bearer, now=now)
    if found is None:
        return Actor.anonymous()
    machine, last_used_at = found
    note_use(machine=machine, last_used_at=last_used_at, now=now)
    return machine


def _confirmed_at(request: HttpRequest, user: User) -> datetime | None:
    """Return when the person last gave a password or code in this session, at sign-in or later."""
    given = [each["at"] for each in get_authentication_records(request, user) if each["method"] in CONFIRMING]
    return datetime.fromtimestamp(max(given), tz=UTC) if given else None


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
        if rule.rule == "public":
            return None
        if rule.admits(actor):
            return self._lead_to_second_factor(request, actor)
        if request.path.startswith("/api/"):
            if not actor.is_signed_in:
                return _problem(401, "not_signed_in", _("Sign in first."))
            return _problem(403, "not_permitted", _("Your role does not include this."))
        if not actor.is_signed_in:
            return _to_sign_in(request)
        words = _("Your role does not include this page. Ask your administrator if it should.")
        # Answered here: what a middleware raises before the view is not seen by those that answer refusals.
        return refuse(request, NotPermitted(words))

    @staticmethod
    def _lead_to_second_factor(request: HttpRequest, actor: Actor) -> HttpResponse | None:
        """Send officers whose role asks for a second factor to switch it on; all else waits until they have."""
        if not second_factor_is_due(actor, roles=settings.SECOND_FACTOR_ROLES):
            return None
        request.second_factor_is_due = True  # type: ignore[attr-defined]  # the page says why it is asked
        if request.path.startswith("/api/"):
            return _problem(403, "second_factor_needed", _("Your role asks for a code at sign-in. Switch it on first."))
        if request.resolver_match is not None and request.resolver_match.url_name in WITHOUT_SECOND_FACTOR:
            return None
        return _go(request, reverse("mfa_activate_totp"))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Send who must confirm to do so; what they sent is kept and goes on afterwards."""
        if not isinstance(exception, StepUpNeeded) or request.path.startswith("/api/"):
            return None
        # Afterwards the answer fills the whole page, whoever asked for a part of it before.
        for name in [each for each in request.META if each.startswith("HTTP_HX_")]:
            del request.META[name]
        return _go(request, suspend_request(request, reverse("account_reauthenticate")).url)


def rule_of(view: Callable[..., Any], method: str) -> Access:
    """Return the rule of a door; for a path of the API that of the operation for the method.

    A door without a rule is closed to everybody but the program itself.
    """
    for operation in getattr(view, "operations", ()):
        if method in operation.methods:
            return getattr(operation.view_func, "access", CLOSED)
    return getattr(view, "access", CLOSED)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    return _go(request, f"{reverse('account_login')}?{urlencode({'next': _page_of(request)})}")


def _go(request: HttpRequest, address: str) -> HttpResponse:
    """Send the whole page elsewhere, also when htmx asked for a part of it."""
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


def _problem(status: int, code: str, title: str) -> HttpResponse:
    body = {"type": f"urn:lienthong:problem:{code}", "title": title, "status": status, "code": code}
    return JsonResponse(body, status=status, content_type="application/problem+json")
