"""Signing in and out, done by allauth behind our doors."""

from allauth.account.views import LoginView, LogoutView

from lienthong.kernel.acts.extensions import PUBLIC, access

sign_in = access(PUBLIC)(LoginView.as_view())
sign_out = access(PUBLIC)(LogoutView.as_view())
