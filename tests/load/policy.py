"""What the policy costs on 1,000,000 dossiers: the first page of the list and its count, with it and without.

The rows stand in a temporary table that hides the real one from this session alone, with the same columns and indexes,
so what is measured is the list of the program itself. Run in the environment of a program built by the demo:
`python -m tests.load.policy`.
"""

import json
import statistics
import time
from collections.abc import Callable
from typing import Any

import django

ROWS, ROUNDS = 1_000_000, 15
# Agencies take turns; one dossier in three is decided elsewhere than it was received; one in twenty is open.
FILLED = {
    "id": "n",
    "uuid": "gen_random_uuid()",
    "number": "'H32.1.' || n",
    "owner_id": "people.ids[1 + n % cardinality(people.ids)]",
    "submitter_id": "people.ids[1 + n % cardinality(people.ids)]",
    "reception_id": "places.ids[1 + (n::bigint * 7919) % cardinality(places.ids)]",
    "competent_id": "places.ids[1 + (n::bigint * CASE WHEN n % 3 = 0 THEN 104729 ELSE 7919 END)"
    " % cardinality(places.ids)]",
    "answers": "'{}'::jsonb",
    "parties": "'{}'::jsonb",
    "filed_at": "timestamptz '2024-01-01' + n * interval '1 minute'",
    "accepted_at": "timestamptz '2024-01-01' + n * interval '1 minute'",
    "due_at": "timestamptz '2024-01-10' + n * interval '1 minute'",
    "ended_at": "CASE WHEN n % 20 > 0 THEN timestamptz '2024-01-09' + n * interval '1 minute' END",
    "paused_at": "NULL",
    "clock": "'running'",
    "state": "CASE WHEN n % 20 > 0 THEN 'done' ELSE 'processing' END",
}


def main() -> None:
    """Fill the table and print the milliseconds of list and count for each reach as JSON."""
    django.setup()
    from django.utils import timezone

    from lienthong.kernel.acts.contracts import Actor, ActorKind, Grant, Scope
    from lienthong.kernel.organizations.models import Agency
    from lienthong.systems.onestop import queries
    from lienthong.systems.onestop.policy import SEE

    fill()
    now, filters = timezone.now(), queries.DossierFilters()
    commune, root = Agency.objects.filter(kind="commune").order_by("pk")[0], Agency.objects.get(path="/1/")

    def asked(scope: Scope, agency: Agency) -> dict[str, Callable[[], Any]]:
        grant = Grant(SEE, scope, "r", agency.pk, agency.path)
        actor = Actor(kind=ActorKind.OFFICER, name="Đo", user_id=0, grants=(grant,))
        return {
            "list": lambda: queries.list_dossiers(viewer=actor, filters=filters, now=now),
            "count": lambda: queries.count_by_state(viewer=actor),
        }

    reaches = {
        "without": asked(Scope.PROVINCE, root),
        "agency": asked(Scope.AGENCY, commune),
        "subtree of one agency": asked(Scope.SUBTREE, commune),
        "subtree of all": asked(Scope.SUBTREE, root),
    }
    print(
        json.dumps({what: medians({name: each[what] for name, each in reaches.items()}) for what in ("list", "count")})
    )


def fill() -> None:
    """Put the rows into a temporary table with the columns and indexes of the real one."""
    from django.db import connection

    table = "onestop_dossier"
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = %s", [table])
        indexes = [row[0] for row in cursor.fetchall()]
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
        cursor.execute(f"CREATE TEMPORARY TABLE {table} (LIKE public.{table} INCLUDING DEFAULTS)")
        values = ", ".join(FILLED.get(name, f'one."{name}"') for name in columns)
        names = ", ".join(f'"{name}"' for name in columns)
        filled = (
            f"INSERT INTO {table} ({names}) SELECT {values} FROM generate_series(1, {ROWS}) n,"  # noqa: S608  constants
            f" (SELECT * FROM public.{table} LIMIT 1) one,"
            " (SELECT array_agg(id) AS ids FROM organizations_party) people,"
            " (SELECT array_agg(id) AS ids FROM organizations_agency WHERE kind IN ('commune', 'department')) places"
        )
        cursor.execute(filled)
        for index in indexes:
            cursor.execute(index.replace(f"public.{table}", f"pg_temp.{table}"))
        cursor.execute(f"ANALYZE {table}")


def medians(asked: dict[str, Callable[[], Any]]) -> dict[str, float]:
    """Return the median milliseconds of each, asked in turns, so that all meet the same machine."""
    lasted: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(1 + ROUNDS):
        for name, ask in asked.items():
            begin = time.perf_counter()
            ask()
            lasted[name].append(1000 * (time.perf_counter() - begin))
    return {name: statistics.median(each[1:]) for name, each in lasted.items()}


if __name__ == "__main__":
    main()
