"""Papers that stand in for real ones: scans of what applicants bring, and results of dossiers long ended."""

from dataclasses import dataclass
from datetime import datetime

from lienthong.kernel.files import services as files
from lienthong.kernel.files.contracts import StoredFileInfo
from lienthong.kernel.papers import services as papers
from lienthong.kernel.signatures import services as signatures
from lienthong.systems.onestop.queries import InstalledPackage

from .catalogue import PROGRAM

MARK = "Bản minh hoạ, dùng chung cho các hồ sơ đã kết thúc của tỉnh minh hoạ."


@dataclass(frozen=True)
class Samples:
    """Stored files: a scan by name of paper, a result by procedure."""

    scans: dict[str, int]
    results: dict[str, StoredFileInfo]


def make_samples(*, packages: list[InstalledPackage], now: datetime) -> Samples:
    """Print each scan once, and print, sign and seal one result a procedure."""
    names = sorted({paper.name for each in packages for case in each.spec.cases for paper in case.papers})
    scans = {name: _scan(name, order, now) for order, name in enumerate(names, start=1)}
    return Samples(scans=scans, results={each.spec.code: _result(each, now) for each in packages})


def _scan(name: str, order: int, now: datetime) -> int:
    pdf = papers.render(template="demo-scan", context=_scanned(name), now=now)
    return files.store_bytes(data=pdf, name=f"ban-quet-{order:02d}.pdf", actor=PROGRAM, now=now, made_here=True).id


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
    for signer, field in (("Người ký minh hoạ", "Signature1"), ("Cơ quan minh hoạ", "Seal1")):
        pdf = signatures.sign_pdf(
            pdf=pdf, signer_name=signer, reason=spec.title, location="Khánh Hoà", now=now, field_name=field
        )
    name = f"ket-qua-minh-hoa-{package.spec.code}.pdf"
    return files.store_bytes(data=pdf, name=name, actor=PROGRAM, now=now, made_here=True)
