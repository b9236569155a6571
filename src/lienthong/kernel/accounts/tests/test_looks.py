"""Who looked at whose data: the person reads it of themselves, those who look after the log of everybody."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from tests.support.roles import client_of

from lienthong.kernel.accounts.models import User
from lienthong.kernel.acts.contracts import Actor, ActorKind
from lienthong.kernel.audit import services as audit
from lienthong.kernel.audit.extensions import purpose
from lienthong.kernel.organizations import services as organizations
from lienthong.kernel.organizations.contracts import PartyDraft, PartyInfo, PartyKind

pytestmark = pytest.mark.django_db
NUMBER = "056085000456"
NOW = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)
WHY = purpose("accounts.test", "Để thử trang này")
OFFICER = Actor(
    kind=ActorKind.OFFICER, name="Lê Cán Bộ", user_id=7, position="Chuyên viên", agency_id=3, agency_name="UBND phường"
)
TODAY = datetime(2026, 11, 23, tzinfo=UTC).date()
MOST_STATEMENTS = 15


def person(name: str = "Trần Văn Bình", number: str = NUMBER) -> PartyInfo:
    return organizations.register_party(
        draft=PartyDraft(kind=PartyKind.CITIZEN, name=name, number=number, phone="0900000456"), now=NOW
    )


def look(party: PartyInfo, *, at: datetime = NOW, record: str = "H32.1-000001") -> None:
    with audit.reading() as noted:
        audit.note_reads(people=(party.id,), record=record, purpose=WHY, viewer=OFFICER)
    audit.keep_reads(noted, now=at)


def citizen(number: str | None = NUMBER) -> Client:
    user = User.objects.create_user(username="binh", password=None, name="Trần Văn Bình")
    User.objects.filter(pk=user.pk).update(personal_number=number)
    return signed_in()


def signed_in() -> Client:
    client = Client()
    client.cookies["lt-lang"] = "en"
    client.force_login(User.objects.get(username="binh"))
    return client


def inspector() -> Client:
    client = client_of(role="officer with every role", today=TODAY)
    client.cookies["lt-lang"] = "en"
    return client


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer: Any = client.get(address)
    assert answer.status_code == status, answer.status_code
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()


def test_r60_a_person_reads_who_looked_when_at_what_and_what_for(django_assert_max_num_queries: Any) -> None:
    look(person())
    client = citizen()
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = text_of(client, "/tai-khoan/da-xem/")
    assert all(
        said in page for said in ("<b>Lê Cán Bộ</b>, Chuyên viên, UBND phường", "H32.1-000001", "Để thử trang này")
    )
    assert '<time datetime="2026-10-06T09:00' in page


def test_a_person_is_known_by_their_account_too() -> None:
    party = person()
    look(party)
    client = citizen(None)
    assert "Lê Cán Bộ" not in text_of(client, "/tai-khoan/da-xem/")
    apps.get_model("organizations", "Party").objects.filter(pk=party.id).update(user=User.objects.get(username="binh"))
    assert "Lê Cán Bộ" in text_of(client, "/tai-khoan/da-xem/")


def test_nobody_reads_who_looked_at_somebody_else() -> None:
    look(person())
    assert "Nobody has looked at your data" in text_of(citizen("056085000457"), "/tai-khoan/da-xem/")
    assert "Lê Cán Bộ" not in text_of(signed_in(), "/tai-khoan/da-xem/xuat.csv")
    assert Client().get("/tai-khoan/da-xem/").status_code == 302


def test_the_list_is_narrowed_by_day_sent_as_a_file_and_comes_in_pages() -> None:
    party = person()
    look(party, record="OLD")
    for each in range(41):
        look(party, at=NOW.replace(day=8), record=f"NEW-{each}")
    client = citizen()
    page = text_of(client, "/tai-khoan/da-xem/")
    assert "OLD" not in page
    assert "trang=2" in page
    assert "OLD" in text_of(client, "/tai-khoan/da-xem/?trang=2")
    narrowed = text_of(client, "/tai-khoan/da-xem/?tu=06/10/2026&den=6.10.2026")
    assert "OLD" in narrowed
    assert "NEW-" not in narrowed
    assert text_of(client, "/tai-khoan/da-xem/xuat.csv?tu=08/10/2026").count("NEW-") == 41
    assert client.get("/tai-khoan/da-xem/xuat.xlsx").status_code == 200
    assert "Nobody looked in these days" in text_of(client, "/tai-khoan/da-xem/?tu=01/01/2027")


@pytest.mark.parametrize("day", ["x", "99/99/2026", "01/01/0001", "31/12/9999", "<b>"])
def test_what_is_no_day_is_said_beside_its_field(day: str) -> None:
    look(person())
    page = text_of(citizen(), f"/tai-khoan/da-xem/?tu={day}", status=422)
    assert "Enter the day as 01/07/2025" in page


def test_those_who_look_after_the_log_read_it_by_reader_person_and_day(django_assert_max_num_queries: Any) -> None:
    look(person())
    look(person("Hoàng Thị Hoa", "056090001234"), record="H-2")
    client = inspector()
    assert "H-2" not in text_of(client, "/quan-tri/luot-xem/"), "older than a week"
    since = "/quan-tri/luot-xem/?tu=01/10/2026"
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = text_of(client, since)
    assert "Hoàng Thị Hoa" in page
    assert NUMBER not in page
    assert "H-2" in text_of(client, f"{since}&q=cán bộ")
    assert "H-2" not in text_of(client, f"{since}&q=ai khác")
    one = text_of(client, f"/quan-tri/luot-xem/?so={NUMBER}")
    assert "H32.1-000001" in one
    assert "H-2" not in one
    assert "Trần Văn Bình" in text_of(client, f"/quan-tri/luot-xem/xuat.csv?so={NUMBER}")


def test_the_log_of_all_is_closed_to_officers_without_the_permission() -> None:
    client = client_of(role="officer without a role", today=TODAY)
    for address in ("/quan-tri/luot-xem/", "/quan-tri/luot-xem/xuat.csv"):
        assert client.get(address).status_code == 403
