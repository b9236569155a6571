"""Filings over the network as the counter sees them: what waits for an answer, by when, and what was filed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound, Offered
from lienthong.kernel.acts.services import offered
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.ui.contracts import fold
from lienthong.systems.onestop.contracts import FilingState
from lienthong.systems.onestop.models import Filing
from lienthong.systems.onestop.policy import FILINGS

from .looks import FILING, note_record

PAGE = 40


@dataclass(frozen=True)
class FilingFilters:
    """What narrows the list; `waiting` keeps those that nobody has answered."""

    waiting: bool = True
    text: str = ""


@dataclass(frozen=True)
class FilingRow:
    """One filing; `remaining` is working time until it is to be answered, negative when late."""

    number: str
    title: str
    owner: str
    state: FilingState
    filed_at: datetime
    answer_by: datetime
    answered_at: datetime | None
    is_late: bool
    remaining: int
    day_minutes: int
    dossier: str


@dataclass(frozen=True)
class FiledPaper:
    """A file that came with a filing."""

    code: str
    file_uuid: UUID
    file_name: str


@dataclass(frozen=True)
class FilingDetail:
    """One filing, whole, with the acts open to the viewer."""

    row: FilingRow
    reference: str
    procedure_code: str
    case_code: str
    form_key: str
    form_version: int
    parties: Mapping[str, Mapping[str, str]]
    answers: Mapping[str, Any]
    reception: str
    filed_by: str
    answered_by: str
    papers: tuple[FiledPaper, ...]
    slip: UUID | None
    version: int
    acts: tuple[Offered, ...]

    def offers(self, act: str) -> bool:
        """Tell whether an act is open to the viewer."""
        return any(each.name == act for each in self.acts)


@dataclass(frozen=True)
class FilingFacts:
    """What messages about a filing say; `code` is that of the dossier it keeps from elsewhere (R-37)."""

    number: str
    title: str
    reception: str
    reception_id: int
    submitter: Mapping[str, str]
    submitter_id: int
    code: str = ""


def list_filings(
    *, viewer: Actor, filters: FilingFilters, now: datetime, page: int = 1
) -> tuple[tuple[FilingRow, ...], bool]:
    """Return a page of filings and whether more follow: what waits by its time to answer, the rest newest first.

    One statement.
    """
    rows = _visible(viewer).select_related("owner", "reception", "dossier")
    if filters.waiting:
        rows = rows.filter(state=FilingState.FILED).order_by("answer_by", "pk")
    else:
        rows = rows.exclude(state=FilingState.FILED).order_by("-answered_at", "-pk")
    if filters.text:
        folded = fold(filters.text)
        names = Q(owner__folded_name__startswith=folded) | Q(owner__folded_name__contains=f" {folded}")
        rows = rows.filter(Q(number__istartswith=filters.text) | Q(reference__istartswith=filters.text) | names)
    start = (page - 1) * PAGE
    found = list(rows[start : start + PAGE + 1])
    return tuple(_row(each, now) for each in found[:PAGE]), len(found) > PAGE


def count_filings(*, viewer: Actor, now: datetime) -> dict[str, int]:
    """Return how many filings wait for an answer, and how many of them too long. One statement."""
    waiting = Q(state=FilingState.FILED)
    return _visible(viewer).aggregate(
        waiting=Count("pk", filter=waiting), late=Count("pk", filter=waiting & Q(answer_by__lt=now))
    )


def get_filing(*, number: str, viewer: Actor, now: datetime) -> FilingDetail:
    """Return one filing with what was filed. Three statements.

    :raises NotFound: it does not exist, or the viewer may not know of it
    """
    rows = Filing.objects.select_related("owner", "reception", "dossier", "package", "slip")
    filing = FILINGS.visible(rows, viewer).filter(number=number.replace("\0", "")).first()
    if filing is None:
        raise NotFound(_("There is no such filing, or you may not see it."))
    note_record(filing, purpose=FILING, viewer=viewer)
    return FilingDetail(
        row=_row(filing, now),
        reference=filing.reference,
        procedure_code=filing.procedure_code,
        case_code=filing.case_code,
        form_key=filing.package.spec["form"],
        form_version=filing.package.form_version,
        parties=filing.parties,
        answers=filing.answers,
        reception=filing.reception.name,
        filed_by=filing.filed_by_name,
        answered_by=filing.answered_by_name,
        papers=tuple(
            FiledPaper(paper.code, paper.file.uuid, paper.file.name)
            for paper in filing.papers.select_related("file").order_by("pk")
        ),
        slip=filing.slip.uuid if filing.slip else None,
        version=filing.version,
        acts=offered(filing, viewer),
    )


def filing_facts(*, number: str) -> FilingFacts:
    """Return what a message to the applicant says of a filing. One statement.

    :raises NotFound: there is no such filing
    """
    filing = Filing.objects.select_related("reception").filter(number=number).first()
    if filing is None:
        raise NotFound(_("There is no such filing, or you may not see it."))
    return FilingFacts(
        number=filing.number,
        title=filing.title,
        reception=filing.reception.name,
        reception_id=filing.reception_id,
        submitter=filing.parties["submitter"],
        submitter_id=filing.submitter_id,
        code=filing.code,
    )


def _visible(viewer: Actor) -> "QuerySet[Filing]":
    return FILINGS.visible(Filing.objects.all(), viewer)


def _row(filing: Filing, now: datetime) -> FilingRow:
    calendar_id = filing.reception.calendar_id or 0
    until = filing.answered_at or now
    late = until > filing.answer_by
    remaining = calendars.working_minutes_between(calendar_id=calendar_id, start=until, end=filing.answer_by)
    return FilingRow(
        number=filing.number,
        title=filing.title,
        owner=filing.owner.name,
        state=FilingState(filing.state),
        filed_at=filing.filed_at,
        answer_by=filing.answer_by,
        answered_at=filing.answered_at,
        is_late=late,
        remaining=remaining or (-1 if late else 0),
        day_minutes=calendars.standard_day_minutes(calendar_id=calendar_id),
        dossier=filing.dossier.number if filing.dossier else "",
    )
