"""Founding an agency or a unit of one."""

from datetime import date

from django.db import transaction

from lienthong.kernel.organizations.contracts import AgencyInfo, AgencyKind
from lienthong.kernel.organizations.models import Agency
from lienthong.kernel.organizations.queries import agency_info

from .periods import begin_period


def found_agency(
    *,
    code: str,
    name: str,
    kind: AgencyKind,
    level: str,
    valid_from: date,
    parent_id: int | None = None,
    short_name: str = "",
    area_code: str = "",
    calendar_id: int | None = None,
    address: str = "",
    phone: str = "",
    former_code: str = "",
    basis: str = "",
) -> AgencyInfo:
    """Found an agency below another and return it; the calendar is the parent's unless one is given (R-38).

    :param code: identity code of Quyết định 20/2020, kept as given
    :param basis: the decision, kept in the history
    """
    with transaction.atomic():
        parent = Agency.objects.get(pk=parent_id) if parent_id else None
        agency = Agency.objects.create(
            code=code,
            name=name,
            short_name=short_name,
            former_code=former_code,
            area_code=area_code,
            kind=kind,
            level=level,
            parent=parent,
            calendar_id=calendar_id or (parent.calendar_id if parent else None),
            address=address,
            phone=phone,
            valid_from=valid_from,
        )
        agency.path = f"{parent.path if parent else '/'}{agency.pk}/"
        agency.save(update_fields=["path"])
        begin_period(agency=agency, day=valid_from, basis=basis)
    return agency_info(agency)
