"""A dossier in the words of the first generation (onestop domain, 17.2)."""

from typing import Any

from django.conf import settings

from lienthong.systems.onestop.contracts import (
    Channel,
    DossierPicture,
    PicturedFee,
    PicturedFile,
    PicturedPaper,
    PicturedResult,
    PicturedSupplement,
)

from ..contracts import Line, RouteInfo
from ..extensions import Files
from ..rules import limit_words, stamp

CHANNELS = {Channel.COUNTER: "1", Channel.ONLINE: "2", Channel.POST: "3"}
FEE_KINDS = {"phi": "1", "le_phi": "2"}
# The moment of collection: on reception, with a supplement, on return of the result.
ON_RECEPTION = "1"


def dossier_fields(picture: DossierPicture, route: RouteInfo, files: Files) -> dict[str, Any]:
    """Return one entry of `data`: all that is known now, whatever was sent before."""
    owner, submitter = picture.party("owner"), picture.party("submitter")
    amount, unit = limit_words(picture.limit)
    return {
        "MaHoSo": picture.number,
        "MaTTHC": picture.procedure,
        "TenTTHC": picture.title,
        "MaLinhVuc": route.field_code,
        "TenLinhVuc": picture.field,
        "KenhThucHien": CHANNELS[picture.channel],
        "ChuHoSo": owner.get("name", ""),
        "LoaiDoiTuong": _code(f"kind.{owner.get('kind', 'citizen')}"),
        "MaDoiTuong": "",
        **_identity(owner.get("number", "")),
        "TaiKhoanDuocXacThucVoiVNeID": _flag(picture.vneid),
        "MaCSDL": _flag(picture.vneid),
        "Email": submitter.get("email", ""),
        "Fax": "",
        "SoDienThoai": submitter.get("phone", ""),
        "ThongTinKhac": "",
        "TrichYeuHoSo": picture.summary,
        "NgayNopHoSo": stamp(picture.filed_at),
        "NgayTiepNhan": stamp(picture.received_at),
        "NgayHenTra": stamp(picture.due_at),
        "NgayTuChoi": stamp(picture.refused_at),
        "NgayKetThucXuLy": stamp(picture.ended_at),
        "NgayTra": stamp(picture.returned_at),
        "TrangThaiHoSo": str(picture.portal_state),
        "HinhThucTra": _code(f"delivery.{picture.delivery.value}"),
        "ThongTinTra": submitter.get("address", ""),
        "NoiNopHoSo": _code("place.portal" if picture.filed_elsewhere else "place.here"),
        "DonViXuLy": picture.competent,
        "MaDonViXuLy": picture.competent_code,
        "ThoiGianGiaiQuyet": amount,
        "DonViTinh": unit,
        "HoSoCoThanhPhanSoHoa": _flag(picture.has_digitised),
        "DuocThanhToanTrucTuyen": picture.paid_online,
        "GhiChu": picture.note,
        "TaiLieuNop": [_file(paper, paper.file, files) for paper in picture.papers if paper.file],
        "DanhSachLePhi": [_fee(fee) for fee in picture.fees],
        "DanhSachTepDinhKemKhac": [_other(paper) for paper in picture.papers if not paper.file],
        "DanhSachHoSoBoSung": [_supplement(each) for each in picture.supplements],
        "DanhSachGiayToKetQua": [_result(each, files) for each in picture.results if not each.end],
    }


def line_fields(line: Line) -> dict[str, str]:
    """Return a line of progress."""
    return {
        "MaHoSo": line.number,
        "NguoiXuLy": line.officer,
        "ChucDanh": line.position,
        "ThoiDiemXuLy": stamp(line.at),
        "PhongBanXuLy": line.unit,
        "NoiDungXuLy": line.content,
        "TrangThai": str(line.state),
        "NgayBatDau": stamp(line.begun_at),
        "NgayKetThucTheoQuyDinh": stamp(line.due_at),
    }


def _identity(number: str) -> dict[str, str]:
    """Return kind and number of an identity: 1 for the personal number, 2 for the identity card before it."""
    kind = {12: "1", 9: "2"}.get(len(number), "") if number.isdigit() else ""
    return {"LoaiDinhDanh": kind, "SoDinhDanh": number}


def _file(paper: PicturedPaper, file: PicturedFile, files: Files) -> dict[str, str]:
    return {
        "TepDinhKemId": str(file.file_id),
        "TenTepDinhKem": file.name,
        "IsDeleted": "False",
        "MaThanhPhanHoSo": paper.code,
        "DuongDanTaiTepTin": files.link(file),
        "DuocSoHoa": _flag(paper.digitised),
        "DuocTaiSuDung": _flag(paper.reused),
        "DuocLayTuKhoDMQG": _flag(paper.from_store),
        "MaKetQuaThayThe": paper.replaced_by,
    }


def _other(paper: PicturedPaper) -> dict[str, str]:
    return {
        "TenGiayTo": paper.name,
        "SoLuong": str(paper.originals + paper.copies),
        "LoaiGiayTo": "0" if paper.originals else "1",
        "DuocTaiSuDung": _flag(paper.reused),
        "MaKetQuaThayThe": paper.replaced_by,
    }


def _fee(fee: PicturedFee) -> dict[str, str]:
    return {
        "TenPhiLePhi": fee.name,
        "MaPhiLePhi": fee.code,
        "HinhThucThu": ON_RECEPTION,
        "Gia": str(fee.amount),
        "LoaiPhiLePhi": FEE_KINDS.get(fee.kind, "1"),
    }


def _supplement(each: PicturedSupplement) -> dict[str, Any]:
    return {
        "HoSoBoSungId": str(each.no),
        "NguoiYeuCauBoSung": each.requested_by,
        "NoiDungBoSung": "; ".join((each.reason, *each.contents)),
        "NgayBoSung": stamp(each.requested_at),
        "NguoiTiepNhanBoSung": each.received_by,
        "ThongTinTiepNhan": "",
        "NgayTiepNhanBoSung": stamp(each.answered_at),
        "TrangThaiBoSung": "1" if each.answered_at or each.withdrawn else "0",
        "DanhSachGiayToBoSung": [{"TenGiayTo": content} for content in each.contents],
        "DanhSachLePhiBoSung": [],
        "NgayHenTraTruoc": stamp(each.due_before),
        "NgayHenTraMoi": stamp(each.due_after),
    }


def _result(each: PicturedResult, files: Files) -> dict[str, str]:
    return {
        "TenGiayTo": f"{each.title} {each.number}".strip(),
        "MaThanhPhanHoSo": each.type_code,
        "GiayToId": each.code,
        "DuongDanTepTinKetQua": files.link(each.file) if each.file else "",
        "MaGiayToKetQua": each.type_code,
    }


def _code(meaning: str) -> str:
    return str(settings.NATIONAL_PORTAL_1_CODES.get(meaning, ""))


def _flag(value: bool | None) -> str:  # noqa: FBT001  a flag is what it writes
    return "1" if value else "0"
