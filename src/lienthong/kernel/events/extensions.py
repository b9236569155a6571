"""Where other apps listen and offer: `on` names a subscriber, `offer` lets other systems receive a kind of event."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, is_dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeVar

from django.apps import apps
from pydantic import TypeAdapter

from .contracts import Delivery

E = TypeVar("E")
Handler = Callable[[Any, Delivery], None]
# Of some subjects those that a viewer may know of; events know no actor, the app that offers does.
Reach = Callable[[Any, Collection[str]], Collection[str]]


@dataclass(frozen=True)
class Subscription:
    """One subscriber: its stable name, the class it hears (None: the CloudEvent itself) and the function that acts."""

    name: str
    event_class: type[Any] | None
    handler: Handler


@dataclass(frozen=True)
class Offer:
    """A kind of event that other systems may receive: the permission it takes, and which subjects that reaches.

    What `hidden` names, personal data, stays inside.
    """

    permission: str
    reach: Reach
    hidden: frozenset[str] = frozenset()


_BY_TYPE: dict[str, list[Subscription]] = {}
_RECEIVED: dict[str, list[Subscription]] = {}
_FEED_LISTENERS: list[Callable[[], None]] = []
_OFFERED: dict[str, Offer] = {}
_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}


def on(event_class: type[E], *, name: str) -> Callable[[Callable[[E, Delivery], None]], Callable[[E, Delivery], None]]:
    """Subscribe a function to a kind of event.

    The function is called at least once for each event, in order of its subject; what it writes takes effect once.
    Several events may be told in one transaction, so what it does outside the database must bear repetition; long
    work belongs in a job that it asks for. While it fails for an event it hears none of that subject behind it, and
    nobody else waits.

    :param name: stable name `<app>.<what it does>`; renaming it hears old events again
    """

    def subscribe(handler: Callable[[E, Delivery], None]) -> Callable[[E, Delivery], None]:
        kind: str = event_class.type  # type: ignore[attr-defined]  # events carry a type
        _add(_BY_TYPE.setdefault(kind, []), Subscription(name, event_class, handler), event_class.__name__)
        return handler

    return subscribe


def on_received(event_type: str, *, name: str) -> Callable[[Handler], Handler]:
    """Subscribe a function to a kind of event that others send us; it is given the `CloudEvent`."""

    def subscribe(handler: Handler) -> Handler:
        _add(_RECEIVED.setdefault(event_type, []), Subscription(name, None, handler), event_type)
        return handler

    return subscribe


def offer(*event_classes: type[Any], permission: str, reach: Reach, hidden: Iterable[str] = ()) -> None:
    """Let other systems receive kinds of events: by webhook, feed and broker. What nobody offers stays inside.

    :param permission: what a system must have been given
    :param reach: of some subjects, those that an actor may know of by that permission
    :param hidden: fields that stay inside, such as names of people
    :raises ValueError: a kind is offered twice
    """
    for each in event_classes:
        if _OFFERED.setdefault(each.type, found := Offer(permission, reach, frozenset(hidden))) is not found:
            raise ValueError(f"{each.type} is offered twice")


def when_feed_grows(ask: Callable[[], None]) -> None:
    """Name a function that is called, in their transaction, when events were added to the feed: it asks for a job."""
    _FEED_LISTENERS.append(ask)


def feed_listeners() -> tuple[Callable[[], None], ...]:
    """Return whom to tell that the feed has grown."""
    return tuple(_FEED_LISTENERS)


def offers() -> dict[str, Offer]:
    """Return what is offered to other systems, by type."""
    return dict(_OFFERED)


def is_heard(event_type: str) -> bool:
    """Tell whether anybody, here or outside, is to be told of our own events of a type."""
    return event_type in _OFFERED or bool(_BY_TYPE.get(event_type))


def subscriptions_to(event_type: str, *, source: str = "") -> tuple[Subscription, ...]:
    """Return the subscribers of a type, in order of registration.

    :param source: who sent the event, empty for our own
    """
    if source:
        return tuple(_RECEIVED.get(event_type, ()))
    return tuple(_BY_TYPE.get(event_type, ()))


def find_subscription(event_type: str, name: str, *, source: str = "") -> Subscription | None:
    """Return one subscriber of a type by its name, None when it is gone."""
    return next((each for each in subscriptions_to(event_type, source=source) if each.name == name), None)


def adapter(event_class: type[Any]) -> TypeAdapter[Any]:
    """Return the translator between an event and its JSON."""
    if event_class not in _ADAPTERS:
        _ADAPTERS[event_class] = TypeAdapter(event_class)
    return _ADAPTERS[event_class]


def event_classes() -> dict[str, type[Any]]:
    """Return every kind of event that an app declares in its room `events`, by type."""
    found: dict[str, type[Any]] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("lienthong.") and find_spec(f"{config.name}.events"):
            module = import_module(f"{config.name}.events")
            found |= {each.type: each for each in vars(module).values() if _is_event(each, module.__name__)}
    return dict(sorted(found.items()))


def _is_event(each: object, module: str) -> bool:
    return (
        isinstance(each, type)
        and is_dataclass(each)
        and each.__module__.startswith(module)
        and isinstance(getattr(each, "type", None), str)
    )


def _add(subscriptions: list[Subscription], subscription: Subscription, what: str) -> None:
    names: Iterable[str] = (each.name for each in subscriptions)
    if subscription.name in names:
        raise ValueError(f"two subscribers of {what} are called {subscription.name}")
    subscriptions.append(subscription)
