"""Papers from Word templates: as a Word file for departments that finish there, or as PDF."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from .. import typesetting
from ..contracts import OfficeMissing, PaperNotRendered
from ..extensions import find_template
from ..queries import word_in_force
from ..typesetting import office, word
from ..words import word_trouble


def fill_word(*, template: str, context: Mapping[str, Any], now: datetime, agency_id: int | None = None) -> bytes:
    """Return the Word file of a paper, filled in by the template that counts now.

    :param context: as for `render`; the same data are required
    :param agency_id: whose paper it is; a template of that agency goes before the one for all
    :raises UnknownTemplate: no system brings such a paper
    :raises NotFound: no Word template was published for it
    :raises PaperLacksData: data the paper declares are missing, each named in words
    :raises PaperNotRendered: the template cannot be filled in with these data
    """
    file = word_in_force(key=template, at=now, agency_id=agency_id)
    return fill_file(file.data, template=template, context=context)


def fill_file(data: bytes, *, template: str, context: Mapping[str, Any]) -> bytes:
    """Return a Word file filled in with the data of a paper; see `fill_word`."""
    brought = find_template(template)
    values = typesetting.values_of(brought, context)
    typesetting.require_data(brought, values)
    try:
        return word.fill(data, values)
    except word.WordRefused as refused:
        message = word_trouble(refused.code, refused.about)
        raise PaperNotRendered(message, template=template, diagnostic=refused.code) from refused


def word_as_pdf(*, data: bytes) -> bytes:
    """Return a Word file as PDF/A-2b.

    :raises OfficeMissing: LibreOffice is not installed on this server
    :raises PaperNotRendered: it gave no PDF
    """
    program = office.find_office()
    if program is None:
        raise OfficeMissing(
            _("LibreOffice is not installed on this server, so the Word file cannot become a PDF. Open it in Word.")
        )
    try:
        return office.as_pdf(data, program)
    except office.Unconvertible as failure:
        raise PaperNotRendered(_("LibreOffice could not turn the Word file into a PDF.")) from failure
