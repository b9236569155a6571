"""Lists of agencies read in: what they would change, and did."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.organizations.contracts import LineOutcome
from lienthong.kernel.organizations.models import Agency, AgencyImport
from lienthong.kernel.organizations.policy import AGENCIES, MANAGE

PAGE = 50


@dataclass(frozen=True)
class ImportInfo:
    """One list that was read in."""

    id: int
    file_name: str
    state: str
    counts: Mapping[str, int]
    effective_date: date
    read_at: datetime
    read_by: str
    applied_at: datetime | None
    is_own: bool

    @property
    def to_write(self) -> int:
        """Return how many lines would be or were written."""
        return self.counts.get(LineOutcome.NEW, 0) + self.counts.get(LineOutcome.CHANGED, 0)


@dataclass(frozen=True)
class ImportLine:
    """One line of a list and what it means; `reason` is a stable word."""

    number: int
    code: str
    name: str
    kind: str
    parent_code: str
    reason: str
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class ListedAgency:
    """An agency as a line of an exported list."""

    code: str
    former_code: str
    name: str
    short_name: str
    kind: str
    parent_code: str
    area_code: str
    address: str
    phone: str
    valid_from: date
    valid_to: date | None


def list_imports(*, viewer: Actor) -> tuple[ImportInfo, ...]:
    """Return the last lists read in; none to who manages no agencies."""
    rows = AgencyImport.objects.order_by("-pk")[:30] if viewer.may(MANAGE) else ()
    return tuple(_info(row, viewer) for row in rows)


def get_import(*, run_id: int, viewer: Actor) -> ImportInfo:
    """Return one list that was read in.

    :raises NotFound: there is none, or the viewer manages no agencies
    """
    run = AgencyImport.objects.filter(pk=run_id).first() if viewer.may(MANAGE) else None
    if run is None:
        raise NotFound(_("There is no such import."))
    return _info(run, viewer)


def list_import_lines(*, run_id: int, outcome: LineOutcome, page: int, viewer: Actor) -> tuple[ImportLine, ...]:
    """Return lines of a list with one outcome, in the order of the file, fifty a page and one more if there are.

    :raises NotFound: there is no such list, or the viewer manages no agencies
    """
    get_import(run_id=run_id, viewer=viewer)
    run = AgencyImport.objects.get(pk=run_id)
    rows = run.lines.filter(outcome=outcome.value).order_by("number")[(page - 1) * PAGE : page * PAGE + 1]
    return tuple(
        ImportLine(
            number=row.number,
            code=row.code,
            name=row.name,
            kind=row.values.get("kind", ""),
            parent_code=row.values.get("parent_code", ""),
            reason=row.reason,
            changes=tuple((name, before, after) for name, before, after in row.changes),
        )
        for row in rows
    )


def export_agencies(*, viewer: Actor) -> Iterator[ListedAgency]:
    """Yield the agencies within the viewer's sight, those above first, for a list that can be read in again."""
    rows = AGENCIES.visible(Agency.objects.select_related("parent"), viewer).order_by("path")
    for row in rows.iterator(chunk_size=500):
        yield ListedAgency(
            code=row.code,
            former_code=row.former_code,
            name=row.name,
            short_name=row.short_name,
            kind=row.kind,
            parent_code=row.parent.code if row.parent else "",
            area_code=row.area_code,
            address=row.address,
            phone=row.phone,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )


def _info(run: AgencyImport, viewer: Actor) -> ImportInfo:
    return ImportInfo(
        id=run.pk,
        file_name=run.file_name,
        state=run.state,
        counts=run.counts,
        effective_date=run.effective_date,
        read_at=run.read_at,
        read_by=run.read_by_name,
        applied_at=run.applied_at,
        is_own=run.read_by_id == viewer.user_id,
    )
