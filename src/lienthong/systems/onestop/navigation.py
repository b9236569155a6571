"""The places of the one-stop shop in the navigation."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ui.extensions import Place, Section, Shell, navigation, place


def register() -> None:
    """Put the pages into the workspace's navigation; called once when the program starts."""
    navigation(Shell.WORKSPACE, Section.MAIN, _("My work"), "onestop:inbox", "inbox", order=10, tab=True)
    navigation(
        Shell.WORKSPACE, Section.BUSINESS, _("Counter"), "onestop:counter", "id",
        permission="onestop.dossier.accept", order=10, tab=True,
    )  # fmt: skip
    navigation(
        Shell.WORKSPACE, Section.BUSINESS, _("Hand-overs"), "onestop:hand-overs", "truck",
        permission="onestop.dossier.work", order=15,
    )  # fmt: skip
    navigation(
        Shell.WORKSPACE, Section.MAIN, _("Leadership"), "onestop:dashboard", "chart-line",
        permission="onestop.figures", order=20,
    )  # fmt: skip
    navigation(
        Shell.WORKSPACE, Section.LOOKUP, _("Reports"), "onestop:situation", "file-export",
        permission="onestop.figures", order=20,
    )  # fmt: skip
    navigation(
        Shell.WORKSPACE, Section.LOOKUP, _("Dossiers"), "onestop:list", "search",
        permission="onestop.dossier.see", order=10, tab=True,
    )  # fmt: skip
    navigation(
        Shell.WORKSPACE, Section.ADMINISTRATION, _("Packages of procedures"), "onestop:packages", "package",
        permission="onestop.package.manage", order=41,
    )  # fmt: skip
    navigation(Shell.CITIZEN, Section.MAIN, _("Follow a dossier"), "onestop:tracking", "route", order=20)
    place(Place.INBOX, "onestop:inbox")
    place(Place.TRACKING, "onestop:tracking")
