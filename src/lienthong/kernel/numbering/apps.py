"""Registers the app with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NumberingConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.kernel.numbering"
    label = "numbering"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what happens to books when agencies are reorganised, and offer the pages."""
        from lienthong.kernel.organizations.extensions import mover

        from .services.close_books import Books

        mover(Books)
        self._offer_pages()

    def _offer_pages(self) -> None:
        from lienthong.kernel.acts.contracts import Scope
        from lienthong.kernel.organizations.extensions import name_permissions, role
        from lienthong.kernel.ui.extensions import Section, Shell, navigation

        from .contracts import MANAGE, SEE, SET_FORMATS

        province = {SEE: Scope.PROVINCE, MANAGE: Scope.PROVINCE, SET_FORMATS: Scope.PROVINCE}
        name_permissions(
            {
                "numbering.book.manage": _("Open, close and void in books of numbers"),
                "numbering.book.see": _("Read books of numbers"),
                "numbering.format.set": _("Set the form of numbers"),
            }
        )
        role("administrator", _("Administrator"), province)
        role("clerk", _("Clerk"), {SEE: Scope.AGENCY, MANAGE: Scope.AGENCY})
        navigation(
            Shell.WORKSPACE, Section.ADMINISTRATION, _("Books of numbers"), "numbering_books", "number",
            permission=SEE, order=45,
        )  # fmt: skip
