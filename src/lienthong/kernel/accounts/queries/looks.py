"""Who looked at somebody's personal data: for the person concerned, and for those who look after the log."""

from collections.abc import Collection, Iterator

from lienthong.kernel.accounts.contracts import SEE_LOOKS
from lienthong.kernel.accounts.models import User
from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.audit import queries as audit
from lienthong.kernel.audit.contracts import Look, LookFilters, person_key
from lienthong.kernel.organizations import queries as organizations


def own_party(*, viewer: Actor) -> int | None:
    """Return the id of the party that is the holder of an account, None before the register knows them.

    The register knows somebody by their account, or by the number that was proven. Three statements at most.
    """
    if viewer.user_id is None:
        return None
    party = organizations.find_party_of(user_id=viewer.user_id)
    if party is None:
        number = User.objects.values_list("personal_number", flat=True).get(pk=viewer.user_id) or ""
        found = organizations.find_parties(text=number, limit=1) if number else ()
        party = next((each for each in found if each.number == number), None)
    return party.id if party else None


def own_keys(*, viewer: Actor) -> frozenset[str]:
    """Return by what the log knows the holder of an account; none before the register knows them."""
    party = own_party(viewer=viewer)
    return frozenset() if party is None else frozenset({person_key(party)})


def own_looks(*, viewer: Actor, filters: LookFilters, page: int) -> tuple[tuple[Look, ...], bool]:
    """Return a page of looks at the viewer's own data, newest first, and whether more follow. Four statements."""
    keys = own_keys(viewer=viewer)
    return audit.list_looks(filters=filters, people=keys, page=page) if keys else ((), False)


def stream_own_looks(*, viewer: Actor, filters: LookFilters) -> Iterator[Look]:
    """Yield all looks at the viewer's own data, for a file."""
    return audit.stream_looks(filters=filters, people=own_keys(viewer=viewer))


def list_looks(
    *, viewer: Actor, filters: LookFilters, number: str, page: int
) -> tuple[tuple[tuple[Look, str], ...], bool]:
    """Return a page of all looks with the names of those looked at, and whether more follow. Three statements.

    A viewer without the permission sees none.

    :param number: only looks at the person with this number; empty means at everybody
    """
    if not viewer.may(SEE_LOOKS):
        return (), False
    looks, more = audit.list_looks(filters=filters, people=_keys_of(number), page=page)
    return tuple(_with_names(looks)), more


def stream_looks(*, viewer: Actor, filters: LookFilters, number: str) -> Iterator[tuple[Look, str]]:
    """Yield all looks of the list with the names of those looked at, for a file."""
    if not viewer.may(SEE_LOOKS):
        return
    batch: list[Look] = []
    for look in audit.stream_looks(filters=filters, people=_keys_of(number)):
        batch.append(look)
        if len(batch) == audit.BATCH:
            yield from _with_names(batch)
            batch = []
    yield from _with_names(batch)


def _keys_of(number: str) -> Collection[str] | None:
    if not number:
        return None
    return {person_key(each.id) for each in organizations.find_parties(text=number, limit=1) if each.number == number}


def _with_names(looks: Collection[Look]) -> Iterator[tuple[Look, str]]:
    ids = {int(each.person.removeprefix("party:")) for each in looks if each.person.startswith("party:")}
    names = organizations.names_of_parties(party_ids=ids) if ids else {}
    known = {person_key(party): name for party, name in names.items()}
    return ((look, known.get(look.person, "")) for look in looks)
