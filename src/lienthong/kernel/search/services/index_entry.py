"""Puts a thing into search, or brings it up to date."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import transaction
from django.db.models import Func, TextField, Value

from lienthong.kernel.ui.contracts import fold

from .. import rules
from ..contracts import Audience, EntryKey, SourceEntry
from ..models import SearchEntry, UnlearnedEntry


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
    code: str = "",
) -> None:
    """Make a thing findable by its key, its title and the words of its body; what was there is replaced.

    :param now: when the thing was last changed: hits are shown from the newest back, and narrowed by its year
    :param agency_path: path of the agency that holds it, "/1/12/"; needed when the audience is the agency
    :param further_paths: paths of the other agencies that take part in it; their officers find it too
    :param permission: the permission an officer's grant must carry to find it; "" means any grant
    :param unit_id: the unit that holds it, for grants that reach a unit only
    :param owner_ids: accounts that may always find it, such as the citizen who filed
    :param owner_url: where it leads owners who are no officers there, when that is another page
    :param code: what people call it by, as "123/QĐ-UBND", when that is not its key; several may have the same
    :raises ValueError: the entry has no key or too long a one, or it is for an agency and names none
    """
    index_source(
        SourceEntry(
            entry=entry,
            title=title,
            body=body,
            url=url,
            audience=audience,
            updated_at=now,
            code=code,
            agency_path=agency_path,
            further_paths=tuple(further_paths),
            permission=permission,
            unit_id=unit_id,
            owner_ids=tuple(owner_ids),
            owner_url=owner_url,
        )
    )


def index_source(source: SourceEntry) -> None:
    """Make a thing findable; see `index_entry`."""
    entry = source.entry
    key = checked_key(source)
    with transaction.atomic():
        row, _is_new = SearchEntry.objects.update_or_create(
            system=entry.system, kind=entry.kind, key=key, defaults=columns_of(source, key)
        )
        # The vocabulary has one row a word: writing there now would let all who write wait for each other.
        UnlearnedEntry.objects.create(entry_id=row.pk)


def checked_key(source: SourceEntry) -> str:
    """Return the key of an entry that can be found.

    :raises ValueError: it has no key or too long a one, or it is for an agency and names none
    """
    key = rules.clean(source.entry.key)
    if not 0 < len(key) <= rules.LONGEST_KEY:
        raise ValueError(f"an entry has a key of at most {rules.LONGEST_KEY} letters")
    if source.audience is Audience.AGENCY and not source.agency_path.strip("/"):
        raise ValueError("an entry for an agency names it")
    return key


def columns_of(source: SourceEntry, key: str) -> dict[str, object]:
    """Return the columns of an entry."""
    title, code = rules.clean(source.title), rules.clean(source.code)[: rules.LONGEST_KEY] or key
    further = tuple(path for path in source.further_paths if path.strip("/"))
    text = f"{key} {code} {title} {source.body}"
    reach = rules.Reach(
        source.audience, source.permission, source.agency_path, further, source.unit_id, source.owner_ids
    )
    marks = rules.marks_of(reach) | rules.filter_marks(
        system=source.entry.system, kind=source.entry.kind, agency_path=source.agency_path,
        updated_at=source.updated_at,
    )  # fmt: skip
    return {
        "code": fold(code)[: rules.LONGEST_KEY],
        "written_code": code,
        "title": title,
        "folded": fold(title)[: rules.LONGEST_BEGINNING],
        "body": vector([*rules.spoken_words(text), *marks]),
        "exact": vector(rules.words(text)),
        "audience": source.audience.value,
        "permission": source.permission,
        "agency_path": source.agency_path,
        "further_places": rules.places(further),
        "unit_id": source.unit_id,
        "owner_ids": sorted(set(source.owner_ids)),
        "url": source.url,
        "owner_url": source.owner_url,
        "updated_at": source.updated_at,
    }


def vector(found: Iterable[str]) -> Func:
    """Return words and marks as a tsvector without PostgreSQL's parser, which would cut codes its own way."""
    value = Value(sorted(set(found)), output_field=ArrayField(TextField()))
    return Func(value, function="array_to_tsvector", output_field=SearchVectorField())
