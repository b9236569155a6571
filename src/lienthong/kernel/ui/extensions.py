"""Where systems put their entries in the navigation, and the places every shell links to.

Systems call these in `AppConfig.ready()`; the addresses are resolved when a page is drawn.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

from .contracts import Viewer

Count = Callable[[Viewer], int | None]


class Shell(StrEnum):
    """The shells that carry navigation."""

    CITIZEN = "citizen"
    WORKSPACE = "workspace"


class Section(StrEnum):
    """The parts of the workspace's navigation, in their order; the citizen's has only `MAIN`."""

    MAIN = "main"
    BUSINESS = "business"
    LOOKUP = "lookup"
    ADMINISTRATION = "administration"


class Place(StrEnum):
    """Pages a shell links to when an app offers them."""

    SEARCH = "search"
    ACCOUNT = "account"
    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    INBOX = "inbox"
    TRACKING = "tracking"
    NOTICES = "notices"
    NOTICE_COUNT = "notice_count"
    ACCESSIBILITY = "accessibility"
    PERSONAL_DATA = "personal_data"
    OPEN_DATA = "open_data"
    UPLOADS = "uploads"


@dataclass(frozen=True)
class Entry:
    """One line of a navigation; `tab` also puts it among the four tabs of a phone."""

    shell: Shell
    section: Section
    label: str | Promise
    url_name: str
    icon: str
    permission: str | None = None
    order: int = 100
    count: Count | None = None
    tab: bool = False
    key: str = ""


_entries: dict[tuple[Shell, str], Entry] = {}
_places: dict[Place, str] = {}


def navigation(
    shell: Shell | str,
    section: Section | str,
    label: str | Promise,
    url_name: str,
    icon: str,
    *,
    permission: str | None = None,
    order: int = 100,
    count: Count | None = None,
    tab: bool = False,
    key: str = "",
) -> None:
    """Add an entry to a shell's navigation; a second call with the same shell and address replaces the first.

    :param label: a lazy translation, read in the language of each page
    :param permission: shown only to those who hold it; None shows it to everyone who sees the shell
    :param count: open work behind the entry for this viewer; it must be one cheap statement
    :param tab: also among the tabs of a phone
    :param key: a shortcut such as "G M"; "G V" always leads to the inbox
    """
    entry = Entry(Shell(shell), Section(section), label, url_name, icon, permission, order, count, tab, key)
    _entries[entry.shell, url_name] = entry


def place(name: Place | str, url_name: str) -> None:
    """Offer a page that the shells link to, such as the search or the account."""
    _places[Place(name)] = url_name


def entries(shell: Shell) -> tuple[Entry, ...]:
    """List a shell's entries in the order of their sections, then of their `order`."""
    ranks = list(Section)
    found = [entry for entry in _entries.values() if entry.shell is shell]
    return tuple(sorted(found, key=lambda entry: (ranks.index(entry.section), entry.order, entry.url_name)))


def places() -> dict[Place, str]:
    """Give the url names of the offered places."""
    return dict(_places)
