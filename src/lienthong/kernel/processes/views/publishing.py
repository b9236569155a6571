"""Publishing a draft: what would change, what keeps it back, and from which day it holds."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel.acts.contracts import NotFound
from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.ui.services import answer_form, shown_on

from .. import queries, services
from ..contracts import DraftInfo
from ..forms import PublishForm
from ..policy import PUBLISH
from ..words import FIELDS

MOST_SHOWN = 100


@access(PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: ActorRequest, key: str) -> HttpResponse:
    """Show what publishing means, then publish, or say which element or story keeps it from that."""
    draft = queries.find_draft(key=key)
    if draft is None:
        raise NotFound(_("There is no draft of this process."))
    form = PublishForm(initial={"version": draft.version})
    if request.method == "POST":
        form = PublishForm(request.POST)
        if form.is_valid():
            with shown_on(form):
                number = _publish(request, key, form)
                messages.success(request, _("Version %(number)s is published.") % {"number": number})
                return redirect("processes:process", key)
    return answer_form(request, "processes/publish.html", form, _context(key, draft))


def _publish(request: ActorRequest, key: str, form: PublishForm) -> int:
    event, _remembered = services.publish_draft(
        key=key,
        decision=form.cleaned_data["decision"],
        valid_from=form.cleaned_data["valid_from"],
        expected_version=form.cleaned_data["version"],
        actor=request.actor,
        now=timezone.now(),
    )
    return event.version


def _context(key: str, draft: DraftInfo) -> dict[str, object]:
    versions = queries.list_versions(key=key)
    newest = versions[0] if versions else None
    differences = queries.compare_versions(key=key, before=newest.version, after=None) if newest is not None else ()
    told = queries.list_scenarios(key=key)
    failing = [each for each in told if each.is_right is False]
    return {
        "key": key,
        "draft": draft,
        "newest": newest,
        "next_version": newest.version + 1 if newest is not None else 1,
        "differences": differences[:MOST_SHOWN],
        "field_names": FIELDS,
        "more_differences": max(0, len(differences) - MOST_SHOWN),
        "running": sum(queries.count_running(key=key).values()),
        "scenarios": told,
        "failing": failing,
        "is_ready": not draft.problems and not failing,
    }
