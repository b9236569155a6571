"""A world that many tests begin with: built by its services once a process, laid in again for every later test.

Building it means hundreds of statements, forms and processes read and checked; laying its rows in again means one.
"""

from collections.abc import Callable
from copy import deepcopy
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connection
from psycopg import sql

P = ParamSpec("P")
R = TypeVar("R")

# Rows that the running transaction or a part of it wrote; an earlier transaction has a smaller number.
_OURS = sql.SQL("xmin::text::bigint >= (pg_current_xact_id()::text::bigint & 4294967295)")

_READ = sql.SQL("SELECT json_agg(rows)::text FROM (SELECT {} FROM {} WHERE {}) AS rows")
# What stood there before the world was built and was changed by it, the mark of the organisation, has its trigger.
_WRITE = sql.SQL("INSERT INTO {0} ({1}) SELECT {1} FROM json_populate_recordset(NULL::{0}, {2}) ON CONFLICT DO NOTHING")


def standing(build: Callable[P, R]) -> Callable[P, R]:
    """Build the world when it is first asked for and lay the same rows in again afterwards.

    What `build` returns is plain data and is returned as a copy; the rows keep their keys, which nothing else can
    have got meanwhile, since the counters of the database are not taken back with a transaction. A test that commits,
    or that wrote to the same tables before, gets a world that is built for it alone.

    :param build: writes rows in the tables of the default database and nothing else that a test could miss
    """
    kept: dict[str, tuple[R, str]] = {}

    @wraps(build)
    def lay(*args: P.args, **kwargs: P.kwargs) -> R:
        if not connection.in_atomic_block:
            return build(*args, **kwargs)
        key = repr((connection.settings_dict["NAME"], args, sorted(kwargs.items())))
        if key in kept:
            result, rows = kept[key]
            with connection.cursor() as cursor:
                cursor.execute(rows)
            return deepcopy(result)
        before = _written()
        result = build(*args, **kwargs)
        after = _written()
        if not before & after:
            kept[key] = (deepcopy(result), _rows_of(tables=sorted(after)))
        return result

    return lay


def _written() -> set[str]:
    """Return the tables to which the running transaction wrote rows."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        of_table = sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {} WHERE {})")
        each = [of_table.format(sql.Literal(name), sql.Identifier(name), _OURS) for name in tables]
        cursor.execute(sql.SQL(" UNION ALL ").join(each))
        return {name for (name,) in cursor.fetchall()}


def _rows_of(*, tables: list[str]) -> str:
    """Return the statements that write the rows of these tables again."""
    statements = []
    with connection.cursor() as cursor:
        for table in tables:
            described = connection.introspection.get_table_description(cursor, table)
            columns = sql.SQL(", ").join(sql.Identifier(column.name) for column in described)
            cursor.execute(_READ.format(columns, sql.Identifier(table), _OURS))
            (rows,) = cursor.fetchone()
            statements.append(_WRITE.format(sql.Identifier(table), columns, sql.Literal(rows)))
        return sql.SQL("; ").join(statements).as_string(cursor.cursor)
