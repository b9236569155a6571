"""One page to find whatever one may see."""

from itertools import groupby

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from lienthong.kernel.acts.extensions import PUBLIC, ActorRequest, access
from lienthong.kernel.search import queries
from lienthong.kernel.search.contracts import Hit
from lienthong.kernel.search.extensions import system_label
from lienthong.kernel.search.rules import LONGEST_QUESTION, clean
from lienthong.kernel.ui.contracts import fold

SHOWN = 60


@access(PUBLIC)
@require_safe
def search(request: ActorRequest) -> HttpResponse:
    """Show what fits, by system; the code of one thing goes straight to it."""
    text = clean(request.GET.get("q", "")[:LONGEST_QUESTION])
    hits = queries.find(text=text, viewer=request.actor, limit=SHOWN)
    counts = queries.count_by_system(text=text, viewer=request.actor) if hits else {}
    meant = [hit for hit in hits if fold(hit.key) == fold(text)]
    if len(meant) == 1 and url_has_allowed_host_and_scheme(meant[0].url, allowed_hosts=None):
        return HttpResponseRedirect(meant[0].url)
    context = {"text": text, "groups": _by_system(hits, counts), "total": sum(counts.values())}
    return render(request, "search/search.html", context)


def _by_system(hits: tuple[Hit, ...], counts: dict[str, int]) -> list[dict[str, object]]:
    # The system of the best hit comes first; inside a system hits keep their order.
    order = list(dict.fromkeys(hit.system for hit in hits))
    sorted_hits = sorted(hits, key=lambda hit: order.index(hit.system))
    return [
        {"code": code, "label": system_label(code), "hits": (found := list(group)), "more": counts[code] - len(found)}
        for code, group in groupby(sorted_hits, key=lambda hit: hit.system)
    ]
