"""The list of processes, the designer, and comparing versions."""

from __future__ import annotations

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.kernel.acts.contracts import Invalid, NotFound
from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.organizations.extensions import role_labels
from lienthong.kernel.ui.services import answer_form, number_asked, shown_on, words_asked

from .. import queries, services
from ..contracts import DraftChanged, DraftInfo
from ..extensions import service_labels
from ..forms import DraftForm, ImportForm
from ..policy import DESIGN, SERVICES
from ..words import FIELDS

MOST_VERSIONS = 1_000_000
PLACES = ("reception", "competent", "lead", "participating")


def _import(request: ActorRequest, form: ImportForm) -> str:
    """Read a file in and return the key of the draft, or empty text for a decision table.

    :raises DomainError: the file or the words about it cannot be used
    """
    words, now = form.cleaned_data, timezone.now()
    if "dmn" in words["source"][:4000].lower() and "decisionTable" in words["source"]:
        services.save_decision(xml=words["source"], actor=request.actor, now=now)
        return ""
    draft = services.save_draft(
        key=words["key"],
        title=words["title"],
        total_limit=words["total_limit"],
        xml=words["source"],
        actor=request.actor,
        now=now,
        foreign=True,
    )
    return draft.key


@access(DESIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: ActorRequest) -> HttpResponse:
    """List processes, drafts and decision tables; take a file in."""
    form = ImportForm()
    if request.method == "POST":
        form = ImportForm(request.POST, request.FILES)
        if form.is_valid():
            with shown_on(form):
                key = _import(request, form)
                messages.success(request, _("The file was read in."))
                return redirect("processes:design", key) if key else redirect("processes:index")
    text = words_asked(request).lower()
    lines = [each for each in queries.list_definitions() if text in f"{each.key} {each.title}".lower()]
    context = {
        "text": text,
        "definitions": lines[:200],
        "drafts": queries.list_drafts(),
        "decisions": queries.list_decisions(),
        "today": timezone.localdate(),
        "failed": queries.count_failed_services(viewer=request.actor) if request.actor.may(SERVICES) else 0,
    }
    return answer_form(request, "processes/index.html", form, context)


def _draft(key: str) -> DraftInfo:
    """Return the draft of a process.

    :raises NotFound: there is none
    """
    draft = queries.find_draft(key=key)
    if draft is None:
        raise NotFound(_("There is no draft of this process."))
    return draft


@access(DESIGN)
@require_POST
def begin(request: ActorRequest, key: str) -> HttpResponse:
    """Begin a draft from the newest version."""
    services.start_draft(key=key, actor=request.actor, now=timezone.now())
    return redirect("processes:design", key)


def _keep(request: ActorRequest, key: str, form: DraftForm) -> None:
    """Keep what the designer sent.

    :raises Invalid: it cannot be kept; also when somebody else has changed the draft, so that the drawing stays here
    """
    sent = form.cleaned_data
    try:
        services.save_draft(
            key=key,
            title=sent["title"],
            total_limit=sent["total_limit"],
            xml=sent["xml"],
            expected_version=sent["version"],
            actor=request.actor,
            now=timezone.now(),
        )
    except DraftChanged as refusal:
        raise Invalid(refusal.message) from refusal


@csp_update(settings.CSP_DIAGRAM)  # type: ignore[arg-type]  # its types know no views with arguments
@access(DESIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def design(request: ActorRequest, key: str) -> HttpResponse:
    """Show the designer with what is still missing, and keep what it sends."""
    draft = _draft(key)
    words = {"title": draft.title, "total_limit": draft.total_limit, "xml": draft.xml, "version": draft.version}
    form = DraftForm(initial=words)
    if request.method == "POST":
        form = DraftForm(request.POST)
        if form.is_valid():
            with shown_on(form):
                _keep(request, key, form)
                messages.success(request, _("The draft is kept."))
                return redirect("processes:design", key)
    context = {
        "draft": draft,
        "roles": sorted(role_labels().items(), key=lambda each: each[1]),
        "places": PLACES,
        "services": service_labels().items(),
        "decisions": queries.list_decisions(),
        "processes": queries.list_definitions(),
        "scenarios": queries.list_scenarios(key=key),
    }
    return answer_form(request, "processes/design.html", form, context)


@access(DESIGN)
@require_GET
def compare(request: ActorRequest, key: str) -> HttpResponse:
    """Show what differs between two versions, or between a version and the draft."""
    versions = queries.list_versions(key=key)
    earlier = versions[min(1, len(versions) - 1)].version if versions else 0
    before = number_asked(request, "tu", least=1, most=MOST_VERSIONS, otherwise=earlier)
    after = number_asked(request, "den", least=1, most=MOST_VERSIONS, otherwise=0) or None
    if after is None and request.GET.get("den") != "nhap" and versions:
        after = versions[0].version
    found = queries.compare_versions(key=key, before=before, after=after)
    context = {
        "key": key,
        "versions": versions,
        "before": before,
        "after": after,
        "differences": found[:500],
        "field_names": FIELDS,
    }
    return render(request, "processes/compare.html", context)
