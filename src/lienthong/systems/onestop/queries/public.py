"""What the home page shows everybody: figures of last month and the procedures used most."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Count
from django.utils.translation import gettext as _

from lienthong.kernel.ui.queries import within_days
from lienthong.kernel.ui.words import figure_phrase, percent_phrase
from lienthong.systems.onestop.models import Dossier
from lienthong.systems.portal.extensions import Figure, Figures

from .dossiers import ON_TIME


def public_figures(day: date) -> Figures | None:
    """Return the figures of the month before a day, none while nothing has ended in it. One statement."""
    last = day.replace(day=1) - timedelta(days=1)
    first = last.replace(day=1)
    counted = Dossier.objects.filter(within_days("ended_at", first, last)).aggregate(
        ended=Count("id"),
        on_time=Count("id", filter=ON_TIME),
    )
    if not counted["ended"]:
        return None
    return Figures(
        title=_("What was done in month %(month)s") % {"month": f"{first:%m/%Y}"},
        figures=(
            Figure(value=figure_phrase(counted["ended"]), label=_("dossiers resolved")),
            Figure(value=percent_phrase(100 * counted["on_time"] / counted["ended"]), label=_("on time or early")),
            Figure(value=figure_phrase(counted["ended"] - counted["on_time"]), label=_("dossiers late")),
        ),
    )


def popular_codes(day: date, limit: int) -> Sequence[str]:
    """Return the codes of the procedures with most dossiers in the ninety days before a day. One statement."""
    rows = (
        Dossier.objects.filter(accepted_at__date__gt=day - timedelta(days=90))
        .values("procedure_code")
        .annotate(n=Count("id"))
        .order_by("-n", "procedure_code")
    )
    return [row["procedure_code"] for row in rows[:limit]]
