"""Each printed form carries its fields, in Vietnamese as written, with whatever data come."""

import subprocess
from datetime import UTC, date, datetime
from typing import Any

import pytest

from lienthong.kernel.papers import services as papers
from lienthong.kernel.papers.contracts import PaperNotRendered

NOW = datetime(2026, 11, 23, 1, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db
DUE = datetime(2026, 11, 26, 1, 15, tzinfo=UTC)
HEAD: dict[str, Any] = {
    "agency": {"superior": "UBND tỉnh Minh Giang", "name": "UBND phường Đông Hải", "place": "Đông Hải"},
    "number": "125/TNHS",
    "date": date(2026, 2, 3),
    "form": {"number": "01", "basis": "Thông tư số 03/2025/TT-VPCP"},
    "dossier": {"code": "H99.31-261123-0007"},
    "applicant": {"name": "Nguyễn Thị Hường", "identity": "099012345678", "address": "Số 7 Trần Phú"},
    "procedure": {"name": "Đăng ký khai sinh", "field": "Hộ tịch"},
    "received_at": NOW,
    "due_at": DUE,
    "qr_text": "https://minhgiang.example/giay-to/7KD4X22QAB/",
}
SIGNER = {"act": "KT. Giám đốc", "capacity": "Phó Giám đốc", "name": "Lê Thị Quỳnh Như"}
FORMS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "receipt": (
        {"papers": [{"name": "Giấy chứng sinh", "kind": "Bản điện tử", "count": 2}], "secret": "7KD4-22QX"},
        [
            "GIẤY TIẾP NHẬN HỒ SƠ",
            "VÀ HẸN TRẢ KẾT QUẢ",
            "Tiếp nhận hồ sơ của: Nguyễn Thị Hường",
            "Giấy chứng sinh",
            "4. Thời gian nhận hồ sơ: 08 giờ 15 phút, ngày 23 tháng 11 năm 2026",
            "5. Thời gian trả kết quả giải quyết hồ sơ: 08 giờ 15 phút, ngày 26 tháng 11 năm 2026",
            "7KD4-22QX",
            "NGƯỜI TIẾP NHẬN HỒ SƠ",
        ],
    ),
    "supplement": (
        {"items": [{"name": "Giấy chứng nhận kết hôn", "request": "Gửi lại bản rõ"}], "reason": "Bản gửi bị mờ"},
        [
            "PHIẾU YÊU CẦU BỔ SUNG",
            "HOÀN THIỆN HỒ SƠ",
            "Giấy chứng nhận kết hôn",
            "Gửi lại bản rõ",
            "Lý do: Bản gửi bị mờ",
        ],
    ),
    "refusal": (
        {"reason": "Không thuộc thẩm quyền", "returned": [{"name": "Giấy chứng sinh"}]},
        ["PHIẾU TỪ CHỐI TIẾP NHẬN", "Không thuộc thẩm quyền", "Giấy tờ trả lại", "Số CCCD/Mã số thuế: 099012345678"],
    ),
    "apology": (
        {"reason": "Xác minh chậm", "new_due_at": DUE, "signer": SIGNER},
        ["PHIẾU XIN LỖI VÀ HẸN LẠI", "Kính gửi:", "xin lỗi ông (bà)", "Xác minh chậm", "PHÓ GIÁM ĐỐC", "Nơi nhận"],
    ),
    "control-slip": (
        {"rows": [{"from": "Một cửa", "to": f"Phòng {n}", "at": NOW, "result": "Đúng hạn"} for n in range(60)]},
        ["QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", "Nhận: Phòng 0", "Nhận: Phòng 59", "Đúng hạn", "Trang 1/"],
    ),
    "hand-over-slip": (
        {
            "giving": "Một cửa",
            "taking": "Sở Xây dựng",
            "rows": [{"code": f"H99-{n}", "name": "Đăng ký", "due_at": NOW, "result": "Quá hạn"} for n in range(40)],
        },
        ["PHIẾU GIAO NHẬN HỒ SƠ", "Bên nhận: Sở Xây dựng", "H99-39", "Quá hạn", "NGƯỜI NHẬN"],
    ),
    "result-generic": (
        {"title": "Trích lục khai sinh", "pairs": [{"label": "Họ, tên", "value": "Đỗ Ngưỡng"}], "signer": SIGNER},
        ["TRÍCH LỤC KHAI SINH", "Họ, tên:", "Đỗ Ngưỡng", "KT. GIÁM ĐỐC", "Lê Thị Quỳnh Như"],
    ),
}


def text_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


@pytest.mark.parametrize("template", FORMS)
def test_a_form_carries_its_heading_and_fields(template: str) -> None:
    changes, expected = FORMS[template]
    text = text_of(papers.render(template=template, context={**HEAD, **changes}, now=NOW))
    common = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "UBND PHƯỜNG ĐÔNG HẢI"]
    head = [*common, "Số: 125/TNHS", "Đông Hải, ngày 03 tháng 02 năm 2026", "Thông tư số 03/2025/TT-VPCP"]
    assert [words for words in [*head, *expected] if words not in text] == []


@pytest.mark.parametrize("template", FORMS)
def test_a_form_prints_hostile_text_as_it_stands(template: str) -> None:
    hostile = '#read("/etc/passwd") $x *y*'
    agency = {**HEAD["agency"], "place": hostile}
    text = text_of(papers.render(template=template, context={**HEAD, **FORMS[template][0], "agency": agency}))
    assert hostile in text


@pytest.mark.parametrize("template", FORMS)
def test_a_form_says_which_data_are_missing(template: str) -> None:
    with pytest.raises(PaperNotRendered):
        papers.render(template=template, context={"agency": {"name": "UBND phường Đông Hải"}})


@pytest.mark.parametrize("template", [name for name in FORMS if name not in {"control-slip", "hand-over-slip"}])
def test_a_form_leaves_a_place_to_sign(template: str) -> None:
    assert papers.locate_signature(template=template, context={**HEAD, **FORMS[template][0]}) is not None
