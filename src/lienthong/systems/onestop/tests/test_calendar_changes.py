"""A holiday announced after due dates were given: looked at first, then moved with its reason, or not (checklist 4)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.audit.queries import list_history
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.calendars import services as keeping
from lienthong.kernel.calendars.contracts import CalendarEdit, ChangeState, DayEntry, DayKind
from lienthong.kernel.events.testing import OutboxEvent, deliver_everything
from lienthong.kernel.processes import queries as processes
from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.contracts import SupplementItem
from lienthong.systems.onestop.events import DossierDueMoved
from lienthong.systems.onestop.models import Dossier
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince, accept, small_province

pytestmark = pytest.mark.django_db
ACTOR = Actor.system("tests")
THURSDAY = date(2026, 10, 8)
CHANGES = apps.get_model("calendars.CalendarChange").objects
HOLIDAY = CalendarEdit(days=(DayEntry(THURSDAY, DayKind.HOLIDAY, "Ngày nghỉ của tỉnh", "QĐ 9"),))


@pytest.fixture
def province() -> SmallProvince:
    return small_province()


def propose(calendar_id: int, edit: CalendarEdit = HOLIDAY) -> Any:
    uuid = keeping.propose_change(calendar_id=calendar_id, edit=edit, actor=ACTOR, now=TUESDAY)
    return CHANGES.get(uuid=uuid)


def apply(change: Any, *, move: bool) -> Any:
    keeping.apply_change(uuid=change.uuid, reason="QĐ 9", move_due_dates=move, actor=ACTOR, now=TUESDAY)
    keeping.move_due_dates(change_id=change.pk, now=TUESDAY)
    change.refresh_from_db()
    return change


def test_the_page_says_whose_due_dates_move_before_anything_is_applied(province: SmallProvince) -> None:
    number = accept(province, "1.004088").number
    row = Dossier.objects.get(number=number)
    shown = calendars.get_change(uuid=propose(row.calendar_id).uuid, viewer=ACTOR)
    assert shown.effect is not None
    moved = next(line for line in shown.effect.lines if line.title.startswith(f"{number}: {row.title}"))
    assert (moved.old, moved.new) == (row.due_at, row.due_at + timedelta(days=1))
    assert Dossier.objects.get(number=number).due_at == row.due_at


def test_r41_due_dates_of_dossier_and_step_move_with_the_reason_in_the_history(province: SmallProvince) -> None:
    number = accept(province, "1.004088").number
    before = Dossier.objects.get(number=number)
    change = apply(propose(before.calendar_id), move=True)
    after = Dossier.objects.get(number=number)
    assert after.due_at == calendars.due_of(calendar_id=before.calendar_id, terms=queries.terms_of(after))
    assert after.due_at == before.due_at + timedelta(days=1)
    (step,) = processes.open_items_for(subject_type="onestop.dossier", subject_key=number)
    assert step.subject_due_at == after.due_at
    assert (change.state, change.kept) == (ChangeState.DONE, 0)
    line = list_history(subject_type="onestop.dossier", subject_key=number, newest_first=True)[0]
    assert (line.act, line.note) == ("onestop.dossier.due_moved", "QĐ 9")
    keeping.move_due_dates(change_id=change.pk, now=TUESDAY)
    assert Dossier.objects.get(number=number).due_at == after.due_at


def test_a_worker_that_knew_the_calendar_a_moment_before_moves_them_all_the_same(
    province: SmallProvince, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Dossier.objects.get(number=accept(province, "1.004088").number)
    change = propose(before.calendar_id)
    calendars.get_working_time(calendar_id=before.calendar_id)
    with monkeypatch.context() as elsewhere:
        # As when another process applies it.
        elsewhere.setattr("lienthong.kernel.calendars.queries.working_time.forget", lambda: None)
        keeping.apply_change(uuid=change.uuid, reason="QĐ 9", move_due_dates=True, actor=ACTOR, now=TUESDAY)
    keeping.move_due_dates(change_id=change.pk, now=TUESDAY)
    assert Dossier.objects.get(pk=before.pk).due_at == before.due_at + timedelta(days=1)


def test_a_moved_due_date_is_published_and_told(province: SmallProvince) -> None:
    number = accept(province, "1.004088").number
    before = Dossier.objects.get(number=number)
    apply(propose(before.calendar_id), move=True)
    deliver_everything(TUESDAY)
    (fact,) = OutboxEvent.objects.filter(type=DossierDueMoved.type)
    assert (fact.subject, fact.data["reason"]) == (number, "QĐ 9")
    told = apps.get_model("notifications.Message").objects.filter(subject_key=number).values_list("body", flat=True)
    assert any("QĐ 9" in body and f"{before.due_at + timedelta(days=1, hours=7):%d/%m/%Y}" in body for body in told)


def test_by_decision_due_dates_stay(province: SmallProvince) -> None:
    number = accept(province, "1.004088").number
    before = Dossier.objects.get(number=number)
    apply(propose(before.calendar_id), move=False)
    assert Dossier.objects.get(number=number).due_at == before.due_at
    assert not calendars.is_working_day(calendar_id=before.calendar_id, day=THURSDAY)


def test_a_date_set_by_decision_and_an_ended_dossier_stay(province: SmallProvince) -> None:
    by_hand, ended = (Dossier.objects.get(number=accept(province, "1.004088").number) for _ in range(2))
    other_day = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
    Dossier.objects.filter(pk=by_hand.pk).update(due_at=other_day)
    Dossier.objects.filter(pk=ended.pk).update(ended_at=TUESDAY + timedelta(hours=1))
    change = apply(propose(by_hand.calendar_id), move=True)
    assert Dossier.objects.get(pk=by_hand.pk).due_at == other_day
    assert Dossier.objects.get(pk=ended.pk).due_at == ended.due_at
    assert change.kept == 1


def test_r41_the_stored_due_date_after_a_supplement_is_what_its_terms_say(province: SmallProvince) -> None:
    number = accept(province, "2.000635").number
    officer = province.at("commune.civil-status")
    (step,) = processes.open_items_for(subject_type="onestop.dossier", subject_key=number)
    assert step.due_at > TUESDAY
    services.request_supplement(
        number=number,
        reason="Thiếu giấy tờ",
        items=(SupplementItem(paper="GT-01", content="Bản sao giấy khai sinh"),),
        actor=officer,
        now=TUESDAY + timedelta(hours=1),
    )
    services.receive_supplement(number=number, actor=province.at("commune.reception"), now=TUESDAY + timedelta(days=3))
    row = Dossier.objects.get(number=number)
    assert row.due_at == calendars.due_of(calendar_id=row.calendar_id, terms=queries.terms_of(row))
    said = calendars.explain_due(calendar_id=row.calendar_id, terms=queries.terms_of(row))
    assert said.due_at == row.due_at
    assert said.terms.pauses[0].ground == "Thiếu giấy tờ"


def test_killed_in_the_middle_it_goes_on_and_counts_nothing_twice(
    province: SmallProvince,
) -> None:
    numbers = [accept(province, "1.004088").number for _ in range(3)]
    rows = list(Dossier.objects.filter(number__in=numbers).order_by("pk"))
    change = propose(rows[0].calendar_id)
    keeping.apply_change(uuid=change.uuid, reason="QĐ 9", move_due_dates=True, actor=ACTOR, now=TUESDAY)
    # As after a batch that was committed before the worker was killed: its place in the work is written with it.
    keeping.move_due_dates(change_id=change.pk, now=TUESDAY)
    CHANGES.filter(pk=change.pk).update(
        state=ChangeState.MOVING.value, cursor=["onestop.dossier", rows[1].pk], seen=2, moved=2
    )
    keeping.move_due_dates(change_id=change.pk, now=TUESDAY)
    after = Dossier.objects.filter(number__in=numbers).order_by("pk")
    assert [new.due_at - old.due_at for old, new in zip(rows, after, strict=True)] == [timedelta(days=1)] * 3
    assert len(list_history(subject_type="onestop.dossier", subject_key=numbers[2])) == 2


def test_the_page_of_a_dossier_says_why_it_is_due_day_by_day(
    province: SmallProvince, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    number = accept(province, "1.004088").number
    change = apply(propose(Dossier.objects.get(number=number).calendar_id), move=False)
    assert change.state == ChangeState.DONE
    client = Client()
    client.force_login(get_user_model().objects.get(username="commune.leader"))
    assert f"/ho-so/{number}/han/" in client.get(f"/ho-so/{number}/").content.decode()
    with django_assert_max_num_queries(15):
        page = client.get(f"/ho-so/{number}/han/").content.decode()
    assert "Ngày nghỉ của tỉnh" in page
    client.force_login(get_user_model().objects.get(username="other.leader"))
    assert client.get(f"/ho-so/{number}/han/").status_code == 404
