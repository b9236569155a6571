"""Words of organizations in templates."""

from collections.abc import Iterable, Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audit.extensions import name_acts
from lienthong.kernel.organizations import words
from lienthong.kernel.organizations.contracts import AgencyKind, Capacity, PlanState, ReorganizationKind
from lienthong.kernel.organizations.extensions import movers, role_labels
from lienthong.kernel.organizations.queries import Origin

register = template.Library()

PARTLY = SafeString(' stroke-dasharray="4 4"')
KINDS = {
    AgencyKind.PROVINCE: _("Province"),
    AgencyKind.CENTRE: _("Public service centres"),
    AgencyKind.DEPARTMENT: _("Departments"),
    AgencyKind.DISTRICT: _("Districts"),
    AgencyKind.COMMUNE: _("Communes, wards"),
    AgencyKind.SUBORDINATE: _("Subordinate agencies"),
    AgencyKind.UNIT: _("Units"),
}
name_acts(
    {
        "organizations.officer.appoint": _("Officer appointed"),
        "organizations.appointment.end": _("Appointment ended"),
        "organizations.acting.appoint": _("Vacant seat filled for the time being"),
        "organizations.authority.delegate": _("Authority delegated"),
        "organizations.authority.end": _("Delegation taken back"),
        "organizations.agencies.import": _("Read from a list"),
        "organizations.agency.establish": _("Founded"),
        "organizations.agency.reorganize": _("Reorganised"),
    }
)


@register.filter
def kind_label(kind: AgencyKind) -> str:
    """Name a kind of agency, as heading of a list."""
    return str(KINDS[kind])


@register.filter
def kind_word(kind: str) -> str:
    """Name the kind of one agency."""
    return str(words.KIND[AgencyKind(kind)]) if kind in set(AgencyKind) else kind


@register.filter
def capacity_word(capacity: Capacity) -> str:
    """Say in which capacity somebody fills a seat."""
    return str(words.CAPACITY[capacity])


@register.filter
def plan_act(kind: ReorganizationKind) -> str:
    """Name what a line of a plan does."""
    return str(words.ACT[kind])


@register.filter
def plan_state(state: PlanState) -> str:
    """Name how far a plan is."""
    return str(words.STATE[state])


@register.filter
def field_word(name: str) -> str:
    """Name a field of an agency."""
    return str(words.FIELD.get(name, name))


@register.filter
def reason_word(reason: str) -> str:
    """Say why a line is rejected or a plan has a fault."""
    return str(words.REASON.get(reason, reason))


@register.filter
def moved_word(code: str) -> str:
    """Name a kind of thing that moves when agencies are reorganised."""
    labels = {each.code: str(each.label) for each in movers()} | {"units": str(_("Units"))}
    return labels.get(code, code)


@register.simple_tag
def flow_svg(origins: Sequence[Origin]) -> SafeString:
    """Draw the strands that lead from former agencies to a new one; the lists beside it say the same in words."""
    height = 10 * max(len(origins), 1)
    middle = height / 2
    paths = format_html_join(
        "",
        '<path d="M0 {} C50 {} 50 {} 100 {}" vector-effect="non-scaling-stroke"{}/>',
        (
            (10 * place + 5, 10 * place + 5, middle, middle, "" if origin.is_main else PARTLY)
            for place, origin in enumerate(origins)
        ),
    )
    return format_html(
        '<svg viewBox="0 0 100 {}" preserveAspectRatio="none" aria-hidden="true" focusable="false" fill="none"'
        ' stroke="currentColor" stroke-width="2">{}</svg>',
        height,
        paths,
    )


@register.filter
def roles_words(codes: Iterable[str]) -> str:
    """Name the roles that come with an appointment."""
    labels = role_labels()
    return ", ".join(sorted(labels.get(code, code) for code in codes))
