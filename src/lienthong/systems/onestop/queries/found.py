"""What of a dossier and of its results can be found, and by whom (R-27)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.urls import reverse
from django.utils.http import urlencode

from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.processes import queries as processes
from lienthong.kernel.search.contracts import Audience, EntryKey, SourceEntry
from lienthong.systems.onestop.contracts import SUBJECT_TYPE, ResultEnd

from .rows import DossierDetail, ResultRow

# What is written behind a result that no longer counts; entries are Vietnamese, as the data are.
ENDS = {ResultEnd.REPLACED.value: " (đã thay thế)", ResultEnd.REVOKED.value: " (đã thu hồi)"}


def entries_of(dossier: DossierDetail, now: datetime) -> Iterator[SourceEntry]:
    """Yield what search keeps of a dossier: itself, then each result that was issued, in the order of their keys.

    A result is found by whoever finds its dossier, by its number, its type, the owner's name and number.
    """
    whole = _entry_of(dossier, now)
    yield whole
    results = (*dossier.former_results, *((dossier.result,) if dossier.result else ()))
    for row in sorted((each for each in results if each.issued_at is not None), key=lambda each: each.code):
        yield _entry_of_result(whole, dossier, row)


def tracking_address(dossier: DossierDetail) -> str:
    """Return the page that shows the steps to who holds the receipt, as its QR does."""
    return f"{reverse('onestop:tracking')}?{urlencode({'ma': dossier.row.number, 'khoa': dossier.secret})}"


def _entry_of(dossier: DossierDetail, now: datetime) -> SourceEntry:
    number = dossier.row.number
    owner = dossier.parties["owner"]
    steps = processes.open_items_for(subject_type=SUBJECT_TYPE, subject_key=number)
    part = {dossier.reception_id, dossier.competent_id, *(step.agency_id for step in steps)}
    paths = {key: agency.path for key, agency in organizations.get_agencies(agency_ids=part).items()}
    return SourceEntry(
        entry=EntryKey("onestop", "dossier", number),
        title=f"{owner['name']}, {dossier.row.title}",
        body=" ".join(filter(None, (dossier.procedure_code, owner["number"], dossier.own_number))),
        url=f"/ho-so/{number}/",
        audience=Audience.AGENCY,
        permission="onestop.dossier.see",
        agency_path=paths.pop(dossier.reception_id),
        further_paths=tuple(paths.values()),
        owner_ids=() if dossier.owner_user_id is None else (dossier.owner_user_id,),
        owner_url=tracking_address(dossier),
        updated_at=now,
    )


def _entry_of_result(whole: SourceEntry, dossier: DossierDetail, row: ResultRow) -> SourceEntry:
    owner = dossier.parties["owner"]
    return replace(
        whole,
        entry=EntryKey("onestop", "result", f"{dossier.row.number}/{row.code}"),
        title=f"{row.title} số {row.number}, {owner['name']}{ENDS.get(row.end, '')}",
        body=f"{row.number} {dossier.row.number} {owner['number']}",
        url=f"/ho-so/{dossier.row.number}/#kq",
        code=row.number,
        updated_at=row.ended_at or row.issued_at or whole.updated_at,
    )
