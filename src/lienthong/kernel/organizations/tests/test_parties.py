"""Applicants are registered once, found without diacritics, and hostile text is refused in words."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import translation

from lienthong.kernel.acts.contracts import Invalid, NotFound
from lienthong.kernel.organizations import queries
from lienthong.kernel.organizations.contracts import PartyDraft, PartyInfo, PartyKind
from lienthong.kernel.organizations.models import Party
from lienthong.kernel.organizations.services import register_party

NOW = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)


def register(name: str = "Trần Văn Bình", number: str = "056085000456", **others: Any) -> PartyInfo:
    kind = others.pop("kind", PartyKind.CITIZEN)
    return register_party(draft=PartyDraft(kind=kind, name=name, number=number, **others), now=NOW)


def refused(**others: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal, translation.override("en"):
        register(**others)
    return {error.path: error.message for error in refusal.value.errors}


@pytest.mark.django_db
def test_the_same_number_is_the_same_party_with_newer_contact() -> None:
    first = register(phone="0900000456")
    again = register(number="056 085 000 456", phone="", address="12 Trần Phú")
    assert (again.id, again.phone, again.address) == (first.id, "0900000456", "12 Trần Phú")
    assert Party.objects.get().version == 2


@pytest.mark.django_db
def test_without_a_number_each_registration_is_a_party() -> None:
    assert register(number="").id != register(number="").id


def test_what_is_wrong_is_said_field_by_field() -> None:
    assert refused(number="05608500045") == {"number": "A personal number has 12 digits, this one has 11"}
    assert refused(name=" ", number="") == {"name": "Enter the applicant's name"}
    assert set(refused(number="123", kind=PartyKind.BUSINESS)) == {"number"}


def test_hostile_text_is_refused_with_a_sentence() -> None:
    assert refused(name="Lê\0Thị") == {"name": "There are characters in it that cannot be printed; type it again"}
    assert refused(name="a" * 10_000) == {"name": "At most 300 letters, this has 10000"}
    assert set(refused(address="\u202e", phone="0" * 41, email="e" * 300)) == {"address", "phone", "email"}
    assert set(refused(number="1" * 10_000, kind=PartyKind.ORGANIZATION)) == {"number"}


@pytest.mark.django_db
def test_markup_is_kept_as_text() -> None:
    assert register(name="<b>Lê</b>").name == "<b>Lê</b>"


@pytest.mark.django_db
def test_parties_are_found_by_number_or_by_the_beginning_of_the_name() -> None:
    known = register(name="Đặng Thị Hoà")
    for typed in ("đặng thị", "dang thi h", "056085000456", "056 085 000 456"):
        assert [party.id for party in queries.find_parties(text=typed)] == [known.id]
    for typed in ("thi hoa", "d", "%", "dang\0", "056085"):
        assert queries.find_parties(text=typed) == ()


@pytest.mark.django_db
def test_several_are_read_at_once_and_a_missing_one_is_said() -> None:
    known = register()
    assert queries.get_parties(party_ids=[known.id]) == {known.id: known}
    with pytest.raises(NotFound):
        queries.get_parties(party_ids=[known.id, known.id + 1])


@pytest.mark.django_db(transaction=True)
def test_two_counters_at_once_register_one_party() -> None:
    together = Barrier(2)

    def at_counter(phone: str) -> int:
        together.wait(timeout=20)
        try:
            return register(phone=phone).id
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(at_counter, ["0901", "0902"]))) == 1
