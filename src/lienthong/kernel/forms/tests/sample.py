"""A form with every kind of answer, as tests of several files need it."""

from __future__ import annotations

from typing import Any

from lienthong.kernel.forms.compiled import CompiledForm
from lienthong.kernel.forms.contracts import FieldDescription, FieldKind, FormDescription, SectionDescription
from lienthong.kernel.forms.rules import write

K = FieldKind
WAYS = (("post", "Bưu chính"), ("desk", "Tại quầy"))
GOODS = (
    FieldDescription("what", "Tên hàng", K.TEXT, required=True, max_length=40, limits={"maxLength": 40}),
    FieldDescription("count", "Số lượng", K.INTEGER, required=True, limits={"minimum": 1, "maximum": 1000}),
    FieldDescription("price", "Đơn giá", K.MONEY, widget="money", required=True, limits={"minimum": 0}),
    FieldDescription("amount", "Thành tiền", K.MONEY, widget="money", compute="count * price"),
)
FIELDS = (
    FieldDescription(
        "name", "Họ và tên", K.TEXT, required=True, limits={"minLength": 2, "maxLength": 60}, max_length=60
    ),
    FieldDescription("number", "Số định danh", K.PERSONAL_NUMBER, required=True, prefill="party.personal_number"),
    FieldDescription("company", "Mã số doanh nghiệp", K.BUSINESS_CODE),
    FieldDescription("born", "Ngày sinh", K.DATE),
    FieldDescription("phone", "Điện thoại", K.PHONE),
    FieldDescription("mail", "Thư điện tử", K.EMAIL),
    FieldDescription("home", "Nơi thường trú", K.ADDRESS, limits={"vnAddress": "any"}, replaces=("GT-02",)),
    FieldDescription("area", "Diện tích", K.NUMBER, limits={"minimum": 0}),
    FieldDescription("way", "Cách nhận", K.CHOICE, required=True, choices=WAYS),
    FieldDescription("street", "Nơi gửi đến", K.TEXTAREA, widget="textarea", required=True, condition="way == 'post'"),
    FieldDescription("days", "Ngày rảnh", K.CHOICES, choices=(("t2", "Thứ Hai"), ("t3", "Thứ Ba"))),
    FieldDescription("goods", "Hàng", K.GROUP, widget="table", columns=GOODS, limits={"maxItems": 3}),
    FieldDescription("total", "Tổng", K.MONEY, widget="money", compute="sum(goods.map(g, g.amount))"),
    FieldDescription("plan", "Bản vẽ", K.ATTACHMENT),
    FieldDescription("agree", "Cam đoan", K.CHECKBOX, required=True, limits={"const": True}),
)
DESCRIPTION = FormDescription(
    (SectionDescription("Người nộp", FIELDS[:7], help="Theo giấy tờ"), SectionDescription("Nội dung", FIELDS[7:]))
)
SCHEMA, UI = write(DESCRIPTION)
HOME = {"era": "two-tier", "province": "56", "commune": "22366", "detail": "12 Trần Phú"}
GOOD: dict[str, Any] = {"name": "An Bình", "number": "056190000002", "way": "desk", "agree": True}


def sample_form(version: int = 1) -> CompiledForm:
    """Return the form compiled."""
    return CompiledForm(key="mau", version=version, title="Mẫu", schema=SCHEMA, ui=UI)


def typed(answers: dict[str, Any]) -> dict[str, Any]:
    """Return answers as a browser would send them: flat pairs of text, lists for several boxes."""
    sent: dict[str, Any] = {}
    for name, value in answers.items():
        if name == "home" and isinstance(value, dict):
            sent[name] = f"{value.get('era', '')}:{value.get('province', '')}" if value.get("province") else ""
            sent |= {f"home-{part}": value.get(part, "") for part in ("commune", "detail")}
        elif name == "goods" and isinstance(value, list):
            sent["goods-rows"] = str(len(value))
            for at, row in enumerate(value):
                sent |= {f"goods-{at}-{column}": _text(cell) for column, cell in row.items()}
        elif isinstance(value, list):
            sent[name] = value
        else:
            sent[name] = _text(value)
    return sent


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else ""
    return str(value)
