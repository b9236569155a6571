"""Reads of fixed shape, put into SQL once a process.

Building the SQL of a wide read takes the program longer than the database takes to answer it. What is kept is the
text alone, which depends on nothing but the models; every call asks the database anew.
"""

from collections.abc import Callable
from copy import copy
from functools import cached_property
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import Model, QuerySet, Value
from django.db.models.query import ModelIterable

M = TypeVar("M", bound=Model)


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
        compiler, sql, slots, converters = self._compiled
        asked = copy(compiler)
        asked.connection = connections[compiler.using]
        params = tuple(values[slot] if isinstance(slot, _Slot) else slot for slot in slots)
        asked.as_sql = lambda: (sql, params)
        asked.get_converters = lambda _columns: converters
        query = SimpleNamespace(get_compiler=lambda **_database: asked)
        reads = SimpleNamespace(db=compiler.using, query=query, _known_related_objects={})
        return list(ModelIterable(reads))  # type: ignore[arg-type]  # of a query set it asks these three

    @cached_property
    def _compiled(self) -> tuple[Any, str, tuple[Any, ...], dict[int, Any]]:
        code = self._build.__code__
        names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        rows = self._build(**{name: Value(_Slot(name)) for name in names})
        compiler = rows.query.get_compiler(using=rows.db)
        sql, params = compiler.as_sql()
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        return compiler, sql, tuple(params), converters
