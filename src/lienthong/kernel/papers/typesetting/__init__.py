"""Templates with data become PDFs: those brought by systems in this process, those people edited in a bounded one.

Fonts are read once a process and there is one compiler a thread, so that a form takes milliseconds.
"""

import hashlib
import json
import threading
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal

import typst
from django.conf import settings
from django.utils.translation import gettext as _
from fontTools.ttLib import TTFont

from lienthong.kernel.acts.contracts import FieldError
from lienthong.kernel.ui.services import qr_svg

from .. import rules, rules_check
from ..contracts import Attached, PaperLacksData, PaperNotRendered, SignaturePlace
from ..extensions import PaperTemplate
from . import bounded, press
from .bounded import Bounded, TooHeavy, Wrong

__all__ = [
    "Bounded",
    "Standard",
    "TooHeavy",
    "Wrong",
    "last_signature_place",
    "require_data",
    "template_version",
    "typeset",
    "typeset_trial",
    "values_of",
]

_LIBRARY = Path(__file__).parent.parent / "typst" / "packages"
Standard = Literal["a-2b", "a-3b", "ua-1"]
_per_thread = threading.local()
# So many of the things that are missing are named in one sentence.
_MOST_NAMED = 5


@cache
def _fonts(folder: Path) -> typst.Fonts:
    _require_fonts(folder)
    return press.read_fonts(folder)


def _require_fonts(folder: Path) -> None:
    if not list(folder.glob("*.ttf")):
        raise PaperNotRendered(_("The fonts of papers are not built. Run: manage.py build_assets"), folder=str(folder))


@cache
def _letters(folder: Path) -> frozenset[int]:
    """Code points every face of the font has."""
    _require_fonts(folder)
    return frozenset.intersection(*(_letters_of(path) for path in sorted(folder.glob("*.ttf"))))


def _letters_of(file: Path) -> frozenset[int]:
    with TTFont(file, lazy=True) as face:
        return frozenset(face.getBestCmap())


def _font_folder() -> Path:
    return Path(settings.ASSETS_DIR) / "print-fonts"


def _press() -> press.Press:
    folder = _font_folder()
    if getattr(_per_thread, "folder", None) != folder:
        _per_thread.press = press.Press(fonts=_fonts(folder), library=_LIBRARY)
        _per_thread.folder = folder
    own: press.Press = _per_thread.press
    return own


def typeset(
    *,
    template: PaperTemplate,
    context: Mapping[str, Any],
    standards: Sequence[Standard],
    now: datetime | None,
    attached: Attached | None = None,
) -> bytes:
    """Return the PDF of a template with data.

    :param now: the moment written into the PDF; without it the same data give the same bytes
    :param attached: data that go along as a file, which PDF/A-2 does not allow and PDF/A-3 does
    :raises PaperNotRendered: data the template needs are missing, it oversteps a bound, or the fonts are not built
    """
    values = values_of(template, context, attached)
    require_data(template, values)
    try:
        return _print(template, values, standards, now)
    except (typst.TypstError, Wrong) as error:
        message = _("The paper “%(title)s” could not be printed: some of its data are missing.")
        raise PaperNotRendered(
            message % {"title": template.title}, template=template.key, diagnostic=f"{error.message} {error.diagnostic}"
        ) from error
    except TooHeavy as error:
        message = _("The paper “%(title)s” could not be printed: its template takes too much time or memory.")
        raise PaperNotRendered(message % {"title": template.title}, template=template.key, bound=error.bound) from error


def typeset_trial(
    *, template: PaperTemplate, context: Mapping[str, Any], standards: Sequence[Standard], pictures: int = 0
) -> Bounded:
    """Typeset a template that is being edited, within bounds, with pictures of so many pages.

    :raises Wrong: typst refused it; its own words say where
    :raises TooHeavy: it oversteps a bound
    :raises PaperNotRendered: the fonts are not built
    """
    _require_fonts(_font_folder())
    return bounded.print_bounded(
        source=template.source,
        fonts=_font_folder(),
        library=_LIBRARY,
        data=json.dumps(values_of(template, context), ensure_ascii=False),
        standards=list(standards),
        timestamp=0,
        pictures=pictures,
    )


def _print(
    template: PaperTemplate, values: Mapping[str, Any], standards: Sequence[Standard], now: datetime | None
) -> bytes:
    timestamp = int(now.timestamp()) if now else 0
    inputs = json.dumps(values, ensure_ascii=False)
    if not template.text:
        _per_thread.places = _press().find_last_places  # asked only when somebody wants to know
        return _press().print(
            source=template.path,
            root=template.path.parent,
            data=inputs,
            standards=list(standards),
            timestamp=timestamp,
        )
    _require_fonts(_font_folder())
    bounds: dict[str, Any] = {"source": template.text, "fonts": _font_folder(), "library": _LIBRARY, "data": inputs}
    _per_thread.places = partial(bounded.find_places_bounded, **bounds)
    return bounded.print_bounded(standards=list(standards), timestamp=timestamp, **bounds).pdf


def last_signature_place() -> SignaturePlace | None:
    """Return where the paper typeset last in this thread leaves room to sign, if it does."""
    places: list[dict[str, float]] = _per_thread.places()
    if not places:
        return None
    mark = places[0]
    bottom = mark["page_height"] - mark["y"] - mark["height"]
    box = (mark["x"], bottom, mark["x"] + mark["width"], bottom + mark["height"])
    left, low, right, top = (round(edge) for edge in box)
    return SignaturePlace(page=int(mark["page"]), box=(left, low, right, top))


def template_version(template: PaperTemplate) -> str:
    """Return a short digest of the template and of the shared library, kept with each paper printed by them."""
    digest = hashlib.sha256(template.source.encode())
    for file in sorted(_LIBRARY.rglob("*.typ")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def require_data(template: PaperTemplate, values: Mapping[str, Any]) -> None:
    """Refuse data that lack what a template declares to need, or hold something else.

    :raises PaperLacksData: `errors` names each by its path and in words
    """
    lacks = rules_check.find_lacks(template.schema, values) if template.schema is not None else ()
    if not lacks:
        return
    missing = {"missing": _("“%(name)s” is missing")}
    wrong = _("“%(name)s” is not of the kind the paper needs")
    errors = tuple(FieldError(path, missing.get(what, wrong) % {"name": name}) for path, name, what in lacks)
    said = {"title": template.title, "lacks": "; ".join(error.message for error in errors[:_MOST_NAMED])}
    message = _("The paper “%(title)s” cannot be printed yet: %(lacks)s.") % said
    raise PaperLacksData(message, errors=errors, template=template.key)


def values_of(template: PaperTemplate, context: Mapping[str, Any], attached: Attached | None = None) -> dict[str, Any]:
    """Return data as a template receives them, with its title, the picture of the QR code, and what is attached."""
    values: dict[str, Any] = rules.as_values(context, letters=_letters(_font_folder()))
    values.setdefault("paper_title", template.title)
    if attached is not None:
        text = json.dumps(attached.data, ensure_ascii=False, indent=1, sort_keys=True)
        values["attached"] = {"name": attached.name, "description": attached.description, "text": text}
    values["template_version"] = rules.version_mark(template.version or template_version(template))
    if values.get("qr_text"):
        values["qr_svg"] = qr_svg(str(context["qr_text"]))
    return values
