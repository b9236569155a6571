"""Puts a thing into search, or brings it up to date."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func, TextField, Value

from lienthong.kernel.ui.contracts import fold

from .. import rules
from ..contracts import Audience, EntryKey
from ..models import SearchEntry


def index_entry(
    *,
    entry: EntryKey,
    title: str,
    body: str,
    url: str,
    audience: Audience,
    now: datetime,
    agency_path: str = "",
    further_paths: Collection[str] = (),
    permission: str = "",
    unit_id: int | None = None,
    owner_ids: Collection[int] = (),
    owner_url: str | None = None,
) -> None:
    """Make a thing findable by its key, its title and the words of its body; what was there is replaced.

    :param agency_path: path of the agency that holds it, "/1/12/"; needed when the audience is the agency
    :param further_paths: paths of the other agencies that take part in it; their officers find it too
    :param permission: the permission an officer's grant must carry to find it; "" means any grant
    :param unit_id: the unit that holds it, for grants that reach a unit only
    :param owner_ids: accounts that may always find it, such as the citizen who filed
    :param owner_url: where it leads owners who are no officers there, when that is another page
    :raises ValueError: the entry has no key or too long a one, or it is for an agency and names none
    """
    key = rules.clean(entry.key)
    if not 0 < len(key) <= rules.LONGEST_KEY:
        raise ValueError(f"an entry has a key of at most {rules.LONGEST_KEY} letters")
    if audience is Audience.AGENCY and not agency_path.strip("/"):
        raise ValueError("an entry for an agency names it")
    SearchEntry.objects.update_or_create(
        system=entry.system,
        kind=entry.kind,
        key=key,
        defaults={
            **_findable(key, rules.clean(title), body),
            "audience": audience.value,
            "permission": permission,
            "agency_path": agency_path,
            "further_places": rules.places(path for path in further_paths if path.strip("/")),
            "unit_id": unit_id,
            "owner_ids": sorted(set(owner_ids)),
            "url": url,
            "owner_url": owner_url,
            "updated_at": now,
        },
    )


def _findable(key: str, title: str, body: str) -> dict[str, object]:
    """Return the columns that are searched: code, beginning of the title, and all words with and without diacritics."""
    text = f"{key} {title} {body}"
    return {
        "code": fold(key),
        "title": title,
        "folded": fold(title)[: rules.LONGEST_BEGINNING],
        "body": _vector(rules.words(fold(text))),
        "exact": _vector(rules.words(text)),
    }


def _vector(found: list[str]) -> Func:
    """Return the words as a tsvector without PostgreSQL's parser, which would cut codes its own way."""
    value = Value(sorted(set(found)), output_field=ArrayField(TextField()))
    return Func(value, function="array_to_tsvector", output_field=SearchVectorField())
