"""Papers that stand in for real ones: scans of what applicants bring, and results of dossiers long ended."""

from dataclasses import dataclass, field
from datetime import datetime

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.files import services as files
from lienthong.kernel.files.contracts import StoredFileInfo
from lienthong.kernel.papers import services as papers
from lienthong.kernel.signatures import services as signatures
from lienthong.systems.onestop.queries import InstalledPackage

from .catalogue import PROGRAM

MARK = "Bản minh hoạ, dùng chung cho các hồ sơ đã kết thúc của tỉnh minh hoạ."


@dataclass(frozen=True)
class Samples:
    """Scans by name of paper, and stored results by procedure; `sent` are the scans that officers have sent in."""

    scans: dict[str, bytes]
    results: dict[str, StoredFileInfo]
    sent: dict[tuple[str, str], int] = field(default_factory=dict)

    def scan(self, name: str, *, by: Actor, now: datetime) -> int:
        """Return the file of a scan as an officer has sent it, who uses no file that others sent."""
        key = (name, by.name)
        if key not in self.sent:
            order = list(self.scans).index(name) + 1
            file = f"ban-quet-{order:02d}.pdf"
            stored = files.store_bytes(data=self.scans[name], name=file, actor=by, now=now, made_here=True)
            self.sent[key] = stored.id
        return self.sent[key]


def make_samples(*, packages: list[InstalledPackage], now: datetime) -> Samples:
    """Print each scan once, and print, sign and seal one result a procedure."""
    names = sorted({paper.name for each in packages for case in each.spec.cases for paper in case.papers})
    scans = {name: papers.render(template="demo-scan", context=_scanned(name), now=now) for name in names}
    return Samples(scans=scans, results={each.spec.code: _result(each, now) for each in packages})


def _scanned(name: str) -> dict[str, object]:
    return {"name": name, "paper_title": name, "agency": {"name": "Tỉnh minh hoạ"}}


def _result(package: InstalledPackage, now: datetime) -> StoredFileInfo:
    spec = package.spec.result
    context = {
        "agency": {"name": "Cơ quan minh hoạ", "superior": "UBND tỉnh Khánh Hoà", "place": "Khánh Hoà", "phone": ""},
        "number": f"00/{spec.symbol}",
        "date": now,
        "paper_title": spec.title,
        "title": spec.title,
        "dossier": {"code": "H32-000000-0000"},
        "opening": MARK,
        "pairs": [{"label": "Thủ tục", "value": package.spec.title, "strong": True}],
        "recipients": ["Lưu: VT, hồ sơ"],
        "signer": {"capacity": "Người ký minh hoạ", "name": "Người ký minh hoạ"},
    }
    pdf = papers.render(template=spec.template, context=context, now=now)
    for signer, place in (("Người ký minh hoạ", "Signature1"), ("Cơ quan minh hoạ", "Seal1")):
        pdf = signatures.sign_pdf(
            pdf=pdf, signer_name=signer, reason=spec.title, location="Khánh Hoà", now=now, field_name=place
        )
    name = f"ket-qua-minh-hoa-{package.spec.code}.pdf"
    return files.store_bytes(data=pdf, name=name, actor=PROGRAM, now=now, made_here=True)
