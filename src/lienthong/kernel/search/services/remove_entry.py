"""Takes a thing out of search."""

from ..contracts import EntryKey
from ..models import SearchEntry


def remove_entry(*, entry: EntryKey) -> None:
    """Make the thing unfindable; one that is not there stays so, because events come more than once."""
    SearchEntry.objects.filter(system=entry.system, kind=entry.kind, key=entry.key).delete()
