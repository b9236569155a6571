"""Where systems plug in: services that a process may call by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.utils.functional import Promise

from .contracts import ServiceAnswer, ServiceCall

Service = Callable[[ServiceCall], ServiceAnswer]
S = TypeVar("S", bound=Service)

_SERVICES: dict[str, tuple[str | Promise, Service]] = {}


def service(name: str, label: str | Promise) -> Callable[[S], S]:
    """Register a function that a service task may name.

    It is called by a worker, outside every transaction, at least once: what it does must bear repetition, and
    `call.key` stays the same for repetitions. Its answer ends the task; an exception is tried again later.

    :param name: stable code, `<system>.<what it does>`
    """

    def register(function: S) -> S:
        if name in _SERVICES and _SERVICES[name][1] is not function:
            raise ValueError(f"two services are called {name}")
        _SERVICES[name] = (label, function)
        return function

    return register


def find_service(name: str) -> Service | None:
    """Return a registered service, or None."""
    known = _SERVICES.get(name)
    return known[1] if known is not None else None


def service_names() -> frozenset[str]:
    """Return the names of all registered services."""
    return frozenset(_SERVICES)


def service_labels() -> dict[str, str]:
    """Return the registered services with their labels."""
    return {name: str(label) for name, (label, _function) in sorted(_SERVICES.items())}
