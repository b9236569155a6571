"""Reads of fixed shape, put into SQL once a process.

Building the SQL of a wide read takes the program longer than the database takes to answer it. What is kept is the
text alone, which depends on nothing but the models; every call asks the database anew.
"""

from collections.abc import Callable, Mapping
from copy import copy
from functools import cached_property, lru_cache, wraps
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import Model, QuerySet, Value
from django.db.models.query import ModelIterable

from .contracts import Actor

M = TypeVar("M", bound=Model)
_VIEWERS_AT_WORK = 256


class _Slot(str):
    """Stands in the parameters of the SQL where a call puts its own value."""

    __slots__ = ()


class Prepared(Generic[M]):
    """A read whose calls differ in values only, as `Prepared(lambda number: Dossier.objects.filter(number=number))`.

    Values are compared as they are given: whole objects, lists and prefetched relations have no place in it.
    """

    def __init__(self, build: "Callable[..., QuerySet[M, Any]]") -> None:
        """Remember how the read is built; it is, with the first call."""
        self._build = build

    def __call__(self, **values: Any) -> list[M]:
        """Read the rows. One statement."""
        asked = self._asked(values)
        query = SimpleNamespace(get_compiler=lambda **_database: asked)
        reads = SimpleNamespace(db=asked.using, query=query, _known_related_objects={})
        return list(ModelIterable(reads))  # type: ignore[arg-type]  # of a query set it asks these three

    def tuples(self, **values: Any) -> list[tuple[Any, ...]]:
        """Read the rows of a `values_list`. One statement."""
        return list(self._asked(values).results_iter(tuple_expected=True))

    def _asked(self, values: Mapping[str, Any]) -> Any:
        """Return Django's compiler with the SQL and these values in it."""
        compiler, sql, slots, converters = self._compiled
        asked = copy(compiler)
        asked.connection = connections[compiler.using]
        params = tuple(values[slot] if isinstance(slot, _Slot) else slot for slot in slots)
        asked.as_sql = lambda: (sql, params)
        asked.get_converters = lambda _columns: converters
        return asked

    @cached_property
    def _compiled(self) -> tuple[Any, str, tuple[Any, ...], dict[int, Any]]:
        code = self._build.__code__
        names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        rows = self._build(**{name: Value(_Slot(name)) for name in names})
        compiler = rows.query.get_compiler(using=rows.db)
        sql, params = compiler.as_sql()
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        return compiler, sql, tuple(params), converters


def per_viewer(build: Callable[..., Prepared[M]]) -> Callable[..., Prepared[M]]:
    """Keep the reads that a function builds for each viewer at work now: what they may see is part of the SQL.

    :param build: takes the viewer first, and values that can be kept as keys
    """
    known = lru_cache(maxsize=_VIEWERS_AT_WORK)(build)

    @wraps(build)
    def of(viewer: Actor, *more: Any) -> Prepared[M]:
        # A copy: the actor of a request is known lazily, and would keep the whole request with it.
        return known(copy(viewer), *more)

    return of
