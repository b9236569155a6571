"""Officers go with their agency: the first of what moves when agencies are reorganised."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import ClassVar

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.organizations.contracts import AgencyKind
from lienthong.kernel.organizations.extensions import Handover, Mover
from lienthong.kernel.organizations.models import Agency, Appointment


class People(Mover):
    """Ends each open appointment the day before and begins the same one at the successor, by the same decision."""

    code: ClassVar[str] = "people"
    label: ClassVar[str | Promise] = _("Officers")
    needs_successor: ClassVar[bool] = False
    columns: ClassVar[frozenset[str]] = frozenset(
        {"organizations.appointment.agency", "organizations.appointment.unit"}
    )

    def count(self, agency_ids: Collection[int]) -> Mapping[int, int]:
        """Return how many open appointments would move, by agency; those of units count with the unit."""
        rows = Appointment.objects.filter(valid_to__isnull=True)
        of_agency = rows.filter(agency_id__in=agency_ids).values_list("agency_id").annotate(number=Count("pk"))
        of_unit = (
            rows.filter(unit_id__in=agency_ids)
            .exclude(agency_id__in=agency_ids)
            .values_list("unit_id")
            .annotate(number=Count("pk"))
        )
        return dict(of_unit) | dict(of_agency)

    def move(self, handover: Handover) -> int:
        """Move the appointments; nobody stays in an agency that has ended."""
        here = Q(agency_id=handover.source_id) | Q(unit_id=handover.source_id)
        later = Q(valid_to__isnull=True) | Q(valid_to__gte=handover.day)
        rows = list(Appointment.objects.select_for_update().filter(here, later).order_by("pk"))
        if handover.target_id is None:
            for row in rows:
                _end(row, handover)
            return len(rows)
        target = Agency.objects.select_related("parent").get(pk=handover.target_id)
        new: dict[int, Appointment] = {}
        # Seats before those who act in them, so that each place finds the seat it belongs to.
        for row in sorted(rows, key=lambda each: each.on_behalf_of_id is not None):
            new[row.pk] = _begin(row, target, handover, new)
        return len(rows)


def _end(row: Appointment, handover: Handover) -> None:
    # One that would begin later, at an agency that is no more, keeps its first day so that the record stays.
    row.valid_to = max(handover.day - timedelta(days=1), row.valid_from)
    row.save(update_fields=["valid_to"])


def _begin(row: Appointment, target: Agency, handover: Handover, new: dict[int, Appointment]) -> Appointment:
    agency, unit = _place(row, target, handover.source_id)
    seat = new.get(row.on_behalf_of_id or 0)
    if row.valid_from >= handover.day:
        row.agency, row.unit_id = agency, unit
        row.on_behalf_of = seat or row.on_behalf_of
        row.save(update_fields=["agency", "unit", "on_behalf_of"])
        return row
    until, row.valid_to = row.valid_to, handover.day - timedelta(days=1)
    row.save(update_fields=["valid_to"])
    return Appointment.objects.create(
        user_id=row.user_id,
        agency=agency,
        unit_id=unit,
        position_id=row.position_id,
        roles=row.roles,
        is_main=row.is_main,
        valid_from=handover.day,
        valid_to=until,
        capacity=row.capacity,
        on_behalf_of=seat or row.on_behalf_of,
        only=row.only,
        matter=row.matter,
        decision=row.decision or handover.basis[:300],
    )


def _place(row: Appointment, target: Agency, source_id: int) -> tuple[Agency, int | None]:
    """Return the agency and unit of an appointment after the move."""
    is_unit = target.kind == AgencyKind.UNIT and target.parent is not None
    if row.agency_id == source_id:
        agency = target.parent if is_unit and target.parent else target
        return agency, target.pk if is_unit else row.unit_id
    if is_unit and target.parent:
        return target.parent, target.pk
    return target, None
