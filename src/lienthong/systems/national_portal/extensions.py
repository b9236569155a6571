"""The one port behind which the generations of the Portal stand, and where another one plugs in."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import date
from typing import BinaryIO, ClassVar, Protocol

from django.utils.functional import Promise

from lienthong.systems.onestop.contracts import DossierPicture, PicturedFile

from .contracts import Acknowledged, Generation, Line, RouteInfo


class Files(Protocol):
    """How a port lets the Portal have the files of a dossier: by links that run out, or by their contents (R-68)."""

    def link(self, file: PicturedFile) -> str:
        """Return an address at which the Portal may fetch a file for a short time; each fetch is logged."""

    def once(self, file: PicturedFile, upload: Callable[[BinaryIO], tuple[str, str]]) -> tuple[str, str]:
        """Return the Portal's id and hash of a content, uploading it unless it has been before."""


class Port(ABC):
    """What is done at the Portal, whichever generation is spoken.

    Each call may raise `PortalAway` (try everything later) or `PortalRefused` (this was not taken).
    """

    generation: ClassVar[Generation]
    label: ClassVar[str | Promise]

    @property
    @abstractmethod
    def is_ready(self) -> bool:
        """Tell whether it is set up."""

    @abstractmethod
    def put(self, *, picture: DossierPicture, route: RouteInfo, files: Files) -> Acknowledged:
        """Let the Portal have the full current picture, as new or changed by its own answer (R-67)."""

    @abstractmethod
    def tell(self, *, line: Line, portal_id: str) -> None:
        """Let it have one line of progress."""

    @abstractmethod
    def received(self, *, day: date) -> tuple[tuple[str, str], ...]:
        """Return procedure and code of each dossier that the Portal counts as received on a local day (R-69)."""


_PORTS: dict[Generation, Port] = {}


def provide_port(port: Port) -> None:
    """Offer a way to the Portal; another one of the same generation takes its place."""
    _PORTS[port.generation] = port


def find_port(generation: Generation) -> Port:
    """Return the way to the Portal of a generation.

    :raises KeyError: none is offered
    """
    return _PORTS[generation]


def ports() -> tuple[Port, ...]:
    """Return all that is offered."""
    return tuple(_PORTS.values())
