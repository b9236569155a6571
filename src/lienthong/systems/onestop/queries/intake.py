"""The slips given at the counter instead of accepting: forms 02 and 03 before acceptance."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.acts.extensions import Prepared, per_viewer
from lienthong.kernel.ui.contracts import fold
from lienthong.kernel.ui.queries import within_days
from lienthong.systems.onestop.contracts import IntakeKind
from lienthong.systems.onestop.models import IntakePaper, IntakeSlip
from lienthong.systems.onestop.policy import INTAKE_SLIPS

from .looks import SLIP, note_record

PAGE = 40
SHOWN_OF_PERSON = 5


@dataclass(frozen=True)
class IntakeRow:
    """A slip in a list."""

    id: int
    uuid: UUID
    kind: IntakeKind
    number: str
    title: str
    owner: str
    given_at: datetime
    given_by: str
    missing: int
    dossier: str

    @property
    def is_open(self) -> bool:
        """Tell whether the applicant has not come back with it yet."""
        return not self.dossier


@dataclass(frozen=True)
class BroughtPaper:
    """A paper the applicant had with them when the slip was given."""

    code: str
    present: bool
    originals: int
    copies: int
    file_id: int | None
    file_name: str = ""
    file_size: int = 0


@dataclass(frozen=True)
class IntakeDetail:
    """One slip, whole, as plain data."""

    row: IntakeRow
    procedure_code: str
    case_code: str
    owner_id: int
    submitter_id: int
    reception: str
    parties: Mapping[str, Mapping[str, str]]
    answers: Mapping[str, Any]
    items: tuple[Mapping[str, str], ...]
    reason: str
    legal_basis: str
    advice: str
    file_id: int
    taken_up_at: datetime | None
    papers: tuple[BroughtPaper, ...]


@dataclass(frozen=True)
class IntakeFilters:
    """What narrows the list of slips; each is optional. The dates are local days, both included."""

    kind: str = ""
    text: str = ""
    given_from: date | None = None
    given_to: date | None = None
    only_open: bool = False


def list_intake_slips(
    *, viewer: Actor, filters: IntakeFilters, after: int | None = None, limit: int = PAGE
) -> tuple[tuple[IntakeRow, ...], int | None]:
    """Return a page of slips, newest first, and the cursor of the next page. One statement.

    :param after: the cursor: id of the last slip of the page before
    """
    rows = _filtered(viewer, filters).select_related("owner", "dossier").order_by("-id")
    if after is not None:
        rows = rows.filter(id__lt=after)
    found = list(rows[: limit + 1])
    cursor = found[limit - 1].pk if len(found) > limit else None
    return tuple(_row(slip) for slip in found[:limit]), cursor


def count_intake_slips(*, viewer: Actor, filters: IntakeFilters) -> dict[IntakeKind, int]:
    """Return how many slips of each kind fit the filters, whatever kind they name. One statement."""
    counted = _filtered(viewer, filters, any_kind=True).values("kind").annotate(n=Count("id"))
    found = {row["kind"]: row["n"] for row in counted}
    return {kind: found.get(kind.value, 0) for kind in IntakeKind}


def intake_slips_of(*, owner_id: int, viewer: Actor) -> tuple[IntakeRow, ...]:
    """Return the newest slips of an applicant who has not come back with them yet, at most five. One statement."""
    return tuple(_row(slip) for slip in _open_slips(viewer)(owner_id=owner_id))


@per_viewer
def _open_slips(viewer: Actor) -> Prepared[IntakeSlip]:
    rows = INTAKE_SLIPS.visible(IntakeSlip.objects.select_related("owner", "dossier"), viewer).order_by("-id")
    return Prepared(lambda owner_id: rows.filter(owner_id=owner_id, dossier__isnull=True)[:SHOWN_OF_PERSON])


def get_intake_slip(*, uuid: UUID, viewer: Actor) -> IntakeDetail:
    """Return one slip with what was typed and brought. Three statements.

    :raises NotFound: it does not exist, or the viewer may not know of it
    """
    rows = IntakeSlip.objects.select_related("owner", "dossier", "reception", "paper").prefetch_related("papers__file")
    slip = INTAKE_SLIPS.visible(rows, viewer).filter(uuid=uuid).first()
    if slip is None:
        raise NotFound(_("There is no such slip, or you may not see it."))
    note_record(slip, purpose=SLIP, viewer=viewer)
    return IntakeDetail(
        row=_row(slip),
        procedure_code=slip.procedure_code,
        case_code=slip.case_code,
        owner_id=slip.owner_id,
        submitter_id=slip.submitter_id,
        reception=slip.reception.name,
        parties=slip.parties,
        answers=slip.answers,
        items=tuple(slip.items),
        reason=slip.reason,
        legal_basis=slip.legal_basis,
        advice=slip.advice,
        file_id=slip.paper.file_id,
        taken_up_at=slip.taken_up_at,
        papers=tuple(_brought(paper) for paper in slip.papers.all()),
    )


def _brought(paper: IntakePaper) -> BroughtPaper:
    return BroughtPaper(
        code=paper.code,
        present=paper.present,
        originals=paper.originals,
        copies=paper.copies,
        file_id=paper.file_id,
        file_name=paper.file.name if paper.file else "",
        file_size=paper.file.size if paper.file else 0,
    )


def _filtered(viewer: Actor, filters: IntakeFilters, *, any_kind: bool = False) -> "QuerySet[IntakeSlip]":
    rows = INTAKE_SLIPS.visible(IntakeSlip.objects.all(), viewer)
    exact = {
        "kind": "" if any_kind else filters.kind,
        "dossier__isnull": filters.only_open or None,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    rows = rows.filter(within_days("given_at", filters.given_from, filters.given_to))
    if filters.text:
        folded = fold(filters.text)
        names = Q(owner__folded_name__startswith=folded) | Q(owner__folded_name__contains=f" {folded}")
        rows = rows.filter(Q(number__istartswith=filters.text.strip()) | names)
    return rows


def _row(slip: IntakeSlip) -> IntakeRow:
    return IntakeRow(
        id=slip.pk,
        uuid=slip.uuid,
        kind=IntakeKind(slip.kind),
        number=slip.number,
        title=slip.title,
        owner=slip.owner.name,
        given_at=slip.given_at,
        given_by=slip.given_by_name,
        missing=len(slip.items),
        dossier=slip.dossier.number if slip.dossier else "",
    )
