"""Synonyms and stop words, and how search stands."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.search import queries, services
from lienthong.kernel.search.contracts import MANAGE
from lienthong.kernel.search.forms import WordListForm
from lienthong.kernel.ui.services import answer_form, number_asked, shown_on


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def word_lists(request: ActorRequest) -> HttpResponse:
    """Show the lists in use, or an older version to take up again, and keep a new version."""
    versions = queries.list_word_lists(viewer=request.actor)
    asked = number_asked(request, "ban", least=1, most=10**8, otherwise=0)
    shown = next((each for each in versions if each.version == asked), versions[0] if versions else None)
    newest = versions[0].version if versions else 0
    given = {"version": newest}
    if shown is not None:
        given |= {"synonyms": shown.synonyms, "stop_words": shown.stop_words}  # type: ignore[dict-item]  # initial values
    form = WordListForm(request.POST if request.method == "POST" else None, initial=given)
    if form.is_valid():
        with shown_on(form):
            services.save_word_list(**form.inputs(), actor=request.actor, now=timezone.now())
            messages.success(request, _("The lists are in use."))
            return redirect("search_words")
    context = {
        "versions": versions,
        "shown": shown,
        "newest": newest,
        "state": queries.index_state(viewer=request.actor),
    }
    return answer_form(request, "search/word_lists.html", form, context)
