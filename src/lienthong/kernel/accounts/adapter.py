"""How allauth behaves here: nobody registers by themselves, and words are ours."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Closes registration: accounts of officers come from personnel, those of citizens from VNeID."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  allauth's signature
        """Refuse registration."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> Any:
        """Send people where they were going, else to their work."""
        return super().get_login_redirect_url(request)
