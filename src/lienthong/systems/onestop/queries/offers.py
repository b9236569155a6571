"""Which agencies offer a procedure, and how (R-6)."""

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotPermitted
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.organizations.contracts import AgencyInfo, AgencyKind
from lienthong.systems.onestop import rules
from lienthong.systems.onestop.contracts import NotOffered, OfferInfo, OnlineLevel
from lienthong.systems.onestop.models import ServiceOffer
from lienthong.systems.onestop.policy import MANAGE_PACKAGES

from .packages import load_package

_RECEIVING = (AgencyKind.COMMUNE, AgencyKind.CENTRE)


def require_offer(*, code: str, agency_id: int, online: bool) -> None:
    """Refuse what an agency does not offer; where nothing is said of a procedure every agency offers it.

    One statement.

    :param online: it was filed over the network
    :raises NotOffered: others offer it, the agency closed it, or offers it at the counter only
    """
    said = ServiceOffer.objects.filter(code=code).values_list("agency_id", "is_open", "online", "reason")
    known = {agency: (is_open, level, reason) for agency, is_open, level, reason in said}
    if not known:
        return
    is_open, level, reason = known.get(agency_id, (False, OnlineLevel.NONE, ""))
    if not is_open:
        raise NotOffered(_("This procedure is not offered at this agency."))
    if online and level == OnlineLevel.NONE:
        raise NotOffered(_("This agency takes the procedure in at the counter only: %(reason)s") % {"reason": reason})


def offered_elsewhere(*, agency_id: int) -> frozenset[str]:
    """Return the procedures that are offered, but not by this agency. One statement."""
    said = set(ServiceOffer.objects.values_list("code", "agency_id", "is_open"))
    here = {code for code, agency, is_open in said if agency == agency_id and is_open}
    return frozenset(code for code, _agency, _is_open in said) - here


def list_offers(*, code: str, viewer: Actor) -> tuple[OfferInfo, ...]:
    """Return who offers a procedure, those who do first, by name. One statement.

    :raises NotPermitted: the viewer does not look after packages
    """
    if not viewer.may(MANAGE_PACKAGES):
        raise NotPermitted(_("Only procedure control looks after packages."))
    rows = ServiceOffer.objects.filter(code=code).select_related("agency").order_by("-is_open", "agency__name")
    return tuple(
        OfferInfo(
            code=row.code,
            agency_id=row.agency_id,
            agency_name=row.agency.name,
            online=OnlineLevel(row.online),
            reason=row.reason,
            hours=row.hours,
            is_open=row.is_open,
            changed_at=row.changed_at,
            changed_by=row.changed_by_name,
        )
        for row in rows
    )


def choose_agencies(*, code: str) -> tuple[AgencyInfo, ...]:
    """Return the agencies that may offer a procedure by its levels, by name.

    :raises NotFound: no package of the procedure is in force
    """
    levels = load_package(code=code).spec.levels
    found = organizations.list_agencies(kinds=_RECEIVING)
    fitting = (each for each in found if rules.receiving_level(each.kind) in levels)
    return tuple(sorted(fitting, key=lambda each: each.name))
