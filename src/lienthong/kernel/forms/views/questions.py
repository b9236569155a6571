"""Changing sections and questions of a form."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.kernel.acts.contracts import Invalid, NotFound
from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.forms import queries, services
from lienthong.kernel.forms.contracts import DesignInfo, ExpressionRefused, FieldDescription, FormDescription
from lienthong.kernel.forms.forms.designer import FieldForm, SectionForm, blank_in_form, shown_in_form
from lienthong.kernel.forms.policy import DESIGN
from lienthong.kernel.forms.rules import describe
from lienthong.kernel.forms.rules import design as edits
from lienthong.kernel.ui.contracts import fold

from .outline import kind_of_text, kinds_offered

LARGEST = 99_999


def _change(request: ActorRequest, key: str, number: int, edit: edits.Edit, note: str) -> None:
    services.change_design(
        key=key, edit=edit, note=note, expected_version=number, actor=request.actor, now=timezone.now()
    )


def _place(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _section(form: FormDescription, at: int) -> None:
    if not 0 <= at < len(form.sections):
        raise NotFound(_("There is no such section."))


def _field(form: FormDescription, name: str, group: str = "") -> FieldDescription:
    fields = {item.name: item for item in form.by_name[group].columns} if group in form.by_name else form.by_name
    if name not in fields or (group and group not in form.by_name):
        raise NotFound(_("There is no such question."))
    return fields[name]


@access(DESIGN)
@require_POST
def rearrange(request: ActorRequest, key: str) -> HttpResponse:
    """Move a section or question up or down, or take it away; buttons of the outline post here."""
    design = queries.get_design(key=key, viewer=request.actor)
    form = describe(design.schema, design.ui)
    act, _colon, what = request.POST.get("viec", "").partition(":")
    kind, _slash, name = what.partition("/")
    group, dot, column = name.partition(".")
    anchor = f"c-{name}"
    if kind == "phan":
        at = _place(name)
        _section(form, at)
        section_edits: dict[str, Callable[[], edits.Edit]] = {
            "len": lambda: edits.move_section(at, -1),
            "xuong": lambda: edits.move_section(at, 1),
            "bo": lambda: edits.remove_section(at),
        }
        chosen, label, anchor = section_edits.get(act), form.sections[at].title, f"p-{at}"
    else:
        target = _field(form, column if dot else name, group if dot else "")
        field_edits: dict[str, Callable[[], edits.Edit]] = {
            "len": lambda: edits.move_field(target.name, -1),
            "xuong": lambda: edits.move_field(target.name, 1),
            "bo": lambda: edits.remove_field(target.name),
        }
        chosen, label = field_edits.get(act), target.label
    if chosen is None:
        raise NotFound(_("There is no such question."))
    edit = edits.in_group(group, chosen()) if dot and kind != "phan" else chosen()
    _change(request, key, _place(request.POST.get("number", "")), edit, label)
    return redirect(f"{reverse('forms:design', args=[key])}#{anchor if act != 'bo' else 'cau-hoi'}")


@access(DESIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def add_section(request: ActorRequest, key: str) -> HttpResponse:
    """Add a section."""
    design = queries.get_design(key=key, viewer=request.actor)
    form = SectionForm(request.POST or None, initial={"number": design.number})
    if request.method == "POST" and form.is_valid():
        edit = edits.add_section(form.cleaned_data["title"], form.cleaned_data["help"])
        _change(request, key, form.cleaned_data["number"], edit, form.cleaned_data["title"])
        return redirect(f"{reverse('forms:design', args=[key])}#cau-hoi")
    context = {"design": design, "form": form, "heading": _("New section")}
    return render(request, "forms/edit.html", context, status=422 if form.errors else 200)


@access(DESIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def change_section(request: ActorRequest, key: str, at: int) -> HttpResponse:
    """Change the title and help of a section."""
    design = queries.get_design(key=key, viewer=request.actor)
    described = describe(design.schema, design.ui)
    _section(described, min(at, LARGEST))
    section = described.sections[at]
    initial = {"number": design.number, "title": section.title, "help": section.help}
    form = SectionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        edit = edits.change_section(at, form.cleaned_data["title"], form.cleaned_data["help"])
        _change(request, key, form.cleaned_data["number"], edit, form.cleaned_data["title"])
        return redirect(f"{reverse('forms:design', args=[key])}#p-{at}")
    context = {"design": design, "form": form, "heading": section.title or _("Section")}
    return render(request, "forms/edit.html", context, status=422 if form.errors else 200)


@access(DESIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def add_field(request: ActorRequest, key: str, group: str = "") -> HttpResponse:
    """Add a question to a section, or a column to a group; the kind is chosen first."""
    design = queries.get_design(key=key, viewer=request.actor)
    described = describe(design.schema, design.ui)
    if group:
        _field(described, group)
    kind = kind_of_text(request.GET.get("loai", ""), in_row=bool(group))
    if kind is None:
        context = {"design": design, "kinds": kinds_offered(in_row=bool(group)), "at": request.GET.get("phan", "0"),
                   "group": described.by_name.get(group)}  # fmt: skip
        return render(request, "forms/kinds.html", context)
    known = described.by_name[group].columns if group else described.fields
    form = FieldForm(
        request.POST or None, kind=kind, others=known, in_row=bool(group),
        initial={"number": design.number, **blank_in_form(kind)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        name = edits.name_for(fold(form.cleaned_data["label"]), frozenset(item.name for item in known))
        field = form.description(name, None)
        edit = edits.add_field(_place(request.GET.get("phan", "0")), field)
        if _kept(request, design, form, field, edit, group):
            return redirect(f"{reverse('forms:design', args=[key])}#c-{group or name}")
    heading = _("New question: %(kind)s") % {"kind": dict(kinds_offered(in_row=False))[kind.value].lower()}
    context = {"design": design, "form": form, "heading": heading, "names": known}
    return render(request, "forms/edit.html", context, status=422 if form.errors else 200)


@access(DESIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def change_field(request: ActorRequest, key: str, name: str, group: str = "") -> HttpResponse:
    """Change a question, or a column of a group."""
    design = queries.get_design(key=key, viewer=request.actor)
    described = describe(design.schema, design.ui)
    field = _field(described, name, group)
    known = described.by_name[group].columns if group else described.fields
    form = FieldForm(
        request.POST or None, kind=field.kind, others=[item for item in known if item.name != name],
        in_row=bool(group), initial={"number": design.number, **shown_in_form(field)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        changed = form.description(name, field)
        if _kept(request, design, form, changed, edits.change_field(name, changed), group):
            return redirect(f"{reverse('forms:design', args=[key])}#c-{group or name}")
    context = {"design": design, "form": form, "heading": field.label, "names": known, "field": field}
    return render(request, "forms/edit.html", context, status=422 if form.errors else 200)


def _kept(
    request: ActorRequest, design: DesignInfo, form: FieldForm, field: FieldDescription, edit: edits.Edit, group: str
) -> bool:
    """Store a question unless its expressions cannot be used; what is wrong stands beside them."""
    names = frozenset(form.others) | {item.name for item in describe(design.schema, design.ui).fields}
    for part, text in (("compute", field.compute), ("expression", field.condition)):
        if text and (part in form.fields):
            allowed = frozenset(form.others) if group else names - {field.name}
            try:
                queries.check_expression(text, allowed=allowed)
            except ExpressionRefused as refusal:
                form.add_error(part, refusal.message)
    if form.errors:
        return False
    try:
        _change(
            request,
            design.key,
            form.cleaned_data["number"],
            edits.in_group(group, edit) if group else edit,
            field.label,
        )
    except Invalid as refusal:
        form.add_error(None, refusal.message)
        return False
    return True
