"""Which agencies work by which calendar."""

from collections.abc import Mapping, Sequence

from django.db.models import Count

from lienthong.kernel.acts.contracts import Actor

from ..models import Agency
from ..policy import AGENCIES


def count_by_calendar(*, calendar_ids: Sequence[int]) -> Mapping[int, int]:
    """Return how many agencies that have not ended work by each calendar. One statement."""
    rows = Agency.objects.filter(calendar_id__in=calendar_ids, valid_to__isnull=True)
    counted = rows.values("calendar_id").annotate(number=Count("pk")).order_by()
    return {row["calendar_id"]: row["number"] for row in counted}


def agencies_by_calendar(*, calendar_id: int, viewer: Actor, limit: int) -> tuple[tuple[str, str], ...]:
    """Return code and name of agencies that work by a calendar, as far as the viewer may see. One statement."""
    visible = AGENCIES.visible(Agency.objects.filter(calendar_id=calendar_id, valid_to__isnull=True), viewer)
    return tuple(visible.order_by("code").values_list("code", "name")[:limit])
