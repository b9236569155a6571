"""One page to find whatever one may see."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from lienthong.kernel.acts.extensions import PUBLIC, SIGNED_IN, ActorRequest, access
from lienthong.kernel.search import queries, services
from lienthong.kernel.search.contracts import Asked, Facet, Found, Hit
from lienthong.kernel.search.extensions import kind_label, system_label
from lienthong.kernel.search.rules import LONGEST_QUESTION, clean
from lienthong.kernel.ui.contracts import fold
from lienthong.kernel.ui.services import Column, number_asked, send_table

SHOWN = 20
FIRST_YEAR, LAST_YEAR = 1900, 2200
LONGEST_FILTER = 120
COLUMNS = (
    Column[Hit](gettext_lazy("Code"), lambda each: each.code, 28),
    Column[Hit](gettext_lazy("Title"), lambda each: each.title, 80),
    Column[Hit](gettext_lazy("System"), lambda each: system_label(each.system), 18),
    Column[Hit](gettext_lazy("Kind"), lambda each: kind_label(each.system, each.kind), 18),
    Column[Hit](gettext_lazy("Changed"), lambda each: each.updated_at, 18),
)


@access(PUBLIC)
@require_safe
def search(request: ActorRequest) -> HttpResponse:
    """Show what fits, a page at a time, with the ways to narrow it; the code of one thing goes straight to it."""
    asked = _asked(request)
    found = queries.search(asked=asked, viewer=request.actor, size=SHOWN)
    if (straight := _straight(asked, found)) is not None:
        return HttpResponseRedirect(straight)
    if found.hits and not asked.cursor:
        services.note_search(text=asked.text, actor=request.actor)
    context = {
        "asked": asked,
        "found": found,
        "facets": _facets(asked, found),
        "recent": None if asked.text else queries.recent_searches(viewer=request.actor),
        "query": request.GET.urlencode(),
        "is_narrowed": bool(asked.system or asked.kind or asked.agency_path or asked.year),
    }
    return render(request, "search/search.html", context)


@access(PUBLIC)
@require_safe
def export(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send the hits as a file, in their order, as many as are counted."""
    return send_table(kind=kind, name="ket-qua-tim", columns=COLUMNS, rows=_all_hits(request))


@access(SIGNED_IN)
@require_POST
def keep(request: ActorRequest) -> HttpResponse:
    """Begin to keep one's searches, or forget them."""
    services.keep_searches(keep=request.POST.get("giu") == "1", actor=request.actor)
    return redirect("search")


def _all_hits(request: ActorRequest) -> Iterator[Hit]:
    asked = _asked(request)
    for _page in range(queries.MOST_FOUND // queries.MOST_HITS + 1):
        found = queries.search(asked=asked, viewer=request.actor, size=queries.MOST_HITS)
        yield from found.hits
        if not found.next_cursor:
            return
        asked = replace(asked, cursor=found.next_cursor)


def _asked(request: ActorRequest) -> Asked:
    year = number_asked(request, "nam", least=FIRST_YEAR, most=LAST_YEAR, otherwise=0)
    return Asked(
        text=clean(request.GET.get("q", "")[:LONGEST_QUESTION]),
        system=_filter(request, "he-thong"),
        kind=_filter(request, "loai"),
        agency_path=_filter(request, "co-quan"),
        year=year or None,
        cursor=request.GET.get("tu", "")[:LONGEST_FILTER],
        exact=request.GET.get("dung") == "1",
    )


def _filter(request: ActorRequest, name: str) -> str:
    return clean(request.GET.get(name, "")[:LONGEST_FILTER])


def _straight(asked: Asked, found: Found) -> str | None:
    """Return where the one thing leads whose code was typed."""
    if asked.cursor or found.corrected:
        return None
    meant = [hit for hit in found.hits if fold(asked.text) in {fold(hit.key), fold(hit.code)}]
    if len(meant) == 1 and url_has_allowed_host_and_scheme(meant[0].url, allowed_hosts=None):
        return meant[0].url
    return None


def _facets(asked: Asked, found: Found) -> list[tuple[str, str, Sequence[Facet], str]]:
    """Return the ways to narrow: parameter, heading, choices, and what is chosen; those with one choice say nothing."""
    ways: tuple[tuple[str, str, Sequence[Facet], str], ...] = (
        ("he-thong", str(gettext_lazy("System")), found.systems, asked.system),
        ("loai", str(gettext_lazy("Kind")), found.kinds, asked.kind),
        ("nam", str(gettext_lazy("Year")), found.years, str(asked.year or "")),
        ("co-quan", str(gettext_lazy("Agency")), found.agencies, asked.agency_path),
    )
    return [way for way in ways if len(way[2]) > 1 or way[3]]
