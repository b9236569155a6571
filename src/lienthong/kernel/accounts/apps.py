"""Registers the app with Django, and the pages every shell links to."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer signing in and out, and the account."""
        from lienthong.kernel.ui.extensions import Place, place

        place(Place.SIGN_IN, "account_login")
        place(Place.SIGN_OUT, "account_logout")
        place(Place.ACCOUNT, "account")
