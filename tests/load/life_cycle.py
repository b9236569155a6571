"""One dossier's life by the API: create, six acts, one document of 50 kB, the signed result, as four officers."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .people import Person

PROCEDURE = "2.000635"
ANSWERS = {
    "document_kind": "khai_sinh",
    "registered_name": "Lê Thị Mai",
    "registered_birth_date": "2001-03-14",
    "registered_at": "UBND phường Nha Trang",
    "relationship": "ban_than",
    "copies": 2,
}
DOCUMENT = b"%PDF-1.4\n1 0 obj<<>>endobj\n" + b"%" + b"x" * 50_000 + b"\ntrailer<<>>\n%%EOF\n"


@dataclass
class Office:
    """The four officers of one commune, and how long each of their requests took, in seconds by name."""

    counter: Person
    registrar: Person
    leader: Person
    clerk: Person
    party: int
    seconds: dict[str, list[float]] = field(default_factory=dict)

    @classmethod
    def open(cls, base: str) -> "Office":
        """Sign everybody in and register one applicant."""
        people = [Person(base, name) for name in ("motcua", "hotich", "chutich", "vanthu")]
        party = people[0].post("/parties", {"name": "Nguyễn Đo Lường", "number": "056090000001"})["id"]
        return cls(*people, party=party)

    def timed(self, name: str, request: Callable[[], Any]) -> Any:
        """Do one request and note its time."""
        begin = time.perf_counter()
        answer = request()
        self.seconds.setdefault(name, []).append(time.perf_counter() - begin)
        return answer

    def run_case(self) -> str:
        """Carry one dossier through ten requests and return its number."""
        made = self.timed("create", lambda: self.counter.post("/dossiers", self._draft()))
        number = made["number"]
        file_id = self.timed("upload", lambda: self.counter.upload(DOCUMENT))
        self._act("attach", self.counter, number, "onestop.dossier.attach", name="Bản chụp", file=file_id)
        step = self.timed("read", lambda: self.registrar.get(f"/dossiers/{number}"))["steps"][0]["id"]
        self._act("claim", self.registrar, number, "onestop.step.claim", work_item=step)
        self._act("opinion", self.registrar, number, "onestop.dossier.opinion", text="Đã đối chiếu sổ gốc.")
        self._act("complete", self.registrar, number, "onestop.step.complete", work_item=step, outcome="propose")
        # Steps of one case are numbered one after another only when nobody else works: read the next.
        step = self.leader.get(f"/dossiers/{number}")["steps"][0]["id"]
        self._act("sign", self.leader, number, "onestop.result.sign", work_item=step)
        step = self.clerk.get(f"/dossiers/{number}")["steps"][0]["id"]
        self._act("issue", self.clerk, number, "onestop.result.issue", work_item=step)
        self._act("return", self.counter, number, "onestop.result.return", receiver="Nguyễn Đo Lường")
        return str(number)

    def _draft(self) -> dict[str, Any]:
        return {
            "package": PROCEDURE,
            "case": "chinh-chu",
            "owner": self.party,
            "submitter": self.party,
            "answers": ANSWERS,
            "papers": [{"code": "GT-01"}, {"code": "GT-02"}],
            "fee_paid": True,
        }

    def _act(self, label: str, person: Person, number: str, act: str, **inputs: Any) -> None:
        self.timed(label, lambda: person.post(f"/dossiers/{number}/acts/{act}", inputs))
