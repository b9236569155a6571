"""Signing in and out, done by allauth behind our doors."""

from allauth.account.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from lienthong.kernel.accounts.contracts import TooManyTries
from lienthong.kernel.accounts.queries import outer_provider
from lienthong.kernel.acts.extensions import PUBLIC, access
from lienthong.kernel.ui.services import refuse

_login = LoginView.as_view(extra_context={"outer_provider": outer_provider})
sign_out = access(PUBLIC)(LogoutView.as_view())


@access(PUBLIC)
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for user name and password; too many tries from one place are told to wait."""
    response: HttpResponse = _login(request)
    if response.status_code == TooManyTries.status:
        return refuse(request, TooManyTries(_("Too many sign-ins from this place. Wait a minute, then try again.")))
    return response
