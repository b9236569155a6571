"""Finding agencies: by id, by name, by any code they have or had."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import NotFound
from lienthong.kernel.acts.extensions import Prepared
from lienthong.kernel.organizations.contracts import AgencyInfo, AgencyKind
from lienthong.kernel.organizations.models import Agency, AgencyPeriod
from lienthong.kernel.organizations.rules import is_writable, spellings

# A chain of successors longer than any reform of history has made; it only guards against wrong data.
LONGEST_CHAIN = 20
_BY_ID = Prepared(lambda agency_id: Agency.objects.filter(pk=agency_id))


def agency_info(agency: Agency) -> AgencyInfo:
    """Return an agency as plain data."""
    return AgencyInfo(
        id=agency.pk,
        code=agency.code,
        name=agency.name,
        short_name=agency.short_name,
        kind=AgencyKind(agency.kind),
        level=agency.level,
        path=agency.path,
        parent_id=agency.parent_id,
        calendar_id=agency.calendar_id,
        address=agency.address,
        phone=agency.phone,
    )


def get_agency(*, agency_id: int) -> AgencyInfo:
    """Return one agency.

    :raises NotFound: no such agency
    """
    agency = next(iter(_BY_ID(agency_id=agency_id)), None)
    if agency is None:
        raise NotFound(_("There is no such agency."))
    return agency_info(agency)


def find_agency(*, code: str) -> AgencyInfo:
    """Return the agency of an identity code, in the old or the new form, of today or of an earlier time.

    :raises NotFound: no such agency
    """
    agency = Agency.objects.filter(code=code).first() if is_writable(code) else None
    if agency is None and (known := id_of_code(code)) is not None:
        agency = Agency.objects.filter(pk=known).first()
    if agency is None:
        raise NotFound(_("There is no agency with the code %(code)s.") % {"code": code})
    return agency_info(agency)


def find_agency_in_charge(*, code: str, at: date) -> AgencyInfo:
    """Return who answers at a date for the agency of a code: itself, or the main successor of a successor.

    What was sent to a former code reaches the right agency this way (R-1, R-3).

    :raises NotFound: nobody ever had the code, or the agency ended without a successor
    """
    current = Agency.objects.get(pk=find_agency(code=code).id)
    for _step in range(LONGEST_CHAIN):
        if current.valid_to is None or current.valid_to >= at:
            return agency_info(current)
        if current.successor_id is None:
            break
        current = Agency.objects.get(pk=current.successor_id)
    raise NotFound(_("The agency with the code %(code)s ended without a successor.") % {"code": code})


def list_agencies(*, kinds: Iterable[AgencyKind] = (), at: date | None = None) -> tuple[AgencyInfo, ...]:
    """Return agencies of the given kinds that exist at a date (all when none), by code."""
    agencies = Agency.objects.order_by("code")
    if wanted := list(kinds):
        agencies = agencies.filter(kind__in=wanted)
    if at is not None:
        agencies = agencies.filter(valid_from__lte=at).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=at))
    return tuple(agency_info(agency) for agency in agencies)


def get_agencies(*, agency_ids: Iterable[int]) -> dict[int, AgencyInfo]:
    """Return several agencies by id, in one statement.

    :raises NotFound: one of them does not exist
    """
    wanted = set(agency_ids)
    found = {agency.pk: agency_info(agency) for agency in Agency.objects.filter(pk__in=wanted)}
    if missing := wanted - found.keys():
        raise NotFound(_("There is no such agency."), ids=sorted(missing))
    return found


def find_agency_by_short_name(*, short_name: str) -> AgencyInfo:
    """Return the agency known by a short name, such as SXD for the department of construction.

    :raises NotFound: no such agency
    """
    agency = Agency.objects.filter(short_name=short_name, valid_to__isnull=True).first()
    if agency is None:
        raise NotFound(_("There is no agency called %(name)s.") % {"name": short_name})
    return agency_info(agency)


def id_of_code(code: str) -> int | None:
    """Return the id of the agency that has or had a code in any spelling; today's code wins over one of the past."""
    if not is_writable(code) or not code.strip():
        return None
    written = spellings(code)
    today = Agency.objects.filter(Q(code__in=written) | Q(former_code__in=written)).order_by("-valid_from", "-pk")
    if (found := today.values_list("pk", flat=True).first()) is not None:
        return found
    before = AgencyPeriod.objects.filter(code__in=written).order_by("-valid_from", "-pk")
    return before.values_list("agency_id", flat=True).first()
