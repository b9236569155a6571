"""The context processor: what every shell needs to draw itself, computed only where it is used."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import NoReverseMatch
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy

from .addresses import page_address
from .contracts import Viewer
from .extensions import Entry, Place, Section, Shell, entries, places
from .services import asks_for_main
from .words import initials

THEMES = frozenset({"dark", "contrast"})
THEME_COOKIE = "lt-theme"
SECTION_LABELS = {
    Section.MAIN: "",
    Section.BUSINESS: gettext_lazy("Daily work"),
    Section.LOOKUP: gettext_lazy("Look up"),
    Section.ADMINISTRATION: gettext_lazy("Administration"),
}


@dataclass(frozen=True)
class NavigationLink:
    """One entry, resolved for one viewer and one address."""

    label: str
    url: str
    icon: str
    count: int | None
    current: bool
    tab: bool
    key: str


@dataclass(frozen=True)
class NavigationSection:
    """A titled group of links."""

    label: str
    links: tuple[NavigationLink, ...]


def _address(url_name: str) -> str:
    # A page must still open when one app's addresses do not: the system check `ui.W001` names the entry.
    try:
        return page_address(url_name)
    except NoReverseMatch:
        return ""


class Page:
    """What a shell knows about the request it answers; the template variable `page`."""

    def __init__(self, request: HttpRequest) -> None:
        """Remember the request; nothing is computed yet."""
        self._request = request

    @cached_property
    def viewer(self) -> Viewer | None:
        """The person signed in, or None: for strangers, and where the request failed before it knew them."""
        actor = getattr(self._request, "actor", None)
        return actor if actor is not None and actor.user_id is not None else None

    @cached_property
    def officer(self) -> bool:
        """Whether the person signed in works for an agency."""
        return bool(self.viewer and self.viewer.agency_name)

    @cached_property
    def part(self) -> bool:
        """Whether htmx asked for the main part of the page alone."""
        return asks_for_main(self._request)

    @cached_property
    def workspace(self) -> str:
        """The shell of the workspace, or what stands for it when only the main part was asked for."""
        return "ui/part.html" if self.part else "ui/workspace.html"

    @cached_property
    def shell(self) -> str:
        """The shell of pages that belong to nobody, such as refusals."""
        return "ui/workspace.html" if self.officer else "ui/citizen.html"

    @property
    def initials(self) -> str:
        """Two letters for the viewer."""
        return initials(self.viewer.name) if self.viewer else ""

    @property
    def path(self) -> str:
        """The address of this page without its query."""
        return self._request.path

    @property
    def full_path(self) -> str:
        """The address of this page, to return to."""
        return self._request.get_full_path()

    @property
    def language(self) -> str:
        """The language of the page."""
        return get_language() or settings.LANGUAGE_CODE

    @cached_property
    def other_languages(self) -> list[tuple[str, str]]:
        """The languages one may change to: code and own name."""
        return [(code, name) for code, name in settings.LANGUAGES if code != self.language]

    @cached_property
    def set_language_url(self) -> str:
        """Where the choice of a language is sent."""
        return _address("set_language")

    @property
    def theme(self) -> str:
        """The theme the person chose, empty to follow the machine."""
        chosen = self._request.COOKIES.get(THEME_COOKIE, "")
        return chosen if chosen in THEMES else ""

    @property
    def keys_off(self) -> bool:
        """Whether the person switched single-key shortcuts off (WCAG 2.1.4)."""
        return self._request.COOKIES.get("lt-keys") == "off"

    @property
    def province(self) -> str:
        """The province that runs this site."""
        return str(getattr(settings, "PROVINCE_NAME", "Khánh Hoà"))

    @property
    def help_phone(self) -> str:
        """The number people call for help."""
        return str(getattr(settings, "HELP_PHONE", "1900 0000"))

    @property
    def demo(self) -> bool:
        """Whether the data on this site is invented."""
        return bool(getattr(settings, "DEMO", False))

    @cached_property
    def places(self) -> dict[str, str]:
        """The addresses of the pages every shell links to; a missing one is an empty text."""
        offered = {str(name): "" for name in Place}
        offered |= {str(name): _address(url_name) for name, url_name in places().items()}
        offered["sign_in"] = offered["sign_in"] or str(settings.LOGIN_URL)
        offered["inbox"] = offered["inbox"] or str(settings.LOGIN_REDIRECT_URL)
        return offered

    @cached_property
    def citizen_links(self) -> tuple[NavigationLink, ...]:
        """The words of the citizen's navigation."""
        return self._links(entries(Shell.CITIZEN))

    @cached_property
    def workspace_sections(self) -> tuple[NavigationSection, ...]:
        """The workspace's navigation, without empty sections."""
        offered = entries(Shell.WORKSPACE)
        links = dict(zip([entry.url_name for entry in offered], self._resolved(offered), strict=True))
        made = []
        for section in Section:
            shown = [links[entry.url_name] for entry in offered if entry.section is section]
            if present := tuple(link for link in shown if link is not None):
                made.append(NavigationSection(str(SECTION_LABELS[section]), present))
        return tuple(made)

    @cached_property
    def navigation(self) -> SafeString:
        """The navigation of the workspace as drawn, which stands beside the page and behind the last tab of a phone."""
        return _drawn(self.workspace_sections, self.language)

    @cached_property
    def tabs(self) -> tuple[NavigationLink, ...]:
        """At most three tabs of the phone's bar; the fourth opens the rest."""
        links = [link for section in self.workspace_sections for link in section.links]
        return tuple([link for link in links if link.tab] or links)[:3]

    def _links(self, offered: tuple[Entry, ...]) -> tuple[NavigationLink, ...]:
        return tuple(link for link in self._resolved(offered) if link is not None)

    def _resolved(self, offered: tuple[Entry, ...]) -> list[NavigationLink | None]:
        urls = {entry.url_name: _address(entry.url_name) for entry in offered if self._shown(entry)}
        here = [
            url for url in urls.values() if url and (self.path == url or (url != "/" and self.path.startswith(url)))
        ]
        # Of "/viec/" and "/viec/theo-doi/" only the longer one is where the person is.
        current = max(here, key=len, default="")
        return [self._link(entry, urls.get(entry.url_name, ""), current=current) for entry in offered]

    def _shown(self, entry: Entry) -> bool:
        return entry.permission is None or bool(self.viewer and self.viewer.may(entry.permission))

    def _link(self, entry: Entry, url: str, *, current: str) -> NavigationLink | None:
        if not url:
            return None
        count = entry.count(self.viewer) if entry.count and self.viewer else None
        return NavigationLink(str(entry.label), url, entry.icon, count, url == current, entry.tab, entry.key)


@lru_cache(maxsize=1024)
def _drawn(sections: tuple[NavigationSection, ...], _language: str) -> SafeString:
    """Draw a navigation, which people of one post share until a count in it changes."""
    return render_to_string("ui/_nav.html", {"sections": sections})


def page(request: HttpRequest) -> dict[str, object]:
    """Offer the variable `page` to every template, and the token of its forms, masked once instead of in each."""
    token = SimpleLazyObject(lambda: get_token(request))
    return {"page": Page(request), "csrf_token": token}
