"""Trying a time limit out: when would it be due, and why. Nothing is written."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.ui.services import answer_form, shown_on

from .. import queries
from ..contracts import ClockTerms, Convention, Explanation, Extension, LimitUnit, Pause, TimeLimit
from ..forms import PAUSES, WhatIfForm
from ..policy import SEE


@access(SEE)
@require_safe
def what_if(request: ActorRequest, calendar_id: int) -> HttpResponse:
    """Say when a limit would be due, day by day."""
    shown = queries.get_calendar(calendar_id=calendar_id, viewer=request.actor, at=timezone.localdate())
    now = timezone.now().replace(second=0, microsecond=0)
    form = WhatIfForm(request.GET) if "start" in request.GET else WhatIfForm(initial={"start": now})
    said: Explanation | None = None
    if form.is_valid():
        with shown_on(form):
            said = queries.explain_due(calendar_id=calendar_id, terms=_terms(form.cleaned_data))
    has_more = any(request.GET.get(name) for name in ("stop_1", "stop_2", "stop_3", "go_1", "go_2", "go_3", "more"))
    return answer_form(request, "calendars/what_if.html", form, {"shown": shown, "said": said, "has_more": has_more})


def _terms(given: dict[str, Any]) -> ClockTerms:
    unit = LimitUnit(given["unit"])
    pauses = tuple(
        Pause(given[f"stop_{each}"], given[f"go_{each}"], given[f"ground_{each}"] or _("no ground named"))
        for each in PAUSES
        if given[f"stop_{each}"]
    )
    extensions: tuple[Extension, ...] = ()
    if given["more"] and unit is not LimitUnit.SAME_DAY:
        at = max((pause.end or pause.start for pause in pauses), default=given["start"])
        extensions = (Extension(at, _("extension"), more=TimeLimit(given["more"], unit)),)
    return ClockTerms(
        start=given["start"],
        limit=TimeLimit(1 if unit is LimitUnit.SAME_DAY else given["amount"], unit),
        convention=Convention(given["convention"]),
        pauses=pauses,
        extensions=extensions,
    )
