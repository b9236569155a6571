"""Where other apps listen: `on` names a function as a subscriber of a kind of event."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import TypeAdapter

from .contracts import Delivery

E = TypeVar("E")
Handler = Callable[[Any, Delivery], None]


@dataclass(frozen=True)
class Subscription:
    """One subscriber: its stable name, the class it hears and the function that acts."""

    name: str
    event_class: type[Any]
    handler: Handler


_BY_TYPE: dict[str, list[Subscription]] = {}
_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}


def on(event_class: type[E], *, name: str) -> Callable[[Callable[[E, Delivery], None]], Callable[[E, Delivery], None]]:
    """Subscribe a function to a kind of event.

    The function is called at least once for each event, in its own transaction; a record beside its work
    keeps it from taking effect twice. What it does outside the database must bear repetition.

    :param name: stable name `<app>.<what it does>`; renaming it hears old events again
    """

    def subscribe(handler: Callable[[E, Delivery], None]) -> Callable[[E, Delivery], None]:
        subscriptions = _BY_TYPE.setdefault(event_class.type, [])  # type: ignore[attr-defined]  # events carry a type
        if any(each.name == name for each in subscriptions):
            raise ValueError(f"two subscribers of {event_class.__name__} are called {name}")
        subscriptions.append(Subscription(name=name, event_class=event_class, handler=handler))
        return handler

    return subscribe


def subscriptions_to(event_type: str) -> tuple[Subscription, ...]:
    """Return the subscribers of a type, in order of registration."""
    return tuple(_BY_TYPE.get(event_type, ()))


def adapter(event_class: type[Any]) -> TypeAdapter[Any]:
    """Return the translator between an event and its JSON."""
    if event_class not in _ADAPTERS:
        _ADAPTERS[event_class] = TypeAdapter(event_class)
    return _ADAPTERS[event_class]
