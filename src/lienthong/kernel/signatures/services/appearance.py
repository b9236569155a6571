"""What is seen of a signature, printed by typst so that its font is embedded as PDF/A demands."""

import io
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.stamp import StaticStampStyle

from lienthong.kernel.papers import services as papers
from lienthong.kernel.papers.contracts import PaperNotRendered, SignaturePlace

from ..contracts import Appearance, Look, NotSignable

_TEMPLATES = {Look.WORDS: "signature-mark", Look.IMAGE: "signature-image", Look.MARGIN: "signature-margin"}
_LARGEST_PICTURE, _MOST_PIXELS = 200_000, 4_000_000


class _PrintedMark(PdfContent):
    """The page of a small PDF in memory, drawn as the look of a signature."""

    def __init__(self, pdf: bytes, *, width: int, height: int) -> None:
        super().__init__(box=BoxConstraints(width=width, height=height))
        self.pdf = pdf

    def render(self) -> bytes:
        self.resources.xobject["/Mark"] = self._ensure_writer.import_page_as_xobject(
            PdfFileReader(io.BytesIO(self.pdf))
        )
        return b"/Mark Do"


def mark(place: SignaturePlace, appearance: Appearance, *, name: str, reason: str, now: datetime) -> StaticStampStyle:
    """Return what is drawn at the place of a signature.

    :raises NotSignable: the picture is no PNG, or too large
    """
    left, bottom, right, top = place.box
    context: dict[str, object] = {
        "signer": name,
        "signed_at": now,
        "moment": timezone.localtime(now).isoformat(timespec="seconds"),
        "reason": reason,
        "position": appearance.position,
        "number": appearance.number,
        "width": right - left,
        "height": top - bottom,
    }
    if appearance.look is Look.IMAGE:
        context["picture"] = _picture(appearance.image)
    try:
        pdf = papers.render(template=_TEMPLATES[appearance.look], context=context, now=now)
    except PaperNotRendered as error:
        if appearance.look is not Look.IMAGE:
            raise
        raise _no_picture() from error
    exactly = SimpleBoxLayoutRule(
        x_align=AxisAlignment.ALIGN_MID,
        y_align=AxisAlignment.ALIGN_MID,
        margins=Margins(0, 0, 0, 0),
        inner_content_scaling=InnerScaling.NO_SCALING,
    )
    look = _PrintedMark(pdf, width=right - left, height=top - bottom)
    return StaticStampStyle(background=look, background_layout=exactly, border_width=0)


def _picture(image: bytes | None) -> list[int]:
    if image is None or len(image) > _LARGEST_PICTURE:
        raise _no_picture()
    try:
        with Image.open(io.BytesIO(image), formats=["PNG"]) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise _no_picture()
            opened.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _no_picture() from error
    return list(image)


def _no_picture() -> NotSignable:
    return NotSignable(_("The picture of the signature must be a PNG of at most 200 kB."))
