"""Registers the app with Django, its rights, both generations, its pages and what it says on a dossier."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NationalPortalConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.systems.national_portal"
    label = "national_portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who looks after the connection, offer both generations, and tell dossiers how the Portal stands."""
        from lienthong.kernel.acts.contracts import Scope
        from lienthong.kernel.audit.extensions import name_acts
        from lienthong.kernel.organizations.extensions import name_permissions, role
        from lienthong.kernel.ui.extensions import Section, Shell, navigation
        from lienthong.systems.onestop.extensions import tells_elsewhere

        from .adapter import told_to_portal
        from .contracts import CONNECT, MANAGE, PUSH, SEE
        from .extensions import provide_port
        from .providers import FirstGeneration, SecondGeneration

        name_permissions(
            {
                "national_portal.see": _("See what goes to and comes from the National Portal"),
                "national_portal.manage": _("Decide about what the National Portal sent or did not take"),
                "national_portal.connect": _("Connect procedures to the National Portal"),
                "national_portal.push": _("Push filings of the National Portal"),
            }
        )
        keeper = dict.fromkeys((SEE, MANAGE, CONNECT), Scope.PROVINCE)
        role("procedure-control", _("Procedure control officer"), keeper)
        # Administrators see no dossier by this. A connected system is given what some role has; nobody pushes by hand.
        role("administrator", _("Administrator"), dict.fromkeys((CONNECT, PUSH), Scope.PROVINCE))
        name_acts({"national_portal.route.set": _("Set the connection to the National Portal")})
        for port in (FirstGeneration(), SecondGeneration()):
            provide_port(port)
        tells_elsewhere(told_to_portal)
        navigation(
            Shell.WORKSPACE,
            Section.ADMINISTRATION,
            _("National Portal"),
            "national_portal:list",
            "share",
            permission=SEE,
            order=45,
        )
        navigation(
            Shell.WORKSPACE,
            Section.ADMINISTRATION,
            _("Connections to the Portal"),
            "national_portal:routes",
            "link",
            permission=CONNECT,
            order=46,
        )
