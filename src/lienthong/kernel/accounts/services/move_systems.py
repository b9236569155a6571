"""Connected systems of an agency that is reorganised work for its successor from then on."""

from collections.abc import Collection, Mapping
from typing import ClassVar

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.organizations.extensions import Handover, Mover

from ..models import ConnectedSystem


class Systems(Mover):
    """Moves the systems that are still admitted; what they wrote keeps the agency of its day."""

    code: ClassVar[str] = "systems"
    label: ClassVar[str | Promise] = _("Connected systems")
    columns: ClassVar[frozenset[str]] = frozenset({"accounts.connectedsystem.agency"})

    def count(self, agency_ids: Collection[int]) -> Mapping[int, int]:
        """Return how many systems are admitted, by agency."""
        rows = ConnectedSystem.objects.filter(agency_id__in=agency_ids, revoked_at__isnull=True)
        return dict(rows.values_list("agency_id").annotate(number=Count("pk")))

    def move(self, handover: Handover) -> int:
        """Move them; without a successor they stay, and reach nothing that lives."""
        if handover.target_id is None:
            return 0
        rows = ConnectedSystem.objects.filter(agency_id=handover.source_id, revoked_at__isnull=True)
        return rows.update(agency_id=handover.target_id)
