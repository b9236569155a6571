"""One dossier's life by the pages: counter, two files, receipt, four officers, signed result, handed over."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from .life_cycle import ANSWERS, PROCEDURE
from .reader import Reader

APPLICANT, NUMBER = "Nguyễn Thị Đo Lường", "056190000002"
OFFICERS = ("motcua", "hotich", "chutich", "vanthu")
FILE_BYTES = 50_000


@dataclass(frozen=True)
class PageOffice:
    """The four officers of one commune at their screens; the applicant is in the register."""

    counter: Reader
    registrar: Reader
    leader: Reader
    clerk: Reader

    @classmethod
    def open(cls, reader_of: Callable[[str], Reader]) -> "PageOffice":
        """Seat everybody and register the applicant, unless the register knows them."""
        office = cls(*(reader_of(name) for name in OFFICERS))
        desk = office.counter
        desk.open(f"/quay/?q={NUMBER}")
        if not desk.page.xpath("//a[contains(@href, 'nguoi=')]"):
            desk.follow("moi=1")
            given = {"name": APPLICANT, "number": NUMBER, "birth_date": "12/05/1990", "phone": "0905123456"}
            desk.submit("//form[contains(@action, '/quay/nguoi/')]", given)
        return office

    def run_case(self) -> str:
        """Carry one dossier from the counter to the applicant's hands and return its number."""
        number = self._receive()
        registrar = self._at_dossier(self.registrar, number)
        registrar.submit(_act("nhan"), {})
        registrar.submit(_act("xong", "propose"), {})
        self._at_dossier(self.leader, number).submit(_act("ky"), {})
        self._at_dossier(self.clerk, number).submit(_act("dong-dau"), {})
        self._hand_over(number)
        return number

    def _receive(self) -> str:
        desk = self.counter
        desk.open("/quay/")
        desk.open(f"/quay/?q={NUMBER}")
        desk.follow("nguoi=")
        desk.follow(f"thutuc={PROCEDURE}")
        desk.follow("truonghop=chinh-chu")
        declared = {f"khai-{name}": str(value) for name, value in ANSWERS.items()}
        ticked = {"paper-GT-01": "on", "paper-GT-02": "on", "fee_paid": "on"}
        desk.submit(
            "//form[@id='tiep-nhan']", declared | ticked, files={"file-GT-01": a_scan(), "file-GT-02": a_scan()}
        )
        receipt = desk.fetch(desk.link("/giay-hen.pdf"))
        assert receipt.startswith(b"%PDF")
        return desk.address.rstrip("/").split("/")[-2]

    @staticmethod
    def _at_dossier(officer: Reader, number: str) -> Reader:
        """Let an officer look into the inbox, find the dossier and open it."""
        officer.open("/viec/")
        officer.open(f"/viec/?xem=tat-ca&q={number}")
        officer.follow(f"/ho-so/{number}/")
        return officer

    def _hand_over(self, number: str) -> None:
        desk = self.counter
        desk.open(f"/quay/tra-ket-qua/?q={number}")
        desk.follow(f"/quay/tra-ket-qua/{number}/")
        result = desk.fetch(desk.link("/tep/"))
        assert b"<pdfaid:part>2</pdfaid:part>" in result
        desk.submit("//form[.//input[@name='receiver']]", {"receiver": APPLICANT})
        assert desk.address.endswith("/xong/"), desk.address


def a_scan() -> bytes:
    """Return a PDF of 50 kB that nobody has sent before, so that it is stored and not only recognised."""
    note = secrets.token_hex(16).encode()
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%" + note + b"x" * FILE_BYTES + b"\ntrailer<<>>\n%%EOF\n"


def _act(slug: str, outcome: str = "") -> str:
    """Return where the form of an act stands on the page of a dossier."""
    chosen = f"[.//input[@name='outcome'][@value='{outcome}']]" if outcome else ""
    return f"//form[contains(@action, '/viec/{slug}/')]{chosen}"
