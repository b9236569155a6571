"""Packages as procedure control sees them: the list, one with its parts, runs and versions, and what differs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound, Offered
from lienthong.kernel.acts.services import offered
from lienthong.kernel.ui.contracts import fold
from lienthong.systems.onestop import rules
from lienthong.systems.onestop.contracts import (
    Origin,
    PackageParts,
    PackageRefused,
    PackageState,
    PartChange,
    RunInfo,
    RunState,
    ScenarioLine,
    SignatureState,
)
from lienthong.systems.onestop.models import PackageFile, PackageRun, ServicePackage
from lienthong.systems.onestop.policy import PACKAGES
from lienthong.systems.onestop.words import package_trouble

PAGE = 30
# The largest number the column holds.
LARGEST = 2**31 - 1


@dataclass(frozen=True)
class PackageLine:
    """One package in a list; `told` is how its last run for these bytes ended, None where there was none."""

    id: int
    code: str
    number: int
    title: str
    field: str
    origin: Origin
    state: PackageState
    is_in_force: bool
    valid_from: date | None
    told: RunState | None
    signature: SignatureState
    signed_by: str
    imported_at: datetime
    imported_by: str


@dataclass(frozen=True)
class PackageFilters:
    """What is asked of the list; `view`: "force" (in force), "draft", or empty for all."""

    text: str = ""
    view: str = ""
    field: str = ""


@dataclass(frozen=True)
class PackagePage:
    """One package with everything its page shows."""

    line: PackageLine
    digest: str
    version: int
    signed_at: datetime | None
    published_at: datetime | None
    published_by: str
    parts: PackageParts
    run: RunInfo | None
    others: tuple[PackageLine, ...]
    acts: tuple[Offered, ...]


def list_package_files(
    *, viewer: Actor, filters: PackageFilters, page: int = 1
) -> tuple[tuple[PackageLine, ...], bool]:
    """Return a page of packages by code, the newest of each first, and whether more follow. One statement."""
    begin = (max(1, page) - 1) * PAGE
    rows = [_line(row) for row in _rows(viewer, filters)[begin : begin + PAGE + 1]]
    return tuple(rows[:PAGE]), len(rows) > PAGE


def every_package_file(*, viewer: Actor, filters: PackageFilters) -> Iterator[PackageLine]:
    """Read all packages of a list, a few hundred at a time."""
    return (_line(row) for row in _rows(viewer, filters).iterator(chunk_size=300))


def package_fields(*, viewer: Actor) -> tuple[str, ...]:
    """Return the fields of the packages in sight. One statement."""
    rows = PACKAGES.visible(PackageFile.objects.all(), viewer)
    return tuple(rows.order_by("field").values_list("field", flat=True).distinct())


def count_package_files(*, viewer: Actor) -> dict[str, int]:
    """Return how many packages each view holds. One statement."""
    rows = PACKAGES.visible(PackageFile.objects.all(), viewer).annotate(force=_in_force())
    kinds = list(rows.values_list("state", "force"))
    force = sum(1 for _state, installed in kinds if installed is not None)
    drafts = sum(1 for state, _installed in kinds if state == PackageState.DRAFT)
    return {"": len(kinds), "force": force, "draft": drafts}


def get_package_file(*, code: str, number: int, viewer: Actor) -> PackagePage:
    """Return one package. Five statements at most.

    :raises NotFound: there is none in sight
    """
    row = _find(code, number, viewer)
    others = _annotated(PACKAGES.visible(PackageFile.objects.filter(code=row.code), viewer)).order_by("-number")
    lines = tuple(_line(each) for each in others.defer("data", "signature")[:50])
    run = row.runs.order_by("-pk").first()
    return PackagePage(
        line=_line(row),
        digest=row.digest,
        version=row.version,
        signed_at=row.signed_at,
        published_at=row.published_at,
        published_by=row.published_by_name,
        parts=_parts(row),
        run=_run(run) if run is not None else None,
        others=lines,
        acts=offered(row, viewer),
    )


def get_run(*, code: str, number: int, viewer: Actor) -> RunInfo | None:
    """Return the last run of a package, None where there was none. Two statements.

    :raises NotFound: there is no such package in sight
    """
    rows = PACKAGES.visible(_named(code, number), viewer)
    if not rows.exists():
        raise _missing()
    run = PackageRun.objects.filter(file__in=rows).order_by("-pk").first()
    return _run(run) if run is not None else None


def export_package(*, code: str, number: int, viewer: Actor) -> bytes:
    """Return a package as a file: what was read in, with its signature. One statement.

    :raises NotFound: there is none in sight
    """
    row = _find(code, number, viewer)
    members, _manifest, _none = rules.unpack(bytes(row.data))
    signature = bytes(row.signature) if row.signature is not None else None
    return rules.pack(members, code=row.code, origin=row.origin, signature=signature)


def compare_package_files(*, code: str, older: int, newer: int, viewer: Actor) -> tuple[PartChange, ...]:
    """Return what differs between two packages of a procedure, by part. Two statements.

    :raises NotFound: one of them is not in sight
    """
    before, after = (_members(_find(code, number, viewer)) for number in (older, newer))
    return rules.compare_packages(before, after)


def _find(code: str, number: int, viewer: Actor) -> PackageFile:
    rows = _named(code, number)
    row: PackageFile | None = _annotated(PACKAGES.visible(rows, viewer)).first()
    if row is None:
        raise _missing()
    return row


def _named(code: str, number: int) -> QuerySet[PackageFile]:
    """Return the packages of this name, none for a number or a code that no package can have."""
    possible = number <= LARGEST and "\0" not in code
    return PackageFile.objects.filter(code=code[:40], number=number) if possible else PackageFile.objects.none()


def _missing() -> NotFound:
    return NotFound(_("There is no such package."))


def _members(row: PackageFile) -> dict[str, bytes]:
    return rules.unpack(bytes(row.data))[0]


def _parts(row: PackageFile) -> PackageParts:
    """Read a package that was read in before; a later version of this program may understand less of it."""
    try:
        return rules.read_parts(_members(row), code=row.code, origin=row.origin)
    except rules.PackageBroken as broken:
        raise PackageRefused(package_trouble(broken.code, broken.about), reason=broken.code) from broken


def _in_force() -> Subquery:
    return Subquery(
        ServicePackage.objects.filter(file_id=OuterRef("pk"), valid_to__isnull=True).values("valid_from")[:1]
    )


def _annotated(rows: QuerySet[PackageFile]) -> QuerySet[Any]:
    last = PackageRun.objects.filter(file_id=OuterRef("pk"), digest=OuterRef("digest")).order_by("-pk")
    return rows.annotate(force=_in_force(), told=Subquery(last.values("state")[:1]))


def _rows(viewer: Actor, filters: PackageFilters) -> QuerySet[Any]:
    rows = _annotated(PACKAGES.visible(PackageFile.objects.all(), viewer)).defer("data", "signature")
    for word in fold(filters.text.replace("\0", "")).split()[:10]:
        rows = rows.filter(Q(folded_title__contains=word) | Q(code__icontains=word))
    if filters.field:
        rows = rows.filter(field=filters.field.replace("\0", ""))
    if filters.view == "force":
        rows = rows.filter(force__isnull=False)
    if filters.view == "draft":
        rows = rows.filter(state=PackageState.DRAFT)
    return rows.order_by("code", "-number")


def _line(row: Any) -> PackageLine:
    return PackageLine(
        id=row.pk,
        code=row.code,
        number=row.number,
        title=row.title,
        field=row.field,
        origin=Origin(row.origin),
        state=PackageState(row.state),
        is_in_force=row.force is not None,
        valid_from=row.force,
        told=RunState(row.told) if row.told else None,
        signature=SignatureState(row.signature_state),
        signed_by=row.signed_by_name,
        imported_at=row.imported_at,
        imported_by=row.imported_by_name,
    )


def _run(row: PackageRun) -> RunInfo:
    return RunInfo(
        id=row.pk,
        state=RunState(row.state),
        done=row.done,
        total=row.total,
        lines=tuple(ScenarioLine(**line) for line in row.lines),
        started_at=row.started_at,
        finished_at=row.finished_at,
        started_by=row.started_by_name,
    )
