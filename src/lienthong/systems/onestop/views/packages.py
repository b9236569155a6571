"""Packages of procedures: the list, one of them, its scenarios, what differs, reading in and giving out."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.kernel.acts.contracts import DomainError, StepUpNeeded
from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.ui.contracts import Option
from lienthong.kernel.ui.services import (
    Column,
    answer_form,
    number_asked,
    page_asked,
    pages_beside,
    send_table,
    shown_on,
    words_asked,
)
from lienthong.systems.onestop import queries, rules, services
from lienthong.systems.onestop.contracts import PackageState, SignatureState
from lienthong.systems.onestop.queries import PackageFilters, PackageLine, PackagePage

from ..forms.packages import PackageForm
from .inbox import address
from .package_labels import (
    LEVELS,
    PARTS,
    RUN_TAGS,
    RUNS,
    SIGNATURES,
    changed_in_words,
    legal_rows,
    limits_of,
    questions_of,
    role_words,
    told_in_words,
)

MANAGE, PUBLISH = "onestop.package.manage", "onestop.package.publish"
VIEWS = {"": "", "ap-dung": "force", "chua-cong-khai": "draft"}


@dataclass(frozen=True)
class Shown:
    """A package with its states in words."""

    line: PackageLine
    told: str
    told_tag: str
    signature: str

    @property
    def signature_tag(self) -> str:
        """Return the drawing of its signature."""
        return {SignatureState.VALID: "done", SignatureState.UNTRUSTED: "risk"}.get(self.line.signature, "plain")

    @property
    def state(self) -> str:
        """Say whether new dossiers follow it."""
        if self.line.is_in_force:
            return _("In force")
        return _("Draft") if self.line.state is PackageState.DRAFT else _("No longer in force")

    @property
    def state_tag(self) -> str:
        """Return the drawing of its state."""
        return "done" if self.line.is_in_force else "new" if self.line.state is PackageState.DRAFT else "stopped"


def shown(line: PackageLine) -> Shown:
    """Put a package in words."""
    told = line.told or ""
    return Shown(line, str(RUNS[told]), RUN_TAGS[told], str(SIGNATURES[line.signature]))


COLUMNS = (
    Column[PackageLine](gettext_lazy("Code"), lambda line: line.code, 14),
    Column[PackageLine](gettext_lazy("Version"), lambda line: line.number, 10),
    Column[PackageLine](gettext_lazy("Procedure"), lambda line: line.title, 70),
    Column[PackageLine](gettext_lazy("Field"), lambda line: line.field, 30),
    Column[PackageLine](gettext_lazy("State"), lambda line: shown(line).state, 20),
    Column[PackageLine](gettext_lazy("Scenarios"), lambda line: shown(line).told, 24),
    Column[PackageLine](gettext_lazy("Signature"), lambda line: shown(line).signature, 24),
    Column[PackageLine](gettext_lazy("Signed by"), lambda line: line.signed_by, 30),
    Column[PackageLine](gettext_lazy("Valid from"), lambda line: line.valid_from),
    Column[PackageLine](gettext_lazy("Read in"), lambda line: line.imported_at),
)


def _filters(request: ActorRequest) -> PackageFilters:
    return PackageFilters(
        text=words_asked(request),
        view=VIEWS.get(request.GET.get("xem", ""), ""),
        field=request.GET.get("linhvuc", "")[:200],
    )


@access(MANAGE)
@require_safe
def index(request: ActorRequest) -> HttpResponse:
    """List the packages and their versions."""
    filters, page = _filters(request), page_asked(request)
    rows, more = queries.list_package_files(viewer=request.actor, filters=filters, page=page)
    counts, beside = queries.count_package_files(viewer=request.actor), pages_beside(page, more=more)
    labels = {"": _("All"), "ap-dung": _("In force"), "chua-cong-khai": _("Drafts")}
    context = {
        "rows": [shown(row) for row in rows],
        "filters": filters,
        "view": request.GET.get("xem", ""),
        "fields": queries.package_fields(viewer=request.actor),
        "query": request.GET.urlencode(),
        "options": tuple(
            Option(
                label=label,
                url=address(request, xem=name, trang=""),
                chosen=VIEWS[name] == filters.view,
                count=counts[VIEWS[name]],
            )
            for name, label in labels.items()
        ),
        "next": address(request, trang=str(beside["after"])) if beside["after"] else "",
        "previous": address(request, trang=str(beside["before"])) if beside["before"] else "",
    }
    return render(request, "onestop/packages.html", context)


@access(MANAGE)
@require_safe
def export_list(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send the whole list under the same filters as a file."""
    rows = queries.every_package_file(viewer=request.actor, filters=_filters(request))
    return send_table(kind=kind, name="goi-thu-tuc", columns=COLUMNS, rows=rows)


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def read_in(request: ActorRequest) -> HttpResponse:
    """Take a package; it becomes a draft, or one sentence says why not."""
    form = PackageForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if form.is_valid():
        with shown_on(form):
            code, number = services.import_package(
                data=form.cleaned_data["package"], actor=request.actor, now=timezone.now()
            )
            messages.success(request, _("The package was read in as a draft. Run its scenarios, then publish it."))
            return redirect("onestop:package", code, number)
    return answer_form(request, "onestop/package_import.html", form, {})


@access(MANAGE)
@require_safe
def detail(request: ActorRequest, code: str, number: int) -> HttpResponse:
    """Show one package: its parts, its scenarios, its versions and what may be done with it."""
    return render(request, "onestop/package.html", _context(request, code, number))


def _context(request: ActorRequest, code: str, number: int) -> dict[str, object]:
    page = queries.get_package_file(code=code, number=number, viewer=request.actor)
    spec, acts = page.parts.spec, {each.name for each in page.acts}
    stories = told_in_words(page.run, page.parts.process)
    return {
        "package": page,
        "spec": spec,
        "shown": shown(page.line),
        "others": [shown(each) for each in page.others],
        "levels": [str(LEVELS[level]) for level in spec.levels],
        "cases": [(case, limits_of(case)) for case in spec.cases],
        "legal": legal_rows(page.parts.legal),
        "questions": questions_of(page.parts),
        "steps": [(name, role_words(role), limit) for _key, name, role, limit in rules.steps_of(page.parts.process)],
        "stories": stories,
        "failed": [story for story in stories if not story[1]],
        "run": page.run,
        "may_publish": request.actor.may(PUBLISH) and not page.line.is_in_force,
        "may_sign": "onestop.package.sign" in acts and page.signed_at is None,
        "title": _title_of(page),
    }


def _title_of(page: PackagePage) -> str:
    """Return the title in the reader's language where the package brings it."""
    words = page.parts.words.get((get_language() or "vi")[:2], {})
    return words.get(page.line.title, page.line.title)


@access(MANAGE)
@require_safe
def progress(request: ActorRequest, code: str, number: int) -> HttpResponse:
    """Show how far the scenarios are; when they are over, the whole page is shown once more."""
    run = queries.get_run(code=code, number=number, viewer=request.actor)
    if request.headers.get("HX-Request") != "true":
        return redirect("onestop:package", code, number)
    context = {"run": run, "code": code, "number": number}
    response = render(request, "onestop/package_progress.html", context)
    if run is None or run.is_over:
        response["HX-Refresh"] = "true"
    return response


@access(MANAGE)
@require_POST
def tell(request: ActorRequest, code: str, number: int) -> HttpResponse:
    """Ask a worker to run the scenarios."""
    services.start_scenarios(code=code, number=number, actor=request.actor, now=timezone.now())
    return redirect("onestop:package", code, number)


@access(PUBLISH)
@require_POST
def publish(request: ActorRequest, code: str, number: int) -> HttpResponse:
    """Put a package in force."""
    page = queries.get_package_file(code=code, number=number, viewer=request.actor)
    try:
        services.publish_package(id=page.line.id, actor=request.actor, now=timezone.now())
    except StepUpNeeded:
        raise
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The package is in force: new dossiers follow it."))
    return redirect("onestop:package", code, number)


@access(PUBLISH)
@require_POST
def sign(request: ActorRequest, code: str, number: int) -> HttpResponse:
    """Sign a package in one's own name."""
    page = queries.get_package_file(code=code, number=number, viewer=request.actor)
    try:
        services.sign_package(id=page.line.id, actor=request.actor, now=timezone.now())
    except StepUpNeeded:
        raise
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The package is signed."))
    return redirect("onestop:package", code, number)


@access(MANAGE)
@require_safe
def give_out(request: ActorRequest, code: str, number: int) -> HttpResponse:
    """Send a package as a file."""
    data = queries.export_package(code=code, number=number, viewer=request.actor)
    response = HttpResponse(data, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="thu-tuc-{code}-ban-{number}.zip"'
    return response


@access(MANAGE)
@require_safe
def compare(request: ActorRequest, code: str, number: int) -> HttpResponse:
    """Show what differs between a package and another of the same procedure, by part."""
    older = number_asked(request, "voi", least=1, most=10**8, otherwise=max(1, number - 1))
    page = queries.get_package_file(code=code, number=number, viewer=request.actor)
    changes = queries.compare_package_files(code=code, older=older, newer=number, viewer=request.actor)
    grouped: dict[str, list[tuple[str, str, str]]] = {}
    for change in changes:
        grouped.setdefault(str(PARTS[change.part]), []).append(changed_in_words(change))
    context = {
        "package": page,
        "older": older,
        "number": number,
        "code": code,
        "grouped": grouped,
        "count": len(changes),
    }
    return render(request, "onestop/package_diff.html", context)
