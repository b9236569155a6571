"""Signing in through the outer identity provider (VNeID): going there, and coming back."""

from allauth.core.internal import ratelimit
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from lienthong.kernel.accounts.adapter.outer import PROVIDER, OuterProtocol
from lienthong.kernel.accounts.contracts import ProviderDown, SignInRefused, TooManyTries
from lienthong.kernel.accounts.queries import outer_provider
from lienthong.kernel.acts.extensions import PUBLIC, access


class Return(OAuth2CallbackView):  # type: ignore[misc]  # allauth carries no types
    """Takes the answer of the provider."""

    def _get_state(self, request: HttpRequest, provider: object) -> tuple[dict[str, str] | None, HttpResponse | None]:
        state, answer = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, answer


@access(PUBLIC)
@require_POST
@never_cache
def sign_in_outside(request: HttpRequest) -> HttpResponse:
    """Send the person to the provider, by a page of our own: a form may not lead to another site by itself."""
    _check_is_open()
    try:
        _check_rate(request)
        there = get_adapter(request).get_provider(request, PROVIDER).redirect_from_request(request)
    except (OAuth2Error, RequestException):
        return _refused(request, _down())
    except TooManyTries as refusal:
        return _refused(request, refusal)
    return render(request, "accounts/go_outside.html", {"address": there["Location"], "provider": outer_provider()})


@access(PUBLIC)
@require_safe
@never_cache
def outer_return(request: HttpRequest) -> HttpResponse:
    """Take the person back from the provider; state and nonce tie this to the browser that left."""
    _check_is_open()
    view = Return()
    view.request, view.adapter = request, OuterProtocol(request, PROVIDER)
    try:
        response: HttpResponse = view.dispatch(request)
    except (SignInRefused, ProviderDown) as refusal:
        return _refused(request, refusal)
    except (OAuth2Error, RequestException):
        return _refused(request, _down())
    return response


def _down() -> ProviderDown:
    return ProviderDown(_("%(name)s does not answer now. Try again in a few minutes.") % {"name": outer_provider()})


def _check_is_open() -> None:
    if not outer_provider():
        raise Http404


def _check_rate(request: HttpRequest) -> None:
    if not ratelimit.consume(request, app="accounts", action="outer", config=settings.SIGN_IN_RATE_LIMITS):
        raise TooManyTries(_("Too many sign-ins from this place. Wait a minute, then try again."))


def _refused(request: HttpRequest, refusal: SignInRefused | ProviderDown | TooManyTries) -> HttpResponse:
    context = {"message": refusal.message, "provider": outer_provider()}
    return render(request, "accounts/outer_refused.html", context, status=refusal.status)
