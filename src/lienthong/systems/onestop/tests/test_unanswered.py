"""Supplements that do not come, and those asked for twice: rules R-43 and R-44."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from lienthong.kernel.acts.contracts import Conflict, Invalid
from lienthong.kernel.audit.queries import list_history
from lienthong.kernel.events.testing import OutboxEvent
from lienthong.kernel.processes import queries as processes
from lienthong.systems.onestop import services
from lienthong.systems.onestop.contracts import ResultState, State, SupplementItem
from lienthong.systems.onestop.models import Dossier, ServicePackage, Supplement
from lienthong.systems.onestop.services.unanswered import PROGRAM, end_unanswered
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince, accept, small_province

pytestmark = pytest.mark.django_db
DEGREE = (SupplementItem(paper="GT-02", content="Bản sao bằng đại học có chứng thực"),)


@pytest.fixture
def province() -> SmallProvince:
    return small_province()


@pytest.fixture
def asked(province: SmallProvince) -> Supplement:
    """Return a request made on Tuesday; the applicant has thirty days."""
    number = accept(province, "1.008891", place="centre").number
    request(province, number)
    return Supplement.objects.select_related("dossier").get(dossier__number=number)


def request(province: SmallProvince, number: str, *, why_again: str = "") -> None:
    services.request_supplement(
        number=number,
        reason="Thiếu bản sao",
        items=DEGREE,
        actor=province.at("department.division-head"),
        now=TUESDAY + timedelta(hours=1),
        why_again=why_again,
    )
    desk = province.at("centre.reception")
    services.pass_on_supplement(number=number, actor=desk, now=TUESDAY + timedelta(hours=1))


def told(ending: str) -> list[str]:
    return list(OutboxEvent.objects.filter(type__endswith=ending).values_list("subject", flat=True))


def test_r43_the_applicant_is_reminded_once_some_days_before_the_time_ends(
    asked: Supplement, settings: Settings
) -> None:
    settings.ONESTOP_REMIND_DAYS = 3
    early, due = asked.answer_by - timedelta(days=4), asked.answer_by - timedelta(days=2)
    assert services.remind_of_supplements(now=early) == 0
    assert (services.remind_of_supplements(now=due), services.remind_of_supplements(now=due)) == (1, 0)
    assert told("supplement-ending.v1") == [asked.dossier.number]


def test_r43_who_has_sent_something_is_not_reminded_and_not_stopped(asked: Supplement) -> None:
    Supplement.objects.update(sent_at=TUESDAY + timedelta(days=2), sent={"answers": {}, "files": {}})
    assert services.remind_of_supplements(now=asked.answer_by - timedelta(days=1)) == 0
    assert services.stop_unanswered(now=asked.answer_by + timedelta(days=1)) == 0
    with pytest.raises(Conflict):
        end(asked, late=timedelta(days=1))


def test_r43_a_dossier_nobody_completes_ends_with_a_notice_and_stays_ended(asked: Supplement) -> None:
    later = asked.answer_by + timedelta(minutes=1)
    assert services.stop_unanswered(now=asked.answer_by) == 0
    assert (services.stop_unanswered(now=later), services.stop_unanswered(now=later)) == (1, 0)
    dossier = Dossier.objects.get(pk=asked.dossier_id)
    assert (dossier.state, dossier.ended_at, dossier.clock) == (State.STOPPED, later, "stopped")
    # Ended, not refused: nobody examined it to its end.
    assert dossier.result_state == ResultState.NONE
    assert processes.open_items_for(subject_type="onestop.dossier", subject_key=dossier.number) == ()
    line = list_history(subject_type="onestop.dossier", subject_key=dossier.number, newest_first=True)[0]
    assert (line.act, line.note) == ("onestop.dossier.end_unanswered", "Quá thời hạn bổ sung")
    assert told("dossier.stopped.v1") == [dossier.number]


def test_r43_where_the_procedure_waits_nothing_is_stopped(asked: Supplement) -> None:
    package = ServicePackage.objects.get(pk=asked.dossier.package_id)
    package.spec["when_unanswered"] = "wait"
    package.save(update_fields=["spec"])
    assert services.stop_unanswered(now=asked.answer_by + timedelta(days=9)) == 0


def test_r43_there_is_time_until_the_last_moment(asked: Supplement) -> None:
    with pytest.raises(Conflict):
        end(asked, late=timedelta(0))


def end(asked: Supplement, *, late: timedelta) -> None:
    end_unanswered(number=asked.dossier.number, reason="Quá hạn", actor=PROGRAM, now=asked.answer_by + late)


def test_r44_a_second_request_says_why_it_was_not_asked_for_before(province: SmallProvince, asked: Supplement) -> None:
    number = asked.dossier.number
    services.receive_supplement(number=number, actor=province.at("centre.reception"), now=TUESDAY + timedelta(days=1))
    with pytest.raises(Invalid) as refusal:
        request(province, number)
    assert [each.path for each in refusal.value.errors] == ["why_again"]
    request(province, number, why_again="Bằng mới nộp khác tên")
    assert Supplement.objects.get(no=2).why_again == "Bằng mới nộp khác tên"


def test_r44_the_page_asks_why_only_the_second_time(province: SmallProvince, sign_in: Any) -> None:
    number = accept(province, "1.008891", place="centre").number
    head = province.at("department.division-head")
    address = f"/ho-so/{number}/?viec=bo-sung"
    assert "why_again" not in sign_in(head).get(address).content.decode()
    request(province, number)
    services.receive_supplement(number=number, actor=province.at("centre.reception"), now=TUESDAY + timedelta(days=1))
    assert "why_again" in sign_in(head).get(address).content.decode()
