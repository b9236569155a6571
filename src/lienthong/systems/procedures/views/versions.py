"""The list of versions, one version, publishing and withdrawing."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from lienthong.kernel.acts.contracts import DomainError
from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.ui.services import Column, page_asked, send_table

from .. import queries, services
from ..contracts import VersionFilters, VersionLine, VersionState
from ..forms import PublishForm, WithdrawForm
from ..policy import MANAGE, PUBLISH
from ..templatetags.procedures import problem_label, state_label


@access(MANAGE)
@require_GET
def index(request: ActorRequest) -> HttpResponse:
    """Show the versions, filtered by state, fault and field."""
    filters = _filters(request)
    found = queries.list_versions(viewer=request.actor, filters=filters)
    context = {"found": found, "filters": filters, "states": list(VersionState)}
    return render(request, "procedures/index.html", context | {"may_publish": request.actor.may(PUBLISH)})


@access(MANAGE)
@require_GET
def export_versions(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send the whole list under the same filters as a file."""
    rows = queries.every_version(viewer=request.actor, filters=_filters(request))
    return send_table(kind=kind, name="thu-tuc", columns=COLUMNS, rows=rows)


def _problems(line: VersionLine) -> str:
    return ", ".join(problem_label(each.code) for each in line.problems)


COLUMNS = (
    Column[VersionLine](gettext_lazy("Code"), lambda line: line.code, 14),
    Column[VersionLine](gettext_lazy("Version"), lambda line: line.number, 10),
    Column[VersionLine](gettext_lazy("Procedure"), lambda line: line.name, 70),
    Column[VersionLine](gettext_lazy("Field"), lambda line: line.field, 30),
    Column[VersionLine](gettext_lazy("State"), lambda line: state_label(line.state), 20),
    Column[VersionLine](gettext_lazy("Faults of the source"), _problems, 50),
    Column[VersionLine](gettext_lazy("Read in"), lambda line: line.imported_at),
    Column[VersionLine](gettext_lazy("Valid from"), lambda line: line.valid_from),
    Column[VersionLine](gettext_lazy("Valid until"), lambda line: line.valid_to),
)


def _filters(request: ActorRequest) -> VersionFilters:
    return VersionFilters(
        text=request.GET.get("q", "").strip()[:200],
        state=request.GET.get("trangthai", ""),
        problem=request.GET.get("vande", ""),
        field=request.GET.get("linhvuc", ""),
        page=page_asked(request),
    )


@access(MANAGE)
@require_GET
def detail(request: ActorRequest, version_id: int) -> HttpResponse:
    """Show one version with its faults and what may be done with it."""
    return _detail(request, version_id, PublishForm(), WithdrawForm())


@access(PUBLISH)
@require_POST
def publish(request: ActorRequest, version_id: int) -> HttpResponse:
    """Make one draft public."""
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _detail(request, version_id, form, WithdrawForm(), status=422)
    try:
        services.publish_version(
            id=version_id, actor=request.actor, now=timezone.now(), valid_from=form.cleaned_data["valid_from"]
        )
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The version is public."))
    return redirect("procedures:version", version_id)


@access(PUBLISH)
@require_POST
def withdraw(request: ActorRequest, version_id: int) -> HttpResponse:
    """Take one version off the public page."""
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _detail(request, version_id, PublishForm(), form, status=422)
    try:
        services.withdraw_version(
            id=version_id, actor=request.actor, now=timezone.now(), reason=form.cleaned_data["reason"]
        )
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The version is no longer public."))
    return redirect("procedures:version", version_id)


@access(PUBLISH)
@require_POST
def publish_chosen(request: ActorRequest) -> HttpResponse:
    """Make the ticked drafts public."""
    codes = request.POST.getlist("code")[: queries.PAGE_SIZE]
    published, refused = services.publish_many(actor=request.actor, now=timezone.now(), codes=codes)
    said = ngettext("%(count)s procedure is public now.", "%(count)s procedures are public now.", published)
    messages.success(request, said % {"count": published})
    for code, reason in refused:
        messages.warning(request, f"{code}: {reason}")
    return redirect("procedures:index")


def _detail(
    request: ActorRequest, version_id: int, publishing: PublishForm, withdrawing: WithdrawForm, status: int = 200
) -> HttpResponse:
    info = queries.get_version(version_id=version_id)
    context = {
        "info": info,
        "versions": queries.list_versions_of(code=info.code, viewer=request.actor),
        "publishing": publishing,
        "withdrawing": withdrawing,
        "may_publish": request.actor.may(PUBLISH),
    }
    return render(request, "procedures/version.html", context, status=status)
