"""Registers the app with Django, its page, and what asks for events to be sent."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.webhooks"
    label = "webhooks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the feed, and let administrators look after webhooks."""
        from lienthong.kernel.acts.contracts import Scope
        from lienthong.kernel.events.extensions import when_feed_grows
        from lienthong.kernel.organizations.extensions import name_permissions, role
        from lienthong.kernel.ui.extensions import Section, Shell, navigation

        from .contracts import MANAGE
        from .services.ask_sender import ask_senders

        when_feed_grows(ask_senders)
        name_permissions(
            {
                "webhooks.manage": _("Look after webhooks"),
            }
        )
        role("administrator", _("Administrator"), {MANAGE: Scope.PROVINCE})
        navigation(
            Shell.WORKSPACE,
            Section.ADMINISTRATION,
            _("Webhooks"),
            "webhooks",
            "send",
            permission=MANAGE,
            order=72,
        )
