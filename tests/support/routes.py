"""Walks every address of the program and every operation of its API."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """One address pattern and the view behind it."""

    path: str
    view: Callable[..., Any]
    has_parameters: bool


def list_routes(resolver: URLResolver | None = None, prefix: str = "/") -> list[Route]:
    """Return every route below a resolver; by default of the whole program."""
    found: list[Route] = []
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found += list_routes(entry, path)
        elif isinstance(entry, URLPattern):
            has_parameters = "<" in path or "(" in path or bool(entry.pattern.regex.groups)
            found.append(
                Route(path=path.replace("^", "").replace("$", ""), view=entry.callback, has_parameters=has_parameters)
            )
    return found


def list_doors() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Return each view by its path, and each operation of the API by method and path."""
    for route in list_routes():
        operations = getattr(route.view, "operations", None)
        if operations is None:
            yield route.path, route.view
        else:
            yield from ((f"{'/'.join(each.methods)} {route.path}", each.view_func) for each in operations)
