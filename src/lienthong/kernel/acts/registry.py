"""What other apps give to bulk runs: the selections their lists offer, and who an account acts as now."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TypeVar

from django.utils.translation import gettext as _

from .contracts import Actor, NotFound, Picked

Selection = Callable[[Actor, Mapping[str, str]], Iterable[Picked]]
# The account, the appointment in which it began, the moment; None when it no longer fills that appointment.
ActorSource = Callable[[int, int | None, datetime], Actor | None]
S = TypeVar("S", bound=Selection)

_SELECTIONS: dict[str, Selection] = {}
_SOURCES: list[ActorSource] = []


def selection(name: str) -> Callable[[S], S]:
    """Register what a list page calls "all that match": a function of the viewer and the filters of the address.

    It gives what the viewer's own list gives, in its order, without holding it all in memory.

    :param name: stable code, `<system>.<list>`
    """

    def register(function: S) -> S:
        if _SELECTIONS.get(name, function) is not function:
            raise ValueError(f"two selections are called {name}")
        _SELECTIONS[name] = function
        return function

    return register


def select(name: str, *, viewer: Actor, filters: Mapping[str, str]) -> Iterable[Picked]:
    """Return what a registered selection holds for the viewer.

    :raises NotFound: nothing is registered under the name
    """
    if name not in _SELECTIONS:
        raise NotFound(_("There is no list called %(name)s.") % {"name": name})
    return _SELECTIONS[name](viewer, filters)


def actor_source(source: ActorSource) -> None:
    """Say how an account and its appointment become an actor at a moment; accounts do, which stand above acts."""
    _SOURCES[:] = [source]


def actor_again(*, user_id: int, appointment_id: int | None, now: datetime) -> Actor | None:
    """Return as whom an account acts now in the appointment in which it began, None when it holds it no longer."""
    return _SOURCES[0](user_id, appointment_id, now) if _SOURCES else None
