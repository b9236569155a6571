"""Registers the app with Django, its page, and the role of those who look after the program."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.organizations"
    label = "organizations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let administrators keep agencies and officers.

        Events and calendars know no roles, so what administrators do with them is said here too.
        """
        from lienthong.kernel.acts.contracts import Scope
        from lienthong.kernel.ui.extensions import Section, Shell, navigation

        from .extensions import mover, name_permissions, role
        from .services.move_people import People

        permissions = (
            "organizations.see",
            "organizations.manage",
            "events.see",
            "events.retry",
            "audit.chain",
            "acts.bulk.manage",
            "calendars.see",
            "calendars.manage",
        )
        mover(People)
        name_permissions(
            {
                "acts.bulk.manage": _("Steer bulk runs of others"),
                "audit.chain": _("Check the chain over the history"),
                "calendars.manage": _("Change working calendars"),
                "calendars.see": _("Read working calendars"),
                "events.retry": _("Send events again"),
                "events.see": _("Read events"),
                "organizations.manage": _("Change agencies and appointments"),
                "organizations.see": _("Read agencies and appointments"),
            }
        )
        role("administrator", _("Administrator"), dict.fromkeys(permissions, Scope.PROVINCE))
        navigation(
            Shell.WORKSPACE,
            Section.ADMINISTRATION,
            _("Organisation"),
            "agencies",
            "sitemap",
            permission="organizations.see",
            order=10,
        )
        navigation(Shell.WORKSPACE, Section.LOOKUP, _("Delegations"), "delegations", "user-check", order=80)
