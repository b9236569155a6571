"""What the applicant is told, and what can be found."""

from datetime import timedelta

import pytest

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.events.testing import deliver_everything
from lienthong.kernel.notifications.queries import list_messages
from lienthong.kernel.processes import queries as processes
from lienthong.kernel.search.queries import find
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


def test_a_dossier_is_found_at_its_counter_only(province: SmallProvince) -> None:
    number = accept(province, "2.000635").number
    deliver_everything(TUESDAY)
    assert [hit.key for hit in find(text="tran van binh", viewer=province.at("commune.leader"))] == [number]
    assert find(text=number, viewer=province.at("other.leader")) == ()
