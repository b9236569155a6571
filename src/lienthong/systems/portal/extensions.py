"""Where systems tell the home page what they know; each hook may stay empty.

The portal knows no system that handles dossiers: whoever does registers here in `AppConfig.ready()`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Figure:
    """One number of the public figures, in words, and the list behind it."""

    value: str
    label: str
    url: str = ""
    url_label: str = ""


@dataclass(frozen=True)
class Figures:
    """The section of figures: its heading and its numbers."""

    title: str
    figures: tuple[Figure, ...]


FiguresProvider = Callable[[date], Figures | None]
PopularProvider = Callable[[date, int], Sequence[str]]
FilingProvider = Callable[[str], str]

_figures: list[FiguresProvider] = []
_popular: list[PopularProvider] = []
_filing: list[FilingProvider] = []


def provide_figures(provider: FiguresProvider) -> None:
    """Offer public figures for a day; read on every home page, so it must be one cheap statement."""
    _figures[:] = [provider]


def provide_popular(provider: PopularProvider) -> None:
    """Offer the codes of the procedures used most, in order; one cheap statement."""
    _popular[:] = [provider]


def provide_filing(provider: FilingProvider) -> None:
    """Offer the address at which a procedure is filed here, empty when it is not."""
    _filing[:] = [provider]


def public_figures(day: date) -> Figures | None:
    """Return the figures to show, None when nobody offers any."""
    return _figures[0](day) if _figures else None


def popular_codes(day: date, limit: int) -> Sequence[str]:
    """Return the codes of the procedures used most, none when nobody counts."""
    return _popular[0](day, limit) if _popular else ()


def filing_address(code: str) -> str:
    """Return where the procedure is filed on this site, empty when it is not."""
    return _filing[0](code) if _filing else ""
