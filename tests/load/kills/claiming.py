"""Bulk runs in which the steps of many dossiers are taken, given back, and taken again."""

from .province import open_steps, runs_still, start_bulk
from .trial import Database, Trial

CLAIM, RELEASE = "onestop.step.claim", "onestop.step.release"
LINES = """
SELECT count(*) FILTER (WHERE i.state = 'done'), count(*),
       (SELECT count(*) FROM audit_historyentry h WHERE h.act = r.act AND h.data->>'bulk' = r.uuid::text),
       (SELECT count(DISTINCT h.subject_key) FROM audit_historyentry h
        WHERE h.act = r.act AND h.data->>'bulk' = r.uuid::text)
FROM acts_bulkrun r JOIN acts_bulkitem i ON i.run_id = r.id GROUP BY r.id
"""
HELD = """
SELECT count(*) FROM processes_workitem w WHERE w.subject_key = ANY(%s) AND w.completed_at IS NULL
AND (w.assignee_id IS NOT NULL) <> (
  SELECT count(*) FILTER (WHERE h.act = 'onestop.step.claim') > count(*) FILTER (WHERE h.act = 'onestop.step.release')
  FROM audit_historyentry h WHERE h.subject_key = w.subject_key AND h.data ? 'bulk')
"""


class Claiming(Trial):
    """An officer who cannot make up their mind about the same dossiers."""

    def __init__(self, numbers: list[str]) -> None:
        """Name the dossiers; nothing runs yet."""
        self.numbers = numbers
        self.runs = 0

    def begin(self) -> None:
        """Have a run under way: the steps taken, then given back, then taken again."""
        if not (runs_still(CLAIM) or runs_still(RELEASE)):
            act = RELEASE if self.runs % 2 else CLAIM
            start_bulk(act=act, numbers=self.numbers, username="hotich", inputs={})
            self.runs += 1

    def check(self, database: Database) -> None:
        """Of every run, whichever act it does, as many lines are done as the history says, each of another subject."""
        for done, lines, written, subjects in database.execute(LINES).fetchall():
            assert done == written == subjects, (done, lines, written, subjects)
        wrong = database.execute(HELD, [self.numbers]).fetchone()
        assert wrong == (0,), f"{wrong} steps are held otherwise than the history says"

    def finish(self) -> dict[str, int]:
        """Count what was done in all runs; they have ended."""
        from lienthong.kernel.acts.contracts import ItemState
        from lienthong.kernel.acts.models import BulkItem

        assert len(open_steps(self.numbers)) == len(self.numbers)
        done = BulkItem.objects.filter(state=ItemState.DONE)
        assert not BulkItem.objects.exclude(state=ItemState.DONE).exists(), "some subjects were not done"
        return {"bulk acts": done.count()}
