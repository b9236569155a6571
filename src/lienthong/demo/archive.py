"""Writing dossiers that ended, many at a time."""

from collections.abc import Callable, Sequence
from itertools import chain

from lienthong.kernel.search import services as search
from lienthong.kernel.search.contracts import Audience, EntryKey

from . import rows
from .facts import read
from .organisation import table
from .rhythm import Rhythm
from .rows import Ended

BATCH = 400


def write_ended(*, ended: Sequence[Ended], rhythm: Rhythm, progress: Callable[[int], None]) -> None:
    """Write dossiers with everything they left behind, and make them findable.

    No events are published: what happened months ago is not told to anybody now.

    :param progress: called with how many more are done
    """
    in_order = sorted(ended, key=lambda each: (each.story.filing.accepted_at, each.story.filing.order))
    for start in range(0, len(in_order), BATCH):
        batch = in_order[start : start + BATCH]
        _write(batch, rhythm)
        for each in batch:
            _index(each)
        progress(len(batch))


def _write(batch: Sequence[Ended], rhythm: Rhythm) -> None:
    dossiers = _store("onestop.Dossier", [rows.dossier_row(each) for each in batch])
    instances = _store("processes.ProcessInstance", [rows.instance_row(each) for each in batch])
    both = list(zip(batch, dossiers, strict=True))
    _store("onestop.DossierPaper", chain.from_iterable(rows.paper_rows(each, dossier) for each, dossier in both))
    items = (rows.item_rows(each, instance) for each, instance in zip(batch, instances, strict=True))
    _store("processes.WorkItem", chain.from_iterable(items))
    _store("onestop.Opinion", chain.from_iterable(rows.opinion_rows(each, dossier) for each, dossier in both))
    _store("onestop.Supplement", chain.from_iterable(_supplements(each, dossier, rhythm) for each, dossier in both))
    found = [pair for each, dossier in both if (pair := rows.result_rows(each, dossier)) is not None]
    papers = _store("papers.Paper", [paper for paper, _result in found])
    for paper, (_paper, result) in zip(papers, found, strict=True):
        result.paper = paper
    _store("onestop.Result", [result for _paper, result in found])
    _store("audit.HistoryEntry", chain.from_iterable(rows.history_rows(each) for each in batch))


def _supplements(ended: Ended, dossier: object, rhythm: Rhythm) -> list[object]:
    pause, spec = ended.story.pause, ended.package.spec
    answer_by = rhythm.due(pause.at, spec.answer_within) if pause else None
    return list(rows.supplement_rows(ended, dossier, read("words")["supplements"][spec.code], answer_by))


def _store(name: str, made: object) -> list[object]:
    stored: list[object] = table(name).objects.bulk_create(made, batch_size=1000)
    return stored


def _index(ended: Ended) -> None:
    """Make a dossier findable, as its event would have."""
    filing, spec = ended.story.filing, ended.package.spec
    owner = filing.applicant.owner
    search.index_entry(
        entry=EntryKey("onestop", "dossier", ended.number),
        title=f"{owner.name}, {spec.title}",
        body=f"{spec.code} {owner.number}",
        url=f"/ho-so/{ended.number}/",
        audience=Audience.AGENCY,
        permission="onestop.dossier.see",
        agency_path=ended.agencies[filing.reception_id].path,
        further_paths={ended.agencies[filing.competent_id].path} - {ended.agencies[filing.reception_id].path},
        now=filing.accepted_at,
    )
