"""Building search anew from what systems keep, and saying where both differ."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import transaction

from lienthong.kernel.acts.contracts import NotFound

from .. import rules
from ..contracts import Consistency, SourceEntry
from ..extensions import Source, sources
from ..models import Rebuild, SearchEntry
from .index_entry import checked_key, index_source

BATCH = 500
MOST_NAMED = 100


def rebuild(*, system: str, now: datetime, progress: Callable[[int], None], restart: bool = False) -> int:
    """Write the entries of a system anew from its source, and return how many were written by this run.

    A batch and how far it came are one transaction: stopped or killed, the next run goes on behind the last batch.
    What the system no longer keeps is removed at the end.

    :param progress: told after each batch how many are done in all
    :param restart: begin at the front even when an earlier run did not end
    :raises NotFound: no source provides the system
    """
    source = _source(system)
    state, is_new = Rebuild.objects.get_or_create(system=system, defaults={"started_at": now})
    if not is_new and (restart or state.ended_at is not None):
        state.after, state.done, state.started_at, state.ended_at = "", 0, now, None
        state.save()
    written = 0
    while True:
        with transaction.atomic():
            state = Rebuild.objects.select_for_update().get(system=system)
            batch = list(source.entries(after=state.after, limit=BATCH))
            for each in batch:
                index_source(each)
            if batch:
                state.after = batch[-1].entry.key
            state.done += len(batch)
            state.ended_at = None if batch else now
            state.save()
        written += len(batch)
        progress(state.done)
        if not batch:
            break
    _remove_left_over(system, source)
    return written


def check_consistency(*, system: str) -> Consistency:
    """Compare the entries of a system with what it keeps: what is missing, stale, or left over. Reads only.

    :raises NotFound: no source provides the system
    """
    source = _source(system)
    known = {
        (kind, key): (title, url)
        for kind, key, title, url in SearchEntry.objects.filter(system=system)
        .values_list("kind", "key", "title", "url")
        .iterator(chunk_size=5_000)
    }
    kept, missing, stale = 0, [], []
    for each in _all(source):
        kept += 1
        key = checked_key(each)
        found = known.pop((each.entry.kind, key), None)
        if found is None:
            missing.append(key)
        elif found != (rules.clean(each.title), each.url):
            stale.append(key)
    left = [key for _kind, key in known]
    return Consistency(system, kept, *(tuple(each[:MOST_NAMED]) for each in (missing, stale, left)))


def _source(system: str) -> Source:
    found = sources().get(system)
    if found is None:
        raise NotFound(f"no source provides {system}: {', '.join(sorted(sources())) or 'none is there'}")
    return found


def _all(source: Source) -> Iterator[SourceEntry]:
    after = ""
    while batch := list(source.entries(after=after, limit=BATCH)):
        yield from batch
        after = batch[-1].entry.key


def _remove_left_over(system: str, source: Source) -> None:
    kept = {(each.entry.kind, checked_key(each)) for each in _all(source)}
    rows = SearchEntry.objects.filter(system=system).values_list("pk", "kind", "key").iterator(chunk_size=5_000)
    gone = [pk for pk, kind, key in rows if (kind, key) not in kept]
    for start in range(0, len(gone), BATCH):
        SearchEntry.objects.filter(pk__in=gone[start : start + BATCH]).delete()
