"""Print a paper without issuing it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from .. import typesetting
from ..contracts import Attached, SignaturePlace
from ..queries import sheet_in_force

# An attached file is what PDF/A-3 adds to PDF/A-2.
_WITH_FILE: tuple[typesetting.Standard, ...] = ("a-3b",)
_STANDARDS: dict[str, tuple[typesetting.Standard, ...]] = {
    "a-2b": ("a-2b",),
    "ua-1": ("ua-1",),
    "a-2b+ua-1": ("a-2b", "ua-1"),
}


def render(
    *,
    template: str,
    context: Mapping[str, Any],
    standard: Literal["a-2b", "ua-1", "a-2b+ua-1"] = "a-2b",
    now: datetime | None = None,
    agency_id: int | None = None,
) -> bytes:
    """Return the PDF of a template with data.

    :param context: what the template's README lists; text is printed as it stands, never read as source.
        `qr_text` becomes the QR code
    :param standard: `a-2b`, `ua-1`, or both as `a-2b+ua-1`
    :param now: the moment of creation written into the PDF, by which the version of the template is chosen; without
        it the template is taken as its system brings it
    :param agency_id: whose paper it is; a template of that agency goes before the one for all
    :raises UnknownTemplate: no system registered this key
    :raises PaperLacksData: data the template declares are missing, each named in words
    :raises PaperNotRendered: it cannot be printed with these data
    """
    sheet = sheet_in_force(key=template, at=now, agency_id=agency_id)
    return typesetting.typeset(template=sheet, context=context, standards=_STANDARDS[standard], now=now)


def render_for_signing(
    *,
    template: str,
    context: Mapping[str, Any],
    now: datetime,
    agency_id: int | None = None,
    attached: Attached | None = None,
) -> tuple[bytes, SignaturePlace | None]:
    """Return the PDF/A of a template and where in it the visible signature goes; see `render`.

    :param attached: what the paper says as data for programs; with it the paper is PDF/A-3b, otherwise PDF/A-2b
    """
    sheet = sheet_in_force(key=template, at=now, agency_id=agency_id)
    standards = _STANDARDS["a-2b"] if attached is None else _WITH_FILE
    pdf = typesetting.typeset(template=sheet, context=context, standards=standards, now=now, attached=attached)
    return pdf, typesetting.last_signature_place()


def locate_signature(
    *, template: str, context: Mapping[str, Any], now: datetime | None = None, agency_id: int | None = None
) -> SignaturePlace | None:
    """Return where the paper leaves room for a visible signature, `None` where it has no such place; see `render`."""
    render(template=template, context=context, now=now, agency_id=agency_id)
    return typesetting.last_signature_place()
