"""The outer identity provider, by OpenID Connect: stricter than the library would be (R-71, R-72).

Beyond state and PKCE a nonce is sent and asked back, the signature of each token is checked although it came over an
encrypted line, and nothing of what the provider tells is kept but its name for the person and the level.
"""

import secrets
from typing import Any, NoReturn

import jwt
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.accounts.contracts import ClaimNames, IdentityFault, ProviderDown, SignInRefused
from lienthong.kernel.accounts.rules import read_identity
from lienthong.kernel.accounts.services import accept_identity

PROVIDER = "outer"
# Signatures by a key pair only: with a shared secret whoever checks could sign as well.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
NEEDED = ("exp", "iat", "iss", "aud", "sub", "nonce")
CLOCKS_APART_SECONDS = 30


class OuterProtocol(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth carries no types
    """Speaks with the provider."""

    nonce: str = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """Return what the provider publishes of itself.

        :raises OAuth2Error: it is not the issuer agreed, or lacks an address
        """
        found: dict[str, Any] = super().openid_config
        needed = {"authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "issuer"}
        if not needed <= found.keys() or found["issuer"] != settings.SIGN_IN_ISSUER:
            raise OAuth2Error("the provider publishes another issuer than agreed, or too little")
        return found

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:  # noqa: ARG002  allauth's signature
        """Return the one address agreed with the provider."""
        return f"{settings.PUBLIC_BASE_URL}{reverse('outer_return')}"

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Return whom the provider speaks of, once all it said holds.

        :raises OAuth2Error: a token is missing or does not hold, or the two answers speak of two people
        """
        signed = kwargs["response"].get("id_token")
        if not isinstance(signed, str):
            raise OAuth2Error("no id token")
        claims = self._decode_id_token(app, signed)
        told = self._fetch_user_info(token.token)
        if not isinstance(told, dict) or told.get("sub") != claims["sub"]:
            raise OAuth2Error("user info of somebody else")
        # What is signed weighs more than what is only told.
        return self.get_provider().sociallogin_from_response(request, told | claims)

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        try:
            with OuterAdapter(self.request).get_requests_session() as session:
                published = session.get(self.openid_config["jwks_uri"])
                published.raise_for_status()
            keys = jwt.PyJWKSet.from_dict(published.json())
            key = keys[jwt.get_unverified_header(id_token).get("kid", "")]
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key,
                algorithms=list(ALGORITHMS),
                audience=app.client_id,
                issuer=settings.SIGN_IN_ISSUER,
                leeway=CLOCKS_APART_SECONDS,
                options={"require": list(NEEDED)},
            )
        except (jwt.PyJWTError, KeyError) as error:
            raise OAuth2Error("the id token does not hold") from error
        if not self.nonce or claims["nonce"] != self.nonce:
            raise OAuth2Error("the id token answers another sign-in")
        if claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("the id token was given to another system")
        return claims


class OuterProvider(OpenIDConnectProvider):  # type: ignore[misc]  # allauth carries no types
    """Begins a sign-in, and reads who came back."""

    oauth2_adapter_class = OuterProtocol

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Sign in and nothing else; a browser does not choose what is asked of the provider."""
        kwargs: dict[str, Any] = super().get_redirect_from_request_kwargs(request)
        nonce = secrets.token_urlsafe(24)
        asked = {"nonce": nonce} | ({"acr_values": settings.SIGN_IN_ACR} if settings.SIGN_IN_ACR else {})
        return kwargs | {"process": "login", "scope": self.get_scope(), "auth_params": asked, "nonce": nonce}

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002  allauth's signature
        """Keep nothing of what the provider tells."""
        return {}

    def extract_uid(self, data: dict[str, Any]) -> str:
        """Return the provider's name for the person."""
        return str(data["sub"])

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:  # noqa: ARG002  allauth's signature
        """Take no e-mail: it is not an identity (R-72)."""
        return []

    def sociallogin_from_response(self, request: HttpRequest, response: dict[str, Any]) -> SocialLogin:
        """Return the sign-in of the person of whom checked claims speak.

        :raises SignInRefused: it is no person, or one who is not proven surely enough
        """
        found = read_identity(
            response,
            provider=PROVIDER,
            names=ClaimNames(**settings.SIGN_IN_CLAIMS),
            person_kinds=settings.SIGN_IN_PERSON_KINDS,
            levels=settings.SIGN_IN_LEVELS,
            minimum=settings.SIGN_IN_MINIMUM_LEVEL,
        )
        if isinstance(found, IdentityFault):
            _refuse(found)
        made: SocialLogin = super().sociallogin_from_response(request, {"sub": found.subject, "name": found.name})
        made.identity = found
        return made


class OuterAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Lets people in through the one provider of the settings; who comes back is found by personal number."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:  # noqa: ARG002  allauth's signature
        """Return the provider of the settings; the table of providers is not used."""
        if not settings.SIGN_IN_ISSUER:
            return []
        told = {"server_url": settings.SIGN_IN_ISSUER, "oauth_pkce_enabled": True, "scope": _scope()}
        return [
            SocialApp(
                provider="openid_connect",
                provider_id=PROVIDER,
                name=settings.SIGN_IN_NAME,
                client_id=settings.SIGN_IN_CLIENT_ID,
                secret=settings.SIGN_IN_CLIENT_SECRET,
                settings=told,
            )
        ]

    def get_provider(self, request: HttpRequest, provider: Any, client_id: Any = None) -> OuterProvider:
        """Return the provider, in our stricter form."""
        return OuterProvider(request, app=self.get_app(request, provider=provider, client_id=client_id))

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:  # noqa: ARG002  allauth's signature
        """Tie the sign-in to the account with the proven number, whatever account it was tied to before.

        :raises SignInRefused: the account is closed, or the identity belongs to another one
        """
        tie = accept_identity(identity=sociallogin.identity, now=timezone.now())
        sociallogin.account, sociallogin.user = tie, tie.user

    def on_authentication_error(
        self,
        request: HttpRequest,  # noqa: ARG002  allauth's signature
        provider: Any,  # noqa: ARG002  allauth's signature
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,  # noqa: ARG002  allauth's signature
    ) -> NoReturn:
        """Say in plain words why the sign-in does not go on.

        :raises SignInRefused: the person cancelled, or the answer does not hold
        :raises ProviderDown: the provider does not answer
        """
        if error == AuthError.CANCELLED:
            raise SignInRefused(_("You did not agree there, so nobody was signed in here."))
        if exception is not None and not isinstance(exception, OAuth2Error):
            raise ProviderDown(
                _("%(name)s does not answer now. Try again in a few minutes.") % {"name": settings.SIGN_IN_NAME}
            ) from exception
        raise SignInRefused(
            _("What %(name)s answered does not belong to this sign-in. Begin again here.")
            % {"name": settings.SIGN_IN_NAME}
        ) from exception


def _scope() -> list[str]:
    return str(settings.SIGN_IN_SCOPE).split()


def _refuse(fault: IdentityFault) -> NoReturn:
    name = {"name": settings.SIGN_IN_NAME}
    words = {
        IdentityFault.NO_NUMBER: _(
            "%(name)s gave no personal number of 12 digits, so we do not know who you are. Sign in there with your"
            " electronic identity account."
        ),
        IdentityFault.NOT_A_PERSON: _(
            "This is the account of an organisation. Sign in at %(name)s with your own account as a person."
        ),
        IdentityFault.NOT_VERIFIED: _(
            "Your account at %(name)s is not verified far enough. Bring your identity card to the police of any"
            " commune to raise it to level 2."
        ),
        IdentityFault.NO_NAME: _("%(name)s did not say your name. Try again; if it stays so, call the help line."),
    }
    raise SignInRefused(words[fault] % name)
