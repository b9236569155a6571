"""What stands on a result, printed and as data."""

from typing import Any

from django.utils import timezone

from lienthong.kernel.forms import queries as forms
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.papers import services as papers
from lienthong.kernel.papers.contracts import Attached

from ..contracts import ResultSpec
from ..models import Dossier, Result
from ..rules import result_content
from .slips import local


def result_lines(dossier: Dossier, spec: ResultSpec) -> list[list[str]]:
    """Return the printed lines of a result, answers as people read them."""
    form = forms.get_form(key=dossier.form_key, version=dossier.form_version)
    return result_content(spec, form.texts(dossier.answers), dossier.parties)


def result_context(dossier: Dossier, result: Result, spec: ResultSpec) -> dict[str, Any]:
    """Return the data of the result: number, content, signer, and the QR that verifies it (section 12.2)."""
    agency = dossier.competent
    parent = organizations.get_agency(agency_id=agency.parent_id).name if agency.parent_id else ""
    return {
        "agency": {"name": agency.name, "superior": parent, "place": "Khánh Hoà", "phone": agency.phone},
        "number": result.number,
        "date": local(result.signed_at),
        "paper_title": result.title,
        "title": result.title,
        "dossier": {"code": dossier.number},
        "opening": spec.preamble,
        "pairs": [
            {"label": label, "value": value, "strong": row == 0} for row, (label, value) in enumerate(result.content)
        ],
        "recipients": [f"{dossier.parties['owner']['name']}", "Lưu: VT, hồ sơ"],
        "paragraphs": _in_place_of(result.replaces),
        "valid_until": result.valid_to.isoformat() if result.valid_to else None,
        "signer": {"capacity": result.signer_position or "Người có thẩm quyền", "name": result.signer_name},
        "qr_text": papers.address_of(code=result.code),
    }


def result_data(dossier: Dossier, result: Result) -> Attached:
    """Return what the result says as data for programs, attached to its paper under the signature (section 12.2).

    Nothing about a person stands in it that is not printed on the paper itself.
    """
    data = {
        "type": result.type_code,
        "title": result.title,
        "number": result.number,
        "date": timezone.localdate(result.signed_at).isoformat(),
        "issuer": {"code": dossier.competent.code, "name": dossier.competent.name},
        "signer": {"name": result.signer_name, "position": result.signer_position},
        "dossier": dossier.number,
        "holder": dossier.parties["owner"]["name"],
        "content": [{"label": label, "text": text} for label, text in result.content],
        "valid_from": result.valid_from.isoformat() if result.valid_from else None,
        "valid_to": result.valid_to.isoformat() if result.valid_to else None,
        "replaces": result.replaces.number if result.replaces else None,
        "check": papers.address_of(code=result.code),
    }
    return Attached("ket-qua.json", "Dữ liệu của kết quả", data)


def _in_place_of(wrong: Result | None) -> list[str]:
    """Return the sentence that names the paper which this one replaces."""
    if wrong is None:
        return []
    return [f"Văn bản này thay thế số {wrong.number} ngày {timezone.localtime(wrong.signed_at):%d/%m/%Y}."]
