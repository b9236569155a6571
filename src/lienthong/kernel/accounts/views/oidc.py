"""Tokens for machines, and signing on to other systems: done by allauth behind our doors, narrower than it would."""

from typing import Any
from urllib.parse import urlsplit

from allauth.core.internal import ratelimit
from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.models import Client
from allauth.idp.oidc.views import AuthorizationView, JwksView, RevokeView, TokenView, UserInfoView
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from lienthong.kernel.accounts import services
from lienthong.kernel.accounts.contracts import SIGN_ON_SCOPES, TooManyTries
from lienthong.kernel.acts.extensions import PUBLIC, access

ONCE = ("client_id", "redirect_uri", "code_challenge", "code_challenge_method", "scope", "response_type")
LONGEST_CODE, LONGEST_VALUE = 200, 4000
_token, _revoke = TokenView.as_view(), RevokeView.as_view()
jwks = access(PUBLIC)(JwksView.as_view())
userinfo = access(PUBLIC)(UserInfoView.as_view())


@access(PUBLIC)
@require_safe
def configuration(request: HttpRequest) -> HttpResponse:
    """Say where everything is, and only what is offered here."""

    def full(name: str) -> str:
        return request.build_absolute_uri(reverse(f"idp:oidc:{name}"))

    answer = JsonResponse(
        {
            "issuer": get_adapter().get_issuer(),
            "authorization_endpoint": full("authorization"),
            "token_endpoint": full("token"),
            "userinfo_endpoint": full("userinfo"),
            "revocation_endpoint": full("revoke"),
            "jwks_uri": full("jwks"),
            "scopes_supported": list(SIGN_ON_SCOPES),
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code", "client_credentials"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "subject_types_supported": ["public"],
            "claims_supported": ["sub", "name", "position", "agency", "agency_code"],
        }
    )
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@access(PUBLIC)
@csrf_exempt
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """Give a token for a secret or a code; too many tries from one place are told to wait."""
    response: HttpResponse = _refusal(request) or _token(request)
    response["Cache-Control"] = "no-store"
    return response


@access(PUBLIC)
@csrf_exempt
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Take back a token that a system gives up."""
    response: HttpResponse = _refusal(request) or _revoke(request)
    return response


def _refusal(request: HttpRequest) -> HttpResponse | None:
    """Refuse what comes too often, and what no table can be asked for."""
    if not ratelimit.consume(request, action="token", app="allauth.idp.oidc"):
        body = {"error": "temporarily_unavailable", "error_description": "Too many requests."}
        return JsonResponse(body, status=TooManyTries.status)
    sent = request.POST
    too_long = len(sent.get("code", "")) > LONGEST_CODE or any(len(each) > LONGEST_VALUE for each in sent.values())
    if too_long or any("\0" in each for each in sent.values()):
        return JsonResponse({"error": "invalid_request"}, status=400)
    return None


class Authorize(AuthorizationView):  # type: ignore[misc]  # allauth carries no types
    """Asks a person whether a system may learn who they are.

    Narrower than the library: the address to return to is compared character by character, PKCE with S256 is asked of
    everybody, nothing but who the person is can be asked for, and no parameter may come twice.
    """

    template_name = "idp/oidc/authorization_form.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask, once the request is sound; whoever sent an unsound one is not told anything by a redirect."""
        if not _is_sound(request):
            return render(request, "idp/oidc/error.html", status=400)
        response: HttpResponse = super().get(request, *args, **kwargs)
        # Browsers hold the form to this page's policy even where its answer sends them on.
        parts = urlsplit(request.GET["redirect_uri"])
        response._csp_update = {"form-action": [f"{parts.scheme}://{parts.netloc}"]}  # type: ignore[attr-defined]  # noqa: SLF001  django-csp's way
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the answer of the page; a request for signing on comes by its address only."""
        if "request" not in request.POST:
            return HttpResponseNotAllowed(["GET"])
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        """Give the code, and write down that the person agreed."""
        services.note_sign_on(
            client_id=self._request_info["client_id"],
            actor=self.request.actor,
            now=timezone.now(),
        )
        response: HttpResponse = super().form_valid(form)
        return response


authorize = access(PUBLIC)(Authorize.as_view())


def _is_sound(request: HttpRequest) -> bool:
    if any(len(request.GET.getlist(name)) != 1 for name in ONCE):
        return False
    asked = request.GET
    client = Client.objects.filter(id=asked["client_id"][:100].replace("\0", "")).first()
    return (
        client is not None
        and asked["redirect_uri"] in client.get_redirect_uris()
        and asked["code_challenge_method"] == "S256"
        and bool(asked["code_challenge"])
        and asked["response_type"] == "code"
        and "openid" in asked["scope"].split()
        and set(asked["scope"].split()) <= set(SIGN_ON_SCOPES)
        and "response_mode" not in asked
    )
