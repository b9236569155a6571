"""Registers the app with Django, its roles, its files and its places in the navigation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OnestopConfig(AppConfig):
    """Places the app in the house."""

    name = "lienthong.systems.onestop"
    label = "onestop"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register roles, places in the navigation, and what the home page shows of dossiers."""
        from lienthong.kernel.audit.extensions import name_acts
        from lienthong.kernel.numbering.extensions import name_books
        from lienthong.kernel.organizations.extensions import mover
        from lienthong.kernel.papers.extensions import templates_from
        from lienthong.kernel.search.extensions import name_kind, name_system
        from lienthong.systems.portal.extensions import provide_figures, provide_popular

        from . import navigation
        from .queries import package_template, popular_codes, public_figures
        from .services.move_dossiers import OpenDossiers

        self._register_roles()
        self._offer_sources()
        name_system("onestop", _("Dossiers"))
        name_kind("onestop", "dossier", _("Dossier"))
        name_kind("onestop", "result", _("Result"))
        name_acts(
            {
                "onestop.dossier.follow_payment": _("Followed the fee"),
                "onestop.package.import": _("Read the package in"),
                "onestop.package.rehearse": _("Ran the scenarios"),
                "onestop.offer.save": _("Said where it is offered"),
                "onestop.offer.close": _("Closed where it was offered"),
            }
        )
        name_books("result.", _("Register of results"))
        name_books("onestop.filing", _("Receipts of filings over the network"))
        name_books("onestop.completion", _("Slips of what is missing"))
        name_books("onestop.refusal", _("Slips of refusal"))
        name_books("onestop.apology", _("Letters of apology"))
        navigation.register()
        mover(OpenDossiers)
        templates_from(package_template)
        provide_figures(public_figures)
        provide_popular(popular_codes)

    @staticmethod
    def _offer_sources() -> None:
        """Let forms ask what is known of an applicant already."""
        from lienthong.kernel.forms.extensions import PrefillSource, prefill_source

        from .queries import known

        for source in (
            PrefillSource(
                "party", _("Register of applicants"), known.party_facts, verified=False, read=known.read_party
            ),
            PrefillSource(
                "earlier", _("Earlier dossiers"), known.earlier_facts, verified=False, read=known.read_earlier
            ),
            PrefillSource(
                "results", _("Results issued here"), known.result_kinds, verified=True, read=known.read_results
            ),
        ):
            prefill_source(source)

    @staticmethod
    def _register_roles() -> None:
        """Say what each role may do here (onestop domain, section 18)."""
        from lienthong.kernel.accounts.extensions import name_permissions, role
        from lienthong.kernel.acts.contracts import Scope

        see, work, accept = "onestop.dossier.see", "onestop.dossier.work", "onestop.dossier.accept"
        sign, issue, figures = "onestop.result.sign", "onestop.result.issue", "onestop.figures"
        submit, agency = "onestop.filing.submit", Scope.AGENCY
        name_permissions(
            {
                "onestop.dossier.accept": _("Receive dossiers"),
                "onestop.dossier.see": _("Read dossiers"),
                "onestop.dossier.work": _("Work on dossiers"),
                "onestop.filing.submit": _("File over the network"),
                "onestop.figures": _("Read figures about dossiers"),
                "onestop.package.manage": _("Look after packages of procedures"),
                "onestop.package.publish": _("Publish packages of procedures"),
            }
        )
        role("reception", _("Reception officer"), {see: agency, work: agency, accept: agency, submit: agency})
        role("result", _("Result officer"), {see: agency, work: agency, accept: agency})
        role("specialist", _("Specialist"), {see: agency, work: agency})
        role("civil-status", _("Civil status officer"), {see: agency, work: agency})
        directs = {figures: agency, "processes.reassign": agency}
        role("division-head", _("Head of division"), {see: agency, work: agency, **directs})
        role("leader", _("Leader of the agency"), {see: agency, work: agency, sign: agency, **directs})
        role("clerk", _("Clerk"), {see: agency, work: agency, issue: agency})
        province = Scope.PROVINCE
        role("province-leader", _("Leader of the province"), {see: province, figures: province})
        packages = {"onestop.package.manage": province, "onestop.package.publish": province}
        role("procedure-control", _("Procedure control officer"), {see: province, figures: province, **packages})
