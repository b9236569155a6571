"""A dossier in the words of the second generation (onestop domain, 17.3); addresses have two tiers only."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from lienthong.systems.onestop.contracts import DossierPicture, PicturedFile, PicturedPaper

from ..contracts import Line, RouteInfo
from ..rules import VIETNAM

SUPPLEMENT, PAYMENT, DONE = 5, 6, 9
ORIGINAL, COPY, ELECTRONIC = "0", "1", "2"
# Puts a file at the gateway and returns its id and hash there.
Sent = Callable[[PicturedFile], tuple[str, str]]


def dossier_fields(picture: DossierPicture, route: RouteInfo, sent: Sent) -> dict[str, Any]:
    """Return what connects a dossier: all that is known now, whatever was sent before."""
    owner = picture.party("owner")
    return {
        "MaHoSo": picture.number,
        "MaTTHC": picture.procedure,
        "MaDichVuCong": route.service_code,
        "ChuHoSo": owner.get("name", ""),
        "LoaiDoiTuong": _kind(owner),
        "MaDonViTiepNhan": picture.reception_code,
        "NgayNop": _moment(picture.filed_at),
        "NgayTiepNhan": _moment(picture.received_at),
        "NgayHenTra": _moment(picture.due_at),
        "ThanhPhanHoSo": [_paper(paper, sent) for paper in picture.papers],
        "ThongTinNguoiNop": _submitter(picture),
    }


def line_fields(line: Line, portal_id: str) -> dict[str, str]:
    """Return a line of progress."""
    return {
        "IdHoSo": portal_id,
        "MaHoSo": line.number,
        "NguoiXuLy": line.officer,
        "ThoiDiemXuLy": _moment(line.at),
        "PhongBanXuLy": line.unit,
        "NoiDungXuLy": line.content,
        "TrangThai": str(line.state),
        "NgayBatDau": _moment(line.begun_at),
        "NgayKetThucTheoQuyDinh": _moment(line.due_at),
    }


def state_fields(picture: DossierPicture, portal_id: str, sent: Sent) -> dict[str, Any]:
    """Return the state, with what belongs to it: the supplement, the fees, or the results."""
    told: dict[str, Any] = {"IdHoSo": portal_id, "MaHoSo": picture.number, "TrangThai": str(picture.portal_state)}
    if picture.portal_state == SUPPLEMENT and picture.supplements:
        last = picture.supplements[-1]
        told["YeuCauBoSung"] = {
            "NguoiYeuCauBoSung": last.requested_by,
            "NoiDungBoSung": "; ".join((last.reason, *last.contents)),
            "NgayBoSung": _moment(last.requested_at),
            "NgayHenTraTruoc": _moment(last.due_before),
        }
    if picture.portal_state == PAYMENT:
        told["DanhSachLePhi"] = [
            {"MaPhiLePhi": fee.code, "TenPhiLePhi": fee.name, "Gia": str(fee.amount)} for fee in picture.fees
        ]
    if picture.portal_state >= DONE:
        told["GiayToKetQua"] = [
            {"MaKetQua": each.type_code, "TenGiayTo": f"{each.title} {each.number}".strip(), **_stored(each.file, sent)}
            for each in picture.results
            if not each.end
        ]
    return told


def _paper(paper: PicturedPaper, sent: Sent) -> dict[str, Any]:
    kept = {"MaKetQua": paper.replaced_by, "TenGiayTo": paper.name}
    return {
        "MaThanhPhanHoSo": paper.code,
        "TenThanhPhanHoSo": paper.name,
        "SoLuong": str(max(1, paper.originals + paper.copies)),
        "LoaiBan": ELECTRONIC if paper.file else ORIGINAL if paper.originals else COPY,
        "GiayToDinhKem": [{**kept, **_stored(paper.file, sent)}] if paper.file or paper.replaced_by else [],
    }


def _stored(file: PicturedFile | None, sent: Sent) -> dict[str, str]:
    file_id, digest = sent(file) if file else ("", "")
    return {"IdGiayTo": file_id, "HashTepTin": digest}


def _submitter(picture: DossierPicture) -> dict[str, Any]:
    submitter, owner = picture.party("submitter"), picture.party("owner")
    return {
        "LoaiDoiTuong": _kind(submitter),
        "IdDoiTuong": "",
        "ThongTinChiTiet": {
            "TenNguoiNop": submitter.get("name", ""),
            "SoDinhDanh": submitter.get("number", ""),
            "NgaySinh": submitter.get("birth_date", ""),
            "SoDienThoai": submitter.get("phone", ""),
            "Email": submitter.get("email", ""),
            "MaTinh": "",
            "MaXa": "",
            "DiaChiChiTiet": submitter.get("address", ""),
            "TenChuHs": owner.get("name", ""),
            "SoDinhDanhChuHs": owner.get("number", ""),
        },
    }


def _kind(party: Mapping[str, str]) -> str:
    return str(settings.NATIONAL_PORTAL_2_CODES.get(f"kind.{party.get('kind', 'citizen')}", ""))


def _moment(at: datetime | None) -> str:
    return at.astimezone(VIETNAM).isoformat(timespec="seconds") if at else ""
