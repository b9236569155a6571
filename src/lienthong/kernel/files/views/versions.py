"""The versions of a document, and the work of programs on it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.kernel.acts.contracts import NotFound
from lienthong.kernel.acts.extensions import PUBLIC, SIGNED_IN, ActorRequest, access
from lienthong.kernel.ui.services import Column, send_table, shown_on

from .. import queries, services
from ..contracts import FileVersionInfo, WorkKind, WorkState
from ..forms import VersionForm

COLUMNS = (
    Column[FileVersionInfo](gettext_lazy("Version"), lambda each: each.number, 10),
    Column[FileVersionInfo](gettext_lazy("File name"), lambda each: each.file.name, 40),
    Column[FileVersionInfo](gettext_lazy("Why"), lambda each: each.reason, 40),
    Column[FileVersionInfo](gettext_lazy("Who"), lambda each: each.by, 26),
    Column[FileVersionInfo](gettext_lazy("At"), lambda each: each.at, 18),
    Column[FileVersionInfo](gettext_lazy("Pages"), lambda each: each.pages, 8),
    Column[FileVersionInfo](gettext_lazy("Size in bytes"), lambda each: each.file.size, 14),
    Column[FileVersionInfo](gettext_lazy("Mark of the content"), lambda each: each.file.sha256, 66),
)
KINDS = {"ocr": WorkKind.SEARCHABLE, "trang": WorkKind.PAGES}


@access(PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def versions(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Show the versions of a document with who, when and why; take a new one from those the record lets."""
    info, held = queries.find_visible(uuid=uuid, viewer=request.actor)
    now, form = timezone.now(), VersionForm()
    if request.method == "POST":
        form = VersionForm(
            request.POST,
            services.with_uploads(files=request.FILES, named=request.POST, actor=request.actor, now=now),
        )
        with shown_on(form):
            if form.is_valid() and _add(request, uuid, form):
                messages.success(request, _("The version is added"))
                return redirect("files:versions", uuid)
    listed = queries.list_versions(uuid=uuid, viewer=request.actor)
    form.fields["newest"].initial = listed[0].number
    works = services.offered_works(file=listed[0].file, held=held)
    context = {
        "file": info,
        "versions": listed,
        "form": form if held.editable else None,
        "searchable": WorkKind.SEARCHABLE in works,
    }
    response = render(request, "files/versions.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "private, no-cache"
    return response


@access(PUBLIC)
@require_safe
def export_versions(request: ActorRequest, uuid: UUID, kind: str) -> HttpResponseBase:
    """Send the versions of a document as a file, with the whole marks of their contents."""
    rows = queries.list_versions(uuid=uuid, viewer=request.actor)
    return send_table(kind=kind, name="phien-ban", columns=COLUMNS, rows=rows)


def _add(request: ActorRequest, uuid: UUID, form: VersionForm) -> bool:
    given, now = form.cleaned_data, timezone.now()
    sent = given["file"]
    services.send_version(
        uuid=uuid,
        stream=sent,
        name=sent.name,
        reason=given["reason"],
        expected=given["newest"],
        actor=request.actor,
        now=now,
    )
    return True


@access(SIGNED_IN)
@require_POST
def ask_work(request: ActorRequest, uuid: UUID, kind: str) -> HttpResponse:
    """Ask a worker to make a scan searchable, or the pages of an Office file.

    :raises NotFound: there is no such work
    """
    if kind not in KINDS:
        raise NotFound(_("This cannot be made of the file here."))
    work = services.ask_work(uuid=uuid, kind=KINDS[kind], actor=request.actor, now=timezone.now())
    return redirect("files:work", work.uuid)


@access(SIGNED_IN)
@require_safe
def work(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Show how far the work is."""
    found = queries.find_work(uuid=uuid, viewer=request.actor)
    open_still = found.state in {WorkState.WAITING, WorkState.RUNNING}
    context = {
        "work": found,
        "under_way": open_still,
        "searchable": found.kind is WorkKind.SEARCHABLE,
        "percent": 100 * found.done // found.total if found.total else 0,
    }
    part = request.headers.get("HX-Target") == "tien-do"
    response = render(request, "files/work_progress.html" if part else "files/work.html", context)
    response["Cache-Control"] = "private, no-cache"
    return response
