"""Draws the snippets of the style page, each beside the code it was drawn from."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy

from lienthong.kernel.ui.contracts import fold
from lienthong.kernel.ui.queries import Component, Snippet, list_components

from .samples import Samples

# In the order of the page; a component that no group names stands in the last one.
GROUPS: tuple[tuple[str, str | Promise, tuple[str, ...]], ...] = (
    ("nen-tang", gettext_lazy("Foundations"), ("colours", "type", "spacing", "icons", "focus")),
    (
        "khung",
        gettext_lazy("Shells and ways around"),
        ("shell-citizen", "shell-workspace", "shell-leader", "shell-counter", "views", "pager", "crumbs", "menu"),
    ),
    ("viec-lam", gettext_lazy("Actions"), ("button", "chip", "bulk", "export", "keys", "dialog")),
    (
        "nhap-lieu",
        gettext_lazy("Forms"),
        ("field", "form.field", "form.fields", "form.form", "file", "error-summary"),
    ),
    ("danh-sach", gettext_lazy("Lists and facts"), ("table", "row", "facts", "fact", "disclosure", "empty")),
    (
        "trang-thai",
        gettext_lazy("State and time"),
        ("tag", "clock", "scale", "time", "thread", "node", "note", "toast", "progress"),
    ),
    ("so-lieu", gettext_lazy("Figures and drawings"), ("figure", "chart", "heat", "diagram")),
)


@dataclass(frozen=True)
class Specimen:
    """A snippet with its caption in the language of the page and, unless it is a page of its own, its picture."""

    snippet: Snippet
    caption: str
    drawn: SafeString


@dataclass(frozen=True)
class Shown:
    """A component of the page with its specimens."""

    component: Component
    about: str
    specimens: tuple[Specimen, ...]


@dataclass(frozen=True)
class Group:
    """Components that belong together; `name` is the anchor."""

    name: str
    label: str | Promise
    shown: tuple[Shown, ...]


def draw_groups(request: HttpRequest, *, wanted: str = "") -> list[Group]:
    """Draw every component whose name or purpose holds the words, in their groups; without words all of them."""
    found = {each.name: each for each in list_components() if _fits(each, wanted)}
    named = {name for _group, _label, names in GROUPS for name in names}
    others = tuple(name for name in found if name not in named)
    groups = []
    for at, (name, label, names) in enumerate(GROUPS, start=1):
        members = [found[each] for each in (*names, *(others if at == len(GROUPS) else ())) if each in found]
        if members:
            groups.append(Group(name, label, tuple(draw(request, each) for each in members)))
    return groups


def draw(request: HttpRequest, component: Component) -> Shown:
    """Draw a component in all its states."""
    language = "en" if (get_language() or "").startswith("en") else "vi"
    specimens = tuple(
        Specimen(each, each.captions.get(language, ""), _draw(request, each)) for each in component.snippets
    )
    return Shown(component, component.about.get(language, ""), specimens)


def draw_page(request: HttpRequest, snippet: Snippet) -> str:
    """Draw a snippet that is a page of its own."""
    return render_to_string(snippet.template, _context(snippet), request)


def _draw(request: HttpRequest, snippet: Snippet) -> SafeString:
    return SafeString("") if snippet.whole_page else render_to_string(snippet.template, _context(snippet), request)


def _context(snippet: Snippet) -> dict[str, object]:
    return {"sample": Samples(f"{snippet.component.replace('.', '-')}-{snippet.state}")}


def _fits(component: Component, wanted: str) -> bool:
    text = fold(" ".join((component.name, component.tag, *component.about.values())))
    return all(word in text for word in fold(wanted).split())
