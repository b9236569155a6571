"""The register of dossiers, one line each, numbered through the year (section 13.8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.ui.queries import within_days
from lienthong.systems.onestop.models import Dossier

from .dossiers import filtered
from .portal import portal_code_of
from .rows import DossierFilters

BATCH = 500
# The register counts sets of papers; the one-stop shop takes one of each dossier.
SETS = 1


@dataclass(frozen=True)
class RegisterRow:
    """A line of the register; `no` begins anew each year and goes on from period to period."""

    no: int
    number: str
    title: str
    sets: int
    owner: str
    owner_id: int
    contact: str
    agency: str
    accepted_at: datetime
    due_at: datetime
    returned_at: datetime | None
    delivery_way: str
    receiver: str
    portal_code: int


def count_register(*, viewer: Actor, filters: DossierFilters, start: date, end: date, now: datetime) -> int:
    """Return how many lines the register of a period of local days has. One statement."""
    return filtered(viewer, filters, now).filter(within_days("accepted_at", start, end)).count()


def register_rows(
    *, viewer: Actor, filters: DossierFilters, start: date, end: date, now: datetime
) -> Iterator[RegisterRow]:
    """Yield the lines of a period of local days by time of acceptance, read a batch at a time. Two statements."""
    rows = filtered(viewer, filters, now)
    year, no = start.year, rows.filter(_year_before(start)).count() if start > date(start.year, 1, 1) else 0
    for row in _lines(rows, start, end).iterator(chunk_size=BATCH):
        accepted_in = timezone.localtime(row.accepted_at).year
        no = no + 1 if accepted_in == year else 1
        year = accepted_in
        yield _describe(row, no)


def _year_before(start: date) -> Q:
    return within_days("accepted_at", date(start.year, 1, 1), start - timedelta(days=1))


def _lines(rows: "QuerySet[Dossier]", start: date, end: date) -> "QuerySet[Dossier]":
    chosen = rows.filter(within_days("accepted_at", start, end)).select_related("owner", "competent")
    return chosen.defer("answers", "fee_lines").order_by("accepted_at", "id")


def _describe(row: Dossier, no: int) -> RegisterRow:
    owner = row.parties.get("owner", {})
    return RegisterRow(
        no=no,
        number=row.number,
        title=row.title,
        sets=SETS,
        owner=row.owner.name,
        owner_id=row.owner_id,
        contact=", ".join(part for part in (owner.get("address"), owner.get("phone")) if part),
        agency=row.competent.name,
        accepted_at=row.accepted_at,
        due_at=row.due_at,
        returned_at=row.returned_at,
        delivery_way=row.delivery_way,
        receiver=row.receiver,
        portal_code=portal_code_of(row),
    )
