"""What the applicant is told, and what can be found."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client

from lienthong.kernel.accounts.services import open_account
from lienthong.kernel.acts.contracts import Actor, ActorKind
from lienthong.kernel.events.testing import deliver_everything
from lienthong.kernel.notifications.queries import list_messages
from lienthong.kernel.processes import queries as processes
from lienthong.kernel.search.queries import find
from lienthong.kernel.search.services import check_consistency, rebuild
from lienthong.systems.onestop import services
from lienthong.systems.onestop.contracts import SupplementItem
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince, accept, small_province

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> SmallProvince:
    return small_province()


def told() -> list[str]:
    deliver_everything(TUESDAY)
    rows, _cursor = list_messages(viewer=Actor.system("test"))
    return [row.body for row in reversed(rows)]


def step_of(number: str) -> int:
    (item,) = processes.open_items_for(subject_type="onestop.dossier", subject_key=number)
    return item.id


def test_the_applicant_is_told_when_the_result_is_due(province: SmallProvince) -> None:
    done = accept(province, "2.000635")
    (text,) = told()
    assert done.number in text
    assert "17:30 06/10/2026" in text
    assert done.secret not in text


def test_nobody_is_told_twice(province: SmallProvince) -> None:
    accept(province, "2.000635")
    assert told() == told()


def test_the_applicant_is_told_what_is_missing(province: SmallProvince) -> None:
    done = accept(province, "1.008891", place="centre")
    services.request_supplement(
        number=done.number,
        reason="Thiếu ảnh",
        items=(SupplementItem(paper="GT-04", content="02 ảnh 4 x 6 cm"),),
        actor=province.at("department.division-head"),
        now=TUESDAY,
    )
    assert "02 ảnh 4 x 6 cm" not in told()[-1]
    services.pass_on_supplement(number=done.number, actor=province.at("centre.reception"), now=TUESDAY)
    assert "02 ảnh 4 x 6 cm" in told()[-1]


def test_the_applicant_is_told_of_the_result_and_of_a_refusal(province: SmallProvince) -> None:
    granted, refused = accept(province, "2.000635").number, accept(province, "2.000635").number
    later = TUESDAY + timedelta(hours=1)
    for number, outcome in ((granted, "propose"), (refused, "propose-refusal")):
        services.complete_step(
            number=number,
            work_item_id=step_of(number),
            outcome=outcome,
            actor=province.at("commune.civil-status"),
            now=later,
        )
    leader = province.at("commune.leader")
    services.sign_result(number=granted, work_item_id=step_of(granted), actor=leader, now=later)
    services.issue_result(number=granted, work_item_id=step_of(granted), actor=province.at("commune.clerk"), now=later)
    services.refuse_dossier(
        number=refused, work_item_id=step_of(refused), reason="Sổ gốc không có tên.", actor=leader, now=later
    )
    texts = told()
    assert any(granted in text and "01/TLHT-BS" in text for text in texts)
    assert any(refused in text and "Sổ gốc không có tên." in text for text in texts)


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("centre.reception", True),
        ("centre.result", True),
        ("department.specialist", True),
        ("department.division-head", True),
        ("department.leader", True),
        ("department.clerk", True),
        ("province.leader", True),
        ("commune.reception", False),
        ("commune.leader", False),
        ("other.leader", False),
    ],
)
def test_a_dossier_is_found_by_all_who_take_part_and_by_nobody_else(
    province: SmallProvince, who: str, *, found: bool
) -> None:
    number = accept(province, "1.008891", place="centre").number
    deliver_everything(TUESDAY)
    for text in (number, "tran van binh"):
        hits = [hit.url for hit in find(text=text, viewer=province.at(who))]
        assert hits == ([f"/ho-so/{number}/"] if found else [])


def test_applicants_find_their_own_dossier_and_no_other(province: SmallProvince) -> None:
    ids = [open_account(username=name, name=name, password="chỉ để thử 123") for name in ("binh", "mai")]
    apps.get_model("organizations", "Party").objects.filter(pk=province.party.id).update(user_id=ids[0])
    done = accept(province, "2.000635")
    deliver_everything(TUESDAY)
    owner, stranger = (Actor(kind=ActorKind.CITIZEN, name="Công dân", user_id=each) for each in ids)
    (hit,) = find(text=done.number, viewer=owner)
    assert hit.url == f"/tra-cuu/?ma={done.number}&khoa={done.secret}"
    assert Client().get(hit.url).status_code == 200
    assert find(text=done.number, viewer=stranger) == ()
    assert find(text=done.number, viewer=Actor.anonymous()) == ()


def test_search_is_built_anew_from_the_dossiers_as_they_stand(province: SmallProvince) -> None:
    numbers = sorted(accept(province, "2.000635").number for _each in range(3))
    assert not check_consistency(system="onestop").is_good
    assert rebuild(system="onestop", now=TUESDAY, progress=lambda _done: None) == len(numbers)
    found = check_consistency(system="onestop")
    assert (found.kept, found.is_good) == (len(numbers), True)
    viewer = province.at("commune.reception")
    assert [hit.key for hit in find(text=numbers[0], viewer=viewer)] == [numbers[0]]
