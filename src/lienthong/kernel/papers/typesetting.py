"""The typst engine: fonts read once a process, one compiler a thread, so that a form takes milliseconds."""

import hashlib
import json
import threading
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst
import zxingcpp
from django.conf import settings
from django.utils.translation import gettext as _
from fontTools.ttLib import TTFont

from . import rules
from .contracts import PaperNotRendered, SignaturePlace
from .extensions import PaperTemplate

_LIBRARY = Path(__file__).parent / "typst" / "packages"
Standard = Literal["a-2b", "ua-1"]
_MARK = "<signature-place>"
_per_thread = threading.local()


@cache
def _fonts(folder: Path) -> typst.Fonts:
    if not list(folder.glob("*.ttf")):
        raise PaperNotRendered(_("The fonts of papers are not built. Run: manage.py build_assets"), folder=str(folder))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


@cache
def _letters(folder: Path) -> frozenset[int]:
    """Code points every face of the font has."""
    return frozenset.intersection(*(_letters_of(path) for path in sorted(folder.glob("*.ttf"))))


def _letters_of(file: Path) -> frozenset[int]:
    with TTFont(file, lazy=True) as face:
        return frozenset(face.getBestCmap())


def _font_folder() -> Path:
    return Path(settings.ASSETS_DIR) / "print-fonts"


def _compiler() -> typst.Compiler:
    folder = _font_folder()
    if getattr(_per_thread, "folder", None) != folder:
        _per_thread.compiler = typst.Compiler(font_paths=_fonts(folder), package_path=_LIBRARY)
        _per_thread.folder = folder
    compiler: typst.Compiler = _per_thread.compiler
    return compiler


def typeset(
    *, template: PaperTemplate, context: Mapping[str, Any], standards: Sequence[Standard], now: datetime | None
) -> bytes:
    """Return the PDF of a template with data.

    :param now: the moment written into the PDF; without it the same data give the same bytes
    :raises PaperNotRendered: data the template needs are missing, or the fonts are not built
    """
    try:
        pdf = _compiler().compile(
            input=str(template.path),
            root=str(template.path.parent),
            format="pdf",
            sys_inputs={"data": _inputs(template, context)},
            pdf_standards=list(standards),
            timestamp=int(now.timestamp()) if now else 0,
        )
    except typst.TypstError as error:
        message = _("The paper “%(title)s” could not be printed: some of its data are missing.")
        raise PaperNotRendered(
            message % {"title": template.title}, template=template.key, diagnostic=f"{error.message} {error.diagnostic}"
        ) from error
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave pages instead of one PDF")
    return pdf


def last_signature_place() -> SignaturePlace | None:
    """Return where the paper typeset last in this thread leaves room to sign, if it does."""
    found = json.loads(_compiler().query(_MARK))
    if not found:
        return None
    mark = found[0]["value"]
    bottom = mark["page_height"] - mark["y"] - mark["height"]
    box = (mark["x"], bottom, mark["x"] + mark["width"], bottom + mark["height"])
    left, low, right, top = (round(edge) for edge in box)
    return SignaturePlace(page=mark["page"], box=(left, low, right, top))


def template_version(template: PaperTemplate) -> str:
    """Return a short digest of the template and of the shared library, kept with each paper printed by them."""
    digest = hashlib.sha256(template.path.read_bytes())
    for file in sorted(_LIBRARY.rglob("*.typ")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _inputs(template: PaperTemplate, context: Mapping[str, Any]) -> str:
    values: dict[str, Any] = rules.as_values(context, letters=_letters(_font_folder()))
    values.setdefault("paper_title", template.title)
    if values.get("qr_text"):
        values["qr_svg"] = _qr_svg(str(context["qr_text"]))
    return json.dumps(values, ensure_ascii=False)


def _qr_svg(text: str) -> str:
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return code.to_svg(add_quiet_zones=False)
