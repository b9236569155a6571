"""Where systems plug in: services that a process may call by name, and work that no process asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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


@dataclass(frozen=True)
class ErrandKind:
    """A kind of work that no process asks for, such as answering another agency.

    :param key: stable code, `<system>.<what is to be done>`; the inbox filters by it
    :param label: what is to be done, as the inbox says it
    :param right: the permission that opens it to those who hold it in the agency where it waits
    """

    key: str
    system: str
    subject_type: str
    label: str | Promise
    right: str


_ERRANDS: dict[str, ErrandKind] = {}


def errand_kind(kind: ErrandKind) -> ErrandKind:
    """Make a kind of errand known; called when the program starts."""
    if _ERRANDS.setdefault(kind.key, kind) != kind:
        raise ValueError(f"two kinds of errands are called {kind.key}")
    return kind


def errand_rights() -> frozenset[str]:
    """Return the permissions that open errands of any kind."""
    return frozenset(kind.right for kind in _ERRANDS.values())
