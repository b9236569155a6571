"""Citizens and businesses."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lienthong.kernel.organizations.contracts import PartyDraft, PartyInfo, PartyKind
from lienthong.kernel.organizations.services import register_party
from lienthong.kernel.ui.contracts import fold

from .chance import Chance
from .facts import read
from .organisation import STAFFED, Land, Seat

BUSINESS_SHARE = 6
OLDEST = date(1950, 1, 1)


@dataclass(frozen=True)
class Applicant:
    """Somebody who files: the owner of the request and the person at the counter."""

    owner: PartyInfo
    person: PartyInfo
    seat: Seat


def register_applicants(*, land: Land, chance: Chance, count: int, now: datetime) -> tuple[Applicant, ...]:
    """Register so many citizens and businesses; every sixth is a business with one of the citizens before it."""
    made: list[Applicant] = []
    people: list[Applicant] = []
    for order in range(count):
        if order % BUSINESS_SHARE == BUSINESS_SHARE - 1:
            made.append(_business(chance, order, chance.one(people), now))
            continue
        seat = land.seat(chance.weighted(STAFFED))
        person = _citizen(chance, order, seat, now)
        people.append(Applicant(owner=person, person=person, seat=seat))
        made.append(people[-1])
    return tuple(made)


def _citizen(chance: Chance, order: int, seat: Seat, now: datetime) -> PartyInfo:
    name, gender = chance.person()
    born = OLDEST + timedelta(days=chance.between(0, 56 * 365))
    # Sign of sex and century, two figures of the year, six that tell apart (Nghị định 70/2024, Điều 3).
    sign = (0 if gender == "male" else 1) + (2 if born.year >= 2000 else 0)
    draft = PartyDraft(
        kind=PartyKind.CITIZEN,
        name=name,
        number=f"056{sign}{born.year % 100:02d}{100_000 + order * 977 % 900_000:06d}",
        birth_date=born,
        address=_address(chance, seat),
        phone=f"0900{order + 1:06d}",
        email=f"{fold(name).replace(' ', '.')}@example.com" if chance.happens(0.4) else "",
    )
    return register_party(draft=draft, now=now)


def _business(chance: Chance, order: int, head: Applicant, now: datetime) -> Applicant:
    words = read("words")
    name = chance.one(words["businesses"]).format(name=chance.one(words["business_names"]))
    draft = PartyDraft(
        kind=PartyKind.BUSINESS,
        name=name,
        number=f"42{order:08d}",
        address=_address(chance, head.seat),
        phone=f"0900{order + 1:06d}",
        email=f"lienhe{order}@example.com",
    )
    return Applicant(owner=register_party(draft=draft, now=now), person=head.person, seat=head.seat)


def _address(chance: Chance, seat: Seat) -> str:
    place = f"{seat.commune.full_name}, tỉnh Khánh Hoà"
    if seat.commune.is_ward:
        return f"{chance.between(2, 198)} {chance.one(read('words')['streets'])}, {place}"
    return f"Thôn {chance.between(1, 9)}, {place}"
