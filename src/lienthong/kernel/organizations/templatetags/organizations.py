"""Words of organizations in templates."""

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.acts.contracts import NotFound
from lienthong.kernel.acts.extensions import find_act
from lienthong.kernel.organizations.contracts import AgencyKind
from lienthong.kernel.organizations.extensions import role_labels

register = template.Library()

KINDS = {
    AgencyKind.PROVINCE: _("Province"),
    AgencyKind.CENTRE: _("Public service centres"),
    AgencyKind.DEPARTMENT: _("Departments"),
    AgencyKind.COMMUNE: _("Communes, wards"),
    AgencyKind.UNIT: _("Units"),
}
ACTS = {
    "organizations.officer.appoint": _("Officer appointed"),
    "organizations.appointment.end": _("Appointment ended"),
}


@register.filter
def kind_label(kind: AgencyKind) -> str:
    """Name a kind of agency, as heading of a list."""
    return str(KINDS[kind])


@register.filter
def roles_words(codes: Iterable[str]) -> str:
    """Name the roles that come with an appointment."""
    labels = role_labels()
    return ", ".join(sorted(labels.get(code, code) for code in codes))


@register.filter
def act_label(code: str) -> str:
    """Name an act in the history of an agency."""
    if code in ACTS:
        return str(ACTS[code])
    try:
        return str(find_act(code).label)
    except NotFound:
        return code
