"""The style page: every component of the interface in all its states, each drawn from the code beside it.

It shows no data of anybody. Who may enter is stated where its addresses are (`config.urls`): the interface is the
lowest floor of the house and knows no people.
"""

from collections.abc import Callable
from typing import cast
from urllib.parse import urlencode

from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from .context import THEME_COOKIE, THEMES
from .queries import Component, Snippet, find_component
from .services import specimens, words_asked

A_YEAR = 365 * 24 * 3600
DIAGRAM = "diagram"


@require_http_methods(["GET", "HEAD", "POST"])
def list_styles(request: HttpRequest) -> HttpResponse:
    """Show all components, or those whose name or purpose holds the words of `q`."""
    if request.method == "POST":
        return _choose_theme(request)
    wanted = words_asked(request)
    groups = specimens.draw_groups(request, wanted=wanted)
    return render(request, "ui/styles.html", {"groups": groups, "wanted": wanted})


@require_http_methods(["GET", "HEAD", "POST"])
def show_style(request: HttpRequest, component: str) -> HttpResponse:
    """Show one component with its states, its parameters and its code."""
    found = _find(component)
    if request.method == "POST":
        return _choose_theme(request)
    return render(request, "ui/style.html", {"shown": specimens.draw(request, found)})


@require_safe
def show_style_page(request: HttpRequest, component: str, state: str) -> HttpResponse:
    """Show a snippet that is a page of its own: a shell, or the diagram, whose scripts no other page loads."""
    for snippet in _find(component).snippets:
        if snippet.state == state and snippet.whole_page:
            return (_diagram_page if component == DIAGRAM else _page)(request, snippet)
    raise Http404


def _page(request: HttpRequest, snippet: Snippet) -> HttpResponse:
    return HttpResponse(specimens.draw_page(request, snippet))


_relaxed = csp_update(settings.CSP_DIAGRAM)(_page)  # type: ignore[arg-type]  # its types know no views with arguments
_diagram_page = cast("Callable[[HttpRequest, Snippet], HttpResponse]", _relaxed)


def _find(name: str) -> Component:
    found = find_component(name)
    if found is None:
        raise Http404
    return found


def _choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep the theme that was sent, as the menu of the account does, and return; a form of a snippet sends none."""
    wanted = words_asked(request)
    answer = redirect(request.path + (f"?{urlencode({'q': wanted})}" if wanted else ""))
    chosen = request.POST.get("theme")
    if chosen in THEMES:
        answer.set_cookie(THEME_COOKIE, str(chosen), max_age=A_YEAR, samesite="Lax")
    elif chosen == "":
        answer.delete_cookie(THEME_COOKIE, samesite="Lax")
    return answer
