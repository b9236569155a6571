"""Reading citizens, businesses and organisations."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import NotFound
from lienthong.kernel.acts.extensions import Prepared
from lienthong.kernel.organizations.contracts import PartyInfo, PartyKind
from lienthong.kernel.organizations.models import Party
from lienthong.kernel.organizations.rules import clean_number, is_writable
from lienthong.kernel.ui.contracts import fold


def party_info(party: Party) -> PartyInfo:
    """Return a party as plain data."""
    return PartyInfo(
        id=party.pk,
        kind=PartyKind(party.kind),
        name=party.name,
        number=party.number,
        birth_date=party.birth_date,
        address=party.address,
        phone=party.phone,
        email=party.email,
    )


_BY_ID = Prepared(lambda party_id: Party.objects.filter(pk=party_id))
_OF_USER = Prepared(lambda user_id: Party.objects.filter(user_id=user_id)[:1])


def get_party(*, party_id: int) -> PartyInfo:
    """Return one party. The caller has checked that the viewer may see it.

    :raises NotFound: no such party
    """
    party = next(iter(_BY_ID(party_id=party_id)), None)
    if party is None:
        raise NotFound(_("There is no such person."))
    return party_info(party)


def find_party_of(*, user_id: int) -> PartyInfo | None:
    """Return the party that is the holder of an account, None where the account is nobody's in the register."""
    party = next(iter(_OF_USER(user_id=user_id)), None)
    return party_info(party) if party else None


def find_parties(*, text: str, limit: int = 8) -> tuple[PartyInfo, ...]:
    """Return parties whose number is the text or whose name begins with it, with or without diacritics."""
    number = clean_number(text)
    if len(number) < 2 or not is_writable(text):
        return ()
    rows = Party.objects.filter(Q(number=number) | Q(folded_name__startswith=fold(text))).order_by("folded_name", "id")
    return tuple(party_info(party) for party in rows[:limit])


def names_of_parties(*, party_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of several parties by id, those that are in the register. One statement."""
    return dict(Party.objects.filter(pk__in=set(party_ids)).values_list("pk", "name"))


def get_parties(*, party_ids: Iterable[int]) -> dict[int, PartyInfo]:
    """Return several parties by id, in one statement.

    :raises NotFound: one of them does not exist
    """
    wanted = set(party_ids)
    rows = _BY_ID(party_id=next(iter(wanted))) if len(wanted) == 1 else Party.objects.filter(pk__in=wanted)
    found = {party.pk: party_info(party) for party in rows}
    if missing := wanted - found.keys():
        raise NotFound(_("There is no such person."), ids=sorted(missing))
    return found
