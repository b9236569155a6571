"""What a page with a form asks while it is filled in: which questions are asked now, sums, words, communes."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from lienthong.kernel.acts.extensions import PUBLIC, ActorRequest, access
from lienthong.kernel.forms import queries
from lienthong.kernel.forms.compiled import CompiledForm
from lienthong.kernel.forms.forms.widgets import options_of
from lienthong.kernel.forms.policy import DESIGN
from lienthong.kernel.forms.rules.places import Era, communes
from lienthong.kernel.forms.rules.shaping import is_bearable

from .trials import compiled_design

DAY_SECONDS = 86_400


@access(PUBLIC)
@require_safe
def communes_of(request: ActorRequest) -> HttpResponse:
    """Give the communes of a province as options; they change a few times in ten years, so browsers keep them a day."""
    era, _colon, province = request.GET.get("tinh", "").partition(":")
    found = communes(Era(era), province[:2]) if era in set(Era) else ()
    answer = HttpResponse(options_of(found))
    answer["Cache-Control"] = f"public, max-age={DAY_SECONDS}"
    return answer


def _now_asked(request: ActorRequest, form: CompiledForm) -> HttpResponse:
    """Say which questions are unasked, what is computed, and amounts in words; nothing is stored."""
    prefix = request.GET.get("dau", "")[:40] or None
    if not is_bearable(request.POST.dict()):
        return JsonResponse({"hidden": [], "texts": {}, "words": {}})
    return JsonResponse(form.django_form(request.POST, prefix=prefix, judged=False).now_asked())


@access(PUBLIC)
@require_POST
def live(request: ActorRequest, key: str, version: int) -> HttpResponse:
    """Answer for a stored form, whose questions are public."""
    return _now_asked(request, queries.get_form(key=key, version=min(version, 99_999)))


@access(DESIGN)
@require_POST
def live_design(request: ActorRequest, key: str) -> HttpResponse:
    """Answer for a form that is being designed."""
    design = queries.get_design(key=key, viewer=request.actor)
    if queries.design_errors(design):
        return JsonResponse({"hidden": [], "texts": {}, "words": {}})
    return _now_asked(request, compiled_design(design))
