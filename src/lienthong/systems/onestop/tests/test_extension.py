"""The apology: once, signed, told, and followed by the clock (R-23)."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from lienthong.kernel.acts.contracts import Actor, Conflict, Invalid, NotPermitted
from lienthong.kernel.files import queries as files
from lienthong.kernel.papers import queries as papers
from lienthong.kernel.processes import queries as processes
from lienthong.systems.onestop import queries, rules, services
from lienthong.systems.onestop.contracts import Accepted
from lienthong.systems.onestop.models import Dossier, Extension
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince, accept, small_province

from .at_the_desk import signed_in, text_of

pytestmark = pytest.mark.django_db
REASON = "Cần xác minh thêm hồ sơ của tàu"
# The Friday of the week after, 16:30 in Vietnam: later than the limit of the vessel's registration.
FRIDAY = datetime(2026, 10, 16, 9, 30, tzinfo=UTC)


@pytest.fixture
def province() -> SmallProvince:
    return small_province()


@pytest.fixture
def dossier(province: SmallProvince) -> Accepted:
    return accept(province, "1.004088")


def extend(
    number: str, actor: Actor, *, now: datetime = TUESDAY, due_at: datetime = FRIDAY, reason: str = REASON
) -> None:
    services.extend_dossier(number=number, reason=reason, due_at=due_at, actor=actor, now=now)


def test_r23_the_apology_moves_the_appointment_and_keeps_the_first(province: SmallProvince, dossier: Accepted) -> None:
    leader = province.at("commune.leader")
    extend(dossier.number, leader)
    detail = queries.get_dossier(number=dossier.number, viewer=leader)
    assert detail.row.due_at == FRIDAY
    assert detail.extension is not None
    assert (detail.extension.due_before, detail.extension.reason) == (dossier.due_at, REASON)
    assert detail.extension.in_time


def test_the_open_step_gets_the_time_the_dossier_gets(province: SmallProvince, dossier: Accepted) -> None:
    (before,) = processes.open_items_for(subject_type="onestop.dossier", subject_key=dossier.number)
    extend(dossier.number, province.at("commune.leader"))
    (after,) = processes.open_items_for(subject_type="onestop.dossier", subject_key=dossier.number)
    assert after.due_at > before.due_at


def test_r45_a_dossier_that_needed_an_apology_stays_late_for_the_index(
    province: SmallProvince, dossier: Accepted
) -> None:
    leader = province.at("commune.leader")
    extend(dossier.number, leader)
    Dossier.objects.filter(number=dossier.number).update(ended_at=FRIDAY - timedelta(hours=1))
    total = queries.figures(viewer=leader, start=date(2026, 10, 1), end=date(2026, 10, 31), now=FRIDAY).total
    assert (total.ended, total.on_time, total.late) == (1, 0, 1)


def test_the_letter_is_signed_and_verifies(province: SmallProvince, dossier: Accepted, tmp_path: Path) -> None:
    leader = province.at("commune.leader")
    extend(dossier.number, leader)
    paper = next(
        each
        for each in papers.list_papers(subject_type="onestop.dossier", subject_key=dossier.number)
        if each.title.startswith("Văn bản xin lỗi")
    )
    checked = papers.verify(code=paper.code)
    assert (checked.number, checked.intact, len(checked.signatures)) == ("01/PXL", True, 1)
    with files.open_file(file_id=paper.file_id) as pdf:
        kept = pdf.read()
    printed = signed_in("commune.leader").get(f"/ho-so/{dossier.number}/xin-loi.pdf")
    assert printed.content == kept
    assert signed_in("other.leader").get(f"/ho-so/{dossier.number}/xin-loi.pdf").status_code == 404


def test_r23_a_second_new_appointment_is_refused(province: SmallProvince, dossier: Accepted) -> None:
    leader = province.at("commune.leader")
    extend(dossier.number, leader)
    with pytest.raises(Conflict):
        extend(dossier.number, leader, due_at=FRIDAY + timedelta(days=7))
    assert Extension.objects.count() == 1


def test_an_apology_on_the_day_of_the_appointment_is_marked(province: SmallProvince, dossier: Accepted) -> None:
    leader = province.at("commune.leader")
    extend(dossier.number, leader, now=dossier.due_at - timedelta(minutes=5))
    detail = queries.get_dossier(number=dossier.number, viewer=leader)
    assert detail.extension is not None
    assert not detail.extension.in_time


@pytest.mark.parametrize("day", [timedelta(days=-20), timedelta(days=1), timedelta(days=2)])
def test_the_new_moment_is_later_and_a_working_day(province: SmallProvince, dossier: Accepted, day: timedelta) -> None:
    with pytest.raises(Invalid) as refusal:
        extend(dossier.number, province.at("commune.leader"), due_at=FRIDAY + day)
    assert [error.path for error in refusal.value.errors] == ["due_at"]


def test_r23_only_the_competent_person_apologises(province: SmallProvince, dossier: Accepted) -> None:
    with pytest.raises(NotPermitted):
        extend(dossier.number, province.at("commune.civil-status"))
    with pytest.raises(Invalid):
        extend(dossier.number, province.at("commune.leader"), reason=" ")


def test_r23_told_in_time_is_the_day_before() -> None:
    day = TUESDAY.date()
    assert rules.told_in_time(decided_on=day, due_on=day + timedelta(days=1))
    assert not rules.told_in_time(decided_on=day, due_on=day)


def test_the_leader_apologises_on_the_page_and_the_applicant_reads_it(province: SmallProvince) -> None:
    done = accept(province, "1.004088", now=timezone.now())
    leader = signed_in("commune.leader")
    page = text_of(leader.get(f"/ho-so/{done.number}/?viec=gia-han"))
    assert f"/ho-so/{done.number}/viec/gia-han/" in page
    sent = {"day": "31/12/2020", "hour": "16:30", "reason": REASON}
    refused = leader.post(f"/ho-so/{done.number}/viec/gia-han/", sent)
    assert refused.status_code == 422
    assert 'id="id_day_error"' in text_of(refused)
    day = timezone.localdate(done.due_at) + timedelta(days=14)
    day -= timedelta(days=max(0, day.weekday() - 4))
    assert leader.post(f"/ho-so/{done.number}/viec/gia-han/", sent | {"day": f"{day:%d/%m/%Y}"}).status_code == 302
    page = text_of(leader.get(f"/ho-so/{done.number}/"))
    assert f"/ho-so/{done.number}/xin-loi.pdf" in page
    assert "viec=gia-han" not in page
    assert REASON in page
    seen = text_of(Client().get(f"/tra-cuu/?ma={done.number}&khoa={done.secret}"))
    assert "lt-note-risk" in seen
    assert f"{day:%d/%m}" in seen
    assert REASON not in seen
