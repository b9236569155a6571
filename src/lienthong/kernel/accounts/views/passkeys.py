"""Signing in and confirming with passkeys, done by allauth behind our doors."""

import json
from typing import Any

from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    EditWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.http import HttpResponse
from django.views.generic import RedirectView

from lienthong.kernel.accounts.forms import PasskeyNameForm
from lienthong.kernel.acts.extensions import PUBLIC, SIGNED_IN, access

from .second_factor import GoOn


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]  # allauth carries no types
    """Asks the device for a key that knows its account and makes sure who holds it, so that it opens by itself."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the script passes on to the device."""
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        # The library leaves out the form that was refused.
        return shown | kwargs | {"options": json.dumps(auth.begin_registration(self.request.user, passwordless=True))}


class RenamePasskey(EditWebAuthnView):  # type: ignore[misc]  # allauth carries no types
    """Gives a key another name."""

    def get_form_class(self) -> type[PasskeyNameForm]:
        """Return the form with our words."""
        return PasskeyNameForm


class ConfirmPasskey(GoOn, ReauthenticateWebAuthnView):  # type: ignore[misc]  # allauth carries no types
    """Asks for the passkey again."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the script passes on to the device."""
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        return shown | kwargs | {"options": json.dumps(shown["js_data"]["request_options"])}

    def form_invalid(self, form: Any) -> HttpResponse:
        """Ask again on the same page."""
        return self.render_to_response(self.get_context_data(form=form), status=422)  # type: ignore[no-any-return]  # allauth carries no types


# By the passkey alone: it proves what one has and what one is or knows.
sign_in_by_passkey = access(PUBLIC)(LoginWebAuthnView.as_view())
add_passkey = access(SIGNED_IN)(AddPasskey.as_view())
rename_passkey = access(SIGNED_IN)(RenamePasskey.as_view())
remove_passkey = access(SIGNED_IN)(RemoveWebAuthnView.as_view())
confirm_passkey = access(SIGNED_IN)(ConfirmPasskey.as_view())
# allauth goes there when a key was changed; the account page lists them.
list_passkeys = access(SIGNED_IN)(RedirectView.as_view(pattern_name="account"))
