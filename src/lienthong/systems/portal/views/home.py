"""The home page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lienthong.kernel.acts.extensions import PUBLIC, ActorRequest, access
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.organizations.contracts import AgencyKind
from lienthong.systems.procedures import queries as procedures

from ..extensions import popular_codes, public_figures
from .life_events import LIFE_EVENTS, TRIES

SHOWN = 7
COUNTERS = 2


@access(PUBLIC)
@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """Show the way to every procedure, to one's own dossier and to a counter."""
    day = timezone.localdate()
    codes = popular_codes(day, SHOWN)
    context = {
        "life_events": LIFE_EVENTS,
        "tries": TRIES,
        "popular": procedures.list_popular(day=day, codes=codes, limit=SHOWN),
        "total": procedures.count_public(day=day),
        "counters": organizations.list_agencies(kinds=[AgencyKind.CENTRE], at=day)[:COUNTERS],
        "figures": public_figures(day),
    }
    return render(request, "portal/home.html", context)
