"""Dossiers filed at the counter over the API, each sent twice with one key, as one does who got no answer."""

import threading
from contextlib import suppress

import httpx

from tests.load.people import Person
from tests.support.filing import draft, submit
from tests.support.waiting import wait_for

from .trial import Database, Trial

FILED = """
SELECT d.number, count(DISTINCT w.id), count(DISTINCT p.id), count(DISTINCT h.id), count(DISTINCT e.id)
FROM onestop_dossier d
LEFT JOIN processes_workitem w ON w.subject_key = d.number
LEFT JOIN onestop_dossierpaper p ON p.dossier_id = d.id
LEFT JOIN audit_historyentry h ON h.subject_key = d.number
LEFT JOIN events_outboxevent e ON e.subject = d.number AND e.type LIKE '%%accepted%%'
WHERE d.owner_id = %s GROUP BY d.number
"""


class Filing(Trial):
    """The clerk at the counter."""

    def __init__(self, desk: Person, party_id: int) -> None:
        """Name the clerk and the applicant."""
        self.desk = desk
        self.party_id = party_id
        self.filed: list[str] = []
        self._sender: threading.Thread | None = None

    @property
    def _key(self) -> str:
        return f"kill-{len(self.filed)}"

    def begin(self) -> None:
        """Send a dossier."""
        self._sender = threading.Thread(target=self._try, args=(self._key,))
        self._sender.start()

    def resume(self) -> None:
        """Send it again until there is an answer, and once more: the key makes them one."""
        if self._sender is not None:
            self._sender.join()
        answers: list[str] = []
        while len(answers) < 2:
            wait_for(lambda: bool(number := self._try(self._key)) and not answers.append(number))
        assert answers[0] == answers[1]
        self.filed.append(answers[0])

    def _try(self, key: str) -> str:
        with suppress(httpx.HTTPError):
            answer = submit(self.desk, draft(self.party_id), key)
            return str(answer.raise_for_status().json()["number"])
        return ""

    def check(self, database: Database) -> None:
        """Each dossier is there once, with its step, papers, history and event."""
        rows = database.execute(FILED, [self.party_id]).fetchall()
        assert sorted(row[0] for row in rows) == sorted(self.filed), "a dossier is missing, or filed twice"
        assert {row[1:] for row in rows} <= {(1, 2, 1, 1)}, {row[1:] for row in rows}

    def finish(self) -> dict[str, int]:
        """Count the dossiers."""
        return {"dossiers filed": len(self.filed)}
