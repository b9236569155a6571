"""The list of issued papers, for those who look after them.

It names no subject: who may see a dossier is for its system to say. A paper is found by the number of its dossier by
who knows that number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.acts.extensions import list_acts
from lienthong.kernel.files import queries as files
from lienthong.kernel.files.extensions import held_for
from lienthong.kernel.ui.queries import within_days

from .. import rules
from ..contracts import IssuedPaper, PaperState
from ..extensions import known_title
from ..models import Paper
from ..policy import PAPERS

PAGE = 50
_LONGEST_TEXT = 100


@dataclass(frozen=True)
class IssuedFilter:
    """Which papers a list shows: text in title, number, code or subject; days are those of issue, both included."""

    text: str = ""
    template: str = ""
    state: PaperState | None = None
    since: date | None = None
    until: date | None = None


def list_issued(*, viewer: Actor, wanted: IssuedFilter, page: int = 1) -> tuple[tuple[IssuedPaper, ...], bool]:
    """Return a page of the papers in sight, the newest first, and whether more follow. One statement."""
    found = list(_filtered(viewer, wanted)[(page - 1) * PAGE : page * PAGE + 1])
    return tuple(_info(row) for row in found[:PAGE]), len(found) > PAGE


def stream_issued(*, viewer: Actor, wanted: IssuedFilter) -> Iterator[IssuedPaper]:
    """Yield all papers of the list, for a file."""
    for row in _filtered(viewer, wanted).iterator(chunk_size=500):
        yield _info(row)


def get_issued(*, code: str, viewer: Actor) -> IssuedPaper:
    """Return one paper with the acts open to the viewer.

    :raises NotFound: no such paper in sight
    """
    rows = PAPERS.visible(Paper.objects.select_related("agency", "replaced_by"), viewer)
    row = rows.filter(code=rules.normal_code(code)).first() if "\0" not in code else None
    if row is None:
        raise NotFound(_("There is no such paper."))
    return _info(row, may=frozenset(each.name for each in list_acts(Paper) if each.is_open_to(row, viewer)))


def kept_file(*, paper: IssuedPaper, viewer: Actor) -> UUID | None:
    """Return by what the kept copy is opened, where some record shows it to the viewer; None where none does."""
    if held_for(file_id=paper.file_id, actor=viewer) is None:
        return None
    return files.get_file(file_id=paper.file_id).uuid


def _filtered(viewer: Actor, wanted: IssuedFilter) -> QuerySet[Paper]:
    rows = PAPERS.visible(Paper.objects.select_related("replaced_by"), viewer)
    if text := wanted.text.replace("\0", "").strip()[:_LONGEST_TEXT]:
        rows = rows.filter(
            Q(title__icontains=text) | Q(number__icontains=text) | Q(subject_key=text)
            | Q(code=rules.normal_code(text)[:16])
        )  # fmt: skip
    if wanted.template:
        rows = rows.filter(template=wanted.template)
    if wanted.state is not None:
        rows = rows.filter(state=wanted.state)
    rows = rows.filter(within_days("issued_at", wanted.since, wanted.until))
    return rows.order_by("-issued_at", "-pk")


def _info(row: Paper, **more: Any) -> IssuedPaper:
    return IssuedPaper(
        id=row.pk,
        code=row.code,
        title=row.title,
        number=row.number,
        template=row.template,
        template_title=known_title(row.template),
        template_version=row.template_version,
        subject_type=row.subject_type,
        subject_key=row.subject_key,
        agency_name=row.agency_name,
        issued_at=row.issued_at,
        issued_by=row.issued_by,
        state=PaperState(row.state),
        state_at=row.state_at,
        state_reason=row.state_reason,
        replaced_by_code=row.replaced_by.code if row.replaced_by else "",
        file_id=row.file_id,
        version=row.version,
        **more,
    )
