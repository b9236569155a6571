"""Where systems say how what they put into search is called, and what of theirs there is to be found."""

from abc import ABC, abstractmethod
from collections.abc import Iterator

from django.utils.functional import Promise

from .contracts import SourceEntry

_SYSTEMS: dict[str, str | Promise] = {}
_KINDS: dict[tuple[str, str], str | Promise] = {}
_SOURCES: dict[str, "Source"] = {}


class Source(ABC):
    """What one system wants found, in the order of its keys: from this search is built anew and checked."""

    system: str

    @abstractmethod
    def entries(self, *, after: str, limit: int) -> Iterator[SourceEntry]:
        """Yield the next entries whose keys come after a key, "" for the first, in the order of Python's texts."""


def name_system(code: str, label: str | Promise) -> None:
    """Name a system as the heading of its hits.

    :param label: a lazy translation, in the plural, such as "Dossiers"
    """
    _SYSTEMS[code] = label


def name_kind(system: str, kind: str, label: str | Promise) -> None:
    """Name one kind of things of a system, for the filters of a list."""
    _KINDS[system, kind] = label


def system_label(code: str) -> str:
    """Return the name of a system, its code when it named nothing."""
    return str(_SYSTEMS.get(code, code))


def kind_label(system: str, kind: str) -> str:
    """Return the name of a kind of things, its code when nobody named it."""
    return str(_KINDS.get((system, kind), kind))


def provide_source(source: Source) -> None:
    """Let search be built anew from a system; a second source of the same system replaces the first."""
    _SOURCES[source.system] = source


def sources() -> dict[str, Source]:
    """Return the sources, by system."""
    return dict(_SOURCES)
