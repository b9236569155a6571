"""kill -9 of the web server while a dossier is being submitted: it is there whole, or not at all."""

import os
import signal
import threading

import psycopg

from tests.load.people import Person
from tests.support.filing import draft, submit, suppressed
from tests.support.program import RunningProgram

# `tests.load.kills` does it with all other work, two hundred times.
ROUNDS = 4


def test_a_submission_is_whole_or_absent_and_its_retry_makes_no_second(running_program: RunningProgram) -> None:
    with Person(running_program.url, "motcua") as person:
        party = person.post("/parties", {"name": "Trần Thử Lỗi", "number": "056091000002"})["id"]
        numbers = []
        for attempt in range(ROUNDS):
            key = f"fault-{attempt}"
            sender = threading.Thread(target=lambda key=key: suppressed(lambda: submit(person, draft(party), key)))
            sender.start()
            threading.Event().wait(0.004 * attempt)  # the kill falls at another place of the request each time
            os.killpg(running_program.servers.processes["web"].pid, signal.SIGKILL)
            running_program.servers.processes["web"].wait()
            sender.join()
            running_program.start_web(workers=1)
            answer = submit(person, draft(party), key)
            assert answer.status_code in {200, 201}
            numbers.append(answer.json()["number"])
    assert len(set(numbers)) == ROUNDS
    with psycopg.connect(running_program.database_url) as connection:
        rows = connection.execute(
            "SELECT d.number, count(DISTINCT w.id), count(DISTINCT p.id), count(DISTINCT h.id)"
            " FROM onestop_dossier d"
            " LEFT JOIN processes_workitem w ON w.subject_key = d.number"
            " LEFT JOIN onestop_dossierpaper p ON p.dossier_id = d.id"
            " LEFT JOIN audit_historyentry h ON h.subject_key = d.number"
            " WHERE d.owner_id = %s GROUP BY d.number",
            [party],
        ).fetchall()
    assert sorted(row[0] for row in rows) == sorted(numbers)
    assert {row[1:] for row in rows} == {(1, 2, 1)}
