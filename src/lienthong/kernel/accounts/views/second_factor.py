"""Signing in with a second factor, done by allauth behind our doors."""

import json
from typing import Any

from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.recovery_codes.views import DownloadRecoveryCodesView, GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.http import HttpResponse
from django.views.generic import RedirectView

from lienthong.kernel.acts.extensions import PUBLIC, SIGNED_IN, access


class GoOn:
    """Once the person has confirmed, what waited goes on as the actor who has."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Record the confirmation and resume."""
        self.request.forget_actor()  # type: ignore[attr-defined]  # mixed into a view; set by ActorMiddleware
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # see above
        return response


class ConfirmPassword(GoOn, ReauthenticateView):  # type: ignore[misc]  # allauth carries no types
    """Asks for the password again."""


class ConfirmCode(GoOn, ReauthenticateByCodeView):  # type: ignore[misc]  # allauth carries no types
    """Asks for a code of the application again."""


class EnterCode(AuthenticateView):  # type: ignore[misc]  # allauth carries no types
    """Asks for a code, or a passkey of the account."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the script passes on to the device."""
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        asked = shown["js_data"]["request_options"]
        return shown | {"options": json.dumps(asked), "has_passkeys": bool(asked["publicKey"].get("allowCredentials"))}


# Who has given the password but not yet the code is not signed in; allauth's own stage guards this door.
enter_code = access(PUBLIC)(EnterCode.as_view())

confirm_password = access(SIGNED_IN)(ConfirmPassword.as_view())
confirm_code = access(SIGNED_IN)(ConfirmCode.as_view())
# allauth goes there when something was switched on or off; the account page shows how it stands.
overview = access(SIGNED_IN)(RedirectView.as_view(pattern_name="account"))
switch_on = access(SIGNED_IN)(ActivateTOTPView.as_view())
switch_off = access(SIGNED_IN)(DeactivateTOTPView.as_view())
show_recovery_codes = access(SIGNED_IN)(ViewRecoveryCodesView.as_view())
renew_recovery_codes = access(SIGNED_IN)(GenerateRecoveryCodesView.as_view())
download_recovery_codes = access(SIGNED_IN)(DownloadRecoveryCodesView.as_view())
