"""Print a paper without issuing it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from .. import typesetting
from ..contracts import SignaturePlace
from ..extensions import find_template

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
) -> bytes:
    """Return the PDF of a template with data.

    :param context: what the template's README lists; text is printed as it stands, never read as source.
        `qr_text` becomes the QR code
    :param standard: `a-2b`, `ua-1`, or both as `a-2b+ua-1`
    :param now: the moment of creation written into the PDF
    :raises UnknownTemplate: no system registered this key
    :raises PaperNotRendered: data the template needs are missing
    """
    return typesetting.typeset(
        template=find_template(template), context=context, standards=_STANDARDS[standard], now=now
    )


def render_for_signing(
    *, template: str, context: Mapping[str, Any], now: datetime
) -> tuple[bytes, SignaturePlace | None]:
    """Return the PDF/A-2b of a template and where in it the visible signature goes; see `render`."""
    pdf = typesetting.typeset(template=find_template(template), context=context, standards=["a-2b"], now=now)
    return pdf, typesetting.last_signature_place()


def locate_signature(*, template: str, context: Mapping[str, Any]) -> SignaturePlace | None:
    """Return where the paper leaves room for a visible signature, `None` where it has no such place."""
    typesetting.typeset(template=find_template(template), context=context, standards=["a-2b"], now=None)
    return typesetting.last_signature_place()
