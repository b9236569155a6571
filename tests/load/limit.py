"""The bare limit of an act: the same row writes and commit in plain SQL, on the same server."""

import statistics
import time

import psycopg

ROUNDS = 200


def bare_act_seconds(database_url: str) -> float:
    """Return the median seconds of one act's writes: lock, three updates, three inserts, one commit.

    Rows are copied from what the program wrote, so that they are as wide; indexes and triggers work as for an act.
    """
    with psycopg.connect(database_url) as connection:
        row = connection.execute("SELECT max(id) FROM onestop_dossier").fetchone()
        assert row is not None
        dossier = row[0]
        seconds = []
        for _ in range(ROUNDS):
            begin = time.perf_counter()
            _write_once(connection, dossier)
            connection.commit()
            seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds)


def _write_once(connection: psycopg.Connection, dossier: int) -> None:
    columns = {
        "processes_workitem": _columns(
            connection, "processes_workitem", leave={"id", "uuid", "completed_at", "engine_task"}
        ),
        "audit_historyentry": _columns(connection, "audit_historyentry", leave={"id"}),
        "events_outboxevent": _columns(connection, "events_outboxevent", leave={"id", "uuid", "position"}),
    }
    execute = connection.execute
    execute("SELECT * FROM onestop_dossier WHERE id = %s FOR UPDATE", [dossier])
    execute("UPDATE onestop_dossier SET version = version + 1, step_name = step_name || '' WHERE id = %s", [dossier])
    execute("UPDATE processes_workitem SET note = note || '' WHERE id = (SELECT max(id) FROM processes_workitem)")
    execute(
        "UPDATE processes_processinstance SET data = data WHERE id = (SELECT max(id) FROM processes_processinstance)"
    )
    listed = ", ".join(columns["processes_workitem"])
    execute(
        f"INSERT INTO processes_workitem (uuid, completed_at, engine_task, {listed})"  # noqa: S608  names from the catalogue
        f" SELECT gen_random_uuid(), now(), gen_random_uuid(), {listed}"
        " FROM processes_workitem ORDER BY id DESC LIMIT 1"
    )
    listed = ", ".join(columns["audit_historyentry"])
    execute(
        f"INSERT INTO audit_historyentry ({listed})"  # noqa: S608  names from the catalogue
        f" SELECT {listed} FROM audit_historyentry ORDER BY id DESC LIMIT 1"
    )
    listed = ", ".join(columns["events_outboxevent"])
    execute(
        f"INSERT INTO events_outboxevent (uuid, {listed})"  # noqa: S608  names from the catalogue
        f" SELECT gen_random_uuid(), {listed} FROM events_outboxevent ORDER BY id DESC LIMIT 1"
    )


_known: dict[str, tuple[str, ...]] = {}


def _columns(connection: psycopg.Connection, table: str, leave: set[str]) -> tuple[str, ...]:
    if table not in _known:
        rows = connection.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'",
            [table],
        ).fetchall()
        _known[table] = tuple(sorted(f'"{row[0]}"' for row in rows if row[0] not in leave))
    return _known[table]
