"""Lots of results numbered and signed by a leader in one confirmation, then sealed and issued in another."""

from .province import accept, officer, open_steps, runs_still, start_bulk
from .trial import Database, Trial

LOT = 40
COMPLETE, SIGN, ISSUE = "onestop.step.complete", "onestop.result.sign", "onestop.result.issue"
# Who does what to a lot, in this order.
STAGES = (("hotich", COMPLETE, {"outcome": "propose"}), ("chutich", SIGN, {}), ("vanthu", ISSUE, {}))
SIGNED = """
SELECT count(*), count(r.issued_at), count(DISTINCT r.number), count(DISTINCT p.id),
       (SELECT count(*) FROM audit_historyentry h WHERE h.act = %(sign)s AND h.subject_key = ANY(%(numbers)s)),
       (SELECT count(*) FROM audit_historyentry h WHERE h.act = %(issue)s AND h.subject_key = ANY(%(numbers)s)),
       (SELECT count(*) FROM numbering_givennumber g WHERE g.subject_key = ANY(%(numbers)s))
FROM onestop_result r JOIN onestop_dossier d ON d.id = r.dossier_id
LEFT JOIN papers_paper p ON p.subject_key = d.number AND p.id = r.paper_id
WHERE d.number = ANY(%(numbers)s)
"""
BOOKS = """
SELECT b.kind, b.last, b.recorded_after, count(g.number), max(g.number) FROM numbering_book b
JOIN numbering_givennumber g ON g.book_id = b.id GROUP BY b.id
HAVING count(*) FILTER (WHERE g.number > b.recorded_after) <> b.last - b.recorded_after
"""


class Signing(Trial):
    """Officer, leader and clerk of a commune who work lot by lot."""

    def __init__(self, party_id: int) -> None:
        """Name the applicant of all; the first lot comes with the first work."""
        self.party_id = party_id
        self.numbers: list[str] = []
        self._lot: list[str] = []
        self._stage = len(STAGES)

    def begin(self) -> None:
        """Have a run under way: of the next stage, or of the next lot."""
        if any(runs_still(act) for _username, act, _inputs in STAGES):
            return
        if self._stage == len(STAGES):
            self._lot, self._stage = accept(LOT, party_id=self.party_id), 0
            self.numbers += self._lot
        username, act, inputs = STAGES[self._stage]
        start_bulk(act=act, numbers=self._lot, username=username, inputs=inputs)
        self._stage += 1

    def check(self, database: Database) -> None:
        """As many results, numbers and entries of the history as were signed; papers as were issued; no gap."""
        given = {"numbers": self.numbers, "sign": SIGN, "issue": ISSUE}
        row = database.execute(SIGNED, given).fetchone()
        assert row is not None
        results, issued, different, papers, signed, sealed, numbered = row
        assert results == different == signed == numbered, row
        assert issued == papers == sealed, row
        wrong = database.execute(BOOKS).fetchall()
        assert wrong == [], wrong

    def finish(self) -> dict[str, int]:
        """Bring the last lot to its end, and verify each paper: signed once, sealed once, in this order."""
        from django.utils import timezone

        from lienthong.kernel.acts.contracts import Actor
        from lienthong.kernel.files.queries import open_file
        from lienthong.kernel.numbering.queries import find_gaps
        from lienthong.kernel.signatures.services import verify_pdf
        from lienthong.systems.onestop.models import Result
        from tests.support.waiting import wait_for

        while self._stage < len(STAGES):
            self.begin()
            wait_for(lambda: not runs_still())
        assert find_gaps(viewer=Actor.system("tests")) == ()
        results = list(Result.objects.filter(dossier__number__in=self.numbers))
        assert len(results) == len(self.numbers)
        signers = [officer("chutich").name, officer("vanthu").agency_name]
        for result in results:
            with open_file(file_id=result.file_id or 0) as file:
                report = verify_pdf(pdf=file.read(), now=timezone.now())
            assert [each.intact for each in report.signatures] == [True, True], result.number
            assert [each.signer for each in report.signatures] == signers, result.number
        assert set(open_steps(self.numbers)) <= set(self.numbers)
        return {"papers signed and sealed": len(results)}
