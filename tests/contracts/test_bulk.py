"""Bulk runs of the kernel: whatever happens to a run, each subject is done at most once and the sums add up."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.kernel.acts import declaration, registry, services, traces
from lienthong.kernel.acts.contracts import (
    Actor,
    ActorKind,
    BulkState,
    Conflict,
    DomainError,
    Grant,
    ItemState,
    NotPermitted,
    Picked,
    Remember,
    Scope,
)
from lienthong.kernel.acts.extensions import Inverse, act
from lienthong.kernel.acts.queries import MANAGE, all_lines, get_bulk, list_lines, list_reasons
from lienthong.kernel.acts.testing import BulkItem, BulkRun, Seat, actors, carry_out, disagreements
from lienthong.kernel.audit.models import HistoryEntry
from lienthong.kernel.organizations.contracts import AgencyKind
from lienthong.kernel.organizations.models import Agency
from lienthong.kernel.organizations.policy import AGENCIES
from lienthong.kernel.organizations.services import found_agency

BEGIN = date(2025, 7, 1)
NOW = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)
SEE, DO = "organizations.see", "test.agency.mark"
MOST = 8


class Killed(BaseException):
    """The worker dies here, as by kill -9: nothing after this line is done."""


class Fuse:
    """Lets the act die in the middle of a subject."""

    burns_at = -1

    def check(self) -> None:
        """Die when the time has come."""
        self.burns_at -= 1
        if self.burns_at == 0:
            raise Killed


FUSE = Fuse()


def officer(*permissions: str, user_id: int = 7) -> Actor:
    grants = tuple(Grant(each, Scope.PROVINCE, "r", 1, "/1/") for each in permissions)
    return Actor(kind=ActorKind.OFFICER, name=f"Cán bộ {user_id}", user_id=user_id, grants=grants)


OFFICER = officer(SEE, DO)


@pytest.fixture
def agencies(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Declare an act that counts how often it was done to an agency, with its inverse; found some agencies."""
    monkeypatch.setattr(declaration, "_ACTS", dict(declaration._ACTS))
    monkeypatch.setattr(registry, "_SOURCES", [lambda user_id, _seat, _now: officer(SEE, DO, user_id=user_id)])

    def back(_inputs: Mapping[str, Any], recorded: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"mark": recorded["was"]}

    @act(DO, subject=Agency, policy=AGENCIES, label="Mark", key="code", state_field="level", states={"commune"},
         inverse=Inverse(DO, back))  # fmt: skip
    def mark(subject: Agency, *, mark: str, actor: Actor, now: datetime) -> Remember:
        before, subject.address = subject.address, mark
        FUSE.check()
        if mark == "broken":
            raise RuntimeError("the act breaks")
        return Remember({"was": before})

    FUSE.burns_at = -1
    codes = [f"H32.{number}" for number in range(1, MOST + 1)]
    for code in codes:
        found_agency(code=code, name="UBND phường", kind=AgencyKind.COMMUNE, level="commune", valid_from=BEGIN)
    yield codes
    FUSE.burns_at = -1


def propose(codes: Sequence[str], *, actor: Actor = OFFICER, mark: str = "x") -> Any:
    return services.propose_bulk(
        act=DO, picked=(Picked(code) for code in codes), inputs={"mark": mark}, actor=actor, now=NOW
    )


def states(uuid: Any) -> list[str]:
    return list(BulkItem.objects.filter(run__uuid=uuid).order_by("position").values_list("state", flat=True))


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("work"), st.integers(0, MOST)),
        st.tuples(st.just("die between"), st.integers(1, MOST)),
        st.tuples(st.just("die inside"), st.integers(1, MOST)),
        st.tuples(st.sampled_from(["pause", "resume", "stop"]), st.just(0)),
        st.tuples(st.just("others change"), st.integers(0, MOST - 1)),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_happens_each_is_done_at_most_once_and_sums_add_up(
    agencies: list[str], steps: list[tuple[str, int]]
) -> None:
    reset()
    uuid = propose(agencies)
    services.start_bulk(uuid=uuid, actor=OFFICER, now=NOW)
    for step, number in steps:
        happen(uuid, agencies, step, number)
        check_sums(uuid)
    for verb in (services.pause_bulk, services.resume_bulk):
        attempt(verb, uuid)
    carry_out(uuid=uuid, now=NOW)
    check_sums(uuid)
    assert ItemState.WAITING not in states(uuid)
    assert get_bulk(uuid=uuid, viewer=OFFICER, now=NOW).state is BulkState.DONE


def reset() -> None:
    BulkRun.objects.all().delete()
    Agency.objects.update(address="", version=1)
    FUSE.burns_at = -1


def attempt(verb: Callable[..., Any], uuid: Any) -> None:
    """Steer; what the state of the run does not allow is refused and changes nothing."""
    before = BulkRun.objects.get(uuid=uuid).state
    try:
        verb(uuid=uuid, actor=OFFICER, now=NOW)
    except DomainError:
        assert BulkRun.objects.get(uuid=uuid).state == before


def happen(uuid: Any, codes: list[str], step: str, number: int) -> None:
    if step == "work":
        carry_out(uuid=uuid, now=NOW, seconds=0.0)
    elif step == "die between":
        left = [number]

        def clock() -> datetime:
            left[0] -= 1
            if left[0] == 0:
                raise Killed
            return NOW

        run_until_killed(uuid, clock)
    elif step == "die inside":
        FUSE.burns_at = number
        run_until_killed(uuid, lambda: NOW)
        FUSE.burns_at = -1
    elif step == "others change":
        subject = Agency.objects.get(code=codes[number])
        Agency.objects.filter(pk=subject.pk).update(version=subject.version + 1)
    else:
        attempt({"pause": services.pause_bulk, "resume": services.resume_bulk, "stop": services.stop_bulk}[step], uuid)


def run_until_killed(uuid: Any, clock: Callable[[], datetime]) -> None:
    try:
        services.work_on_bulk(run_id=BulkRun.objects.get(uuid=uuid).pk, clock=clock)
    except Killed:
        return


def check_sums(uuid: Any) -> None:
    run = get_bulk(uuid=uuid, viewer=OFFICER, now=NOW)
    assert run.total == MOST == len(states(uuid))
    written = list(HistoryEntry.objects.filter(act=DO, data__bulk=str(uuid)).values_list("subject_key", flat=True))
    done = list(BulkItem.objects.filter(run__uuid=uuid, state=ItemState.DONE).values_list("subject_key", flat=True))
    marked = list(Agency.objects.filter(address="x").values_list("code", flat=True))
    assert sorted(written) == sorted(done) == sorted(marked)


def test_undoing_touches_only_what_nobody_changed_since(agencies: list[str]) -> None:
    Agency.objects.filter(code=agencies[0]).update(address="of old")
    uuid = propose(agencies)
    services.start_bulk(uuid=uuid, actor=OFFICER, now=NOW)
    carry_out(uuid=uuid, now=NOW)
    Agency.objects.filter(code=agencies[1]).update(version=9)
    undo = services.undo_bulk(uuid=uuid, actor=OFFICER, now=NOW)
    Agency.objects.filter(code=agencies[2]).update(version=9)
    services.start_bulk(uuid=undo, actor=OFFICER, now=NOW)
    carry_out(uuid=undo, now=NOW)
    found = [Agency.objects.get(code=code).address for code in agencies]
    assert found == ["of old", "x", "x", *[""] * (MOST - 3)]
    assert sorted(states(undo)) == ["barred", *["done"] * (MOST - 2), "refused"]
    for again in (undo, uuid):
        with pytest.raises(Conflict):
            services.resume_bulk(uuid=again, actor=OFFICER, now=NOW)
    with pytest.raises(Conflict):
        services.undo_bulk(uuid=undo, actor=OFFICER, now=NOW)


def test_one_run_of_an_act_is_under_way_and_a_stopped_one_gives_up_its_place(agencies: list[str]) -> None:
    first, second = propose(agencies[:2]), propose(agencies[2:4])
    services.start_bulk(uuid=first, actor=OFFICER, now=NOW)
    with pytest.raises(Conflict):
        services.start_bulk(uuid=second, actor=OFFICER, now=NOW)
    services.pause_bulk(uuid=first, actor=OFFICER, now=NOW)
    with pytest.raises(Conflict):
        services.start_bulk(uuid=second, actor=OFFICER, now=NOW)
    services.stop_bulk(uuid=first, actor=OFFICER, now=NOW)
    services.start_bulk(uuid=second, actor=OFFICER, now=NOW)
    assert get_bulk(uuid=second, viewer=OFFICER, now=NOW).state is BulkState.RUNNING


def test_an_act_that_breaks_fails_its_subject_alone_and_says_a_number(agencies: list[str]) -> None:
    uuid = propose(agencies[:3], mark="broken")
    services.start_bulk(uuid=uuid, actor=OFFICER, now=NOW)
    carry_out(uuid=uuid, now=NOW)
    assert states(uuid) == ["failed"] * 3
    assert not Agency.objects.filter(address="broken").exists()
    (reason,) = list_reasons(uuid=uuid, viewer=OFFICER)
    assert (reason.count, reason.varied, str(uuid)[:8] in reason.message) == (3, True, True)


def test_the_dry_run_says_what_the_act_would(agencies: list[str]) -> None:
    Agency.objects.filter(code=agencies[0]).update(level="moved")
    uuid = propose([*agencies[:2], "H99", agencies[1]])
    assert states(uuid) == ["barred", "waiting", "barred", "waiting"]
    assert [each.code for each in list_reasons(uuid=uuid, viewer=OFFICER)] in (
        ["conflict", "not_found"],
        ["not_found", "conflict"],
    )
    unseen = propose(agencies[:1], actor=officer(DO))
    assert [each.code for each in list_reasons(uuid=unseen, viewer=OFFICER)] == ["not_found"]
    barred = propose(agencies[:1], actor=officer(SEE))
    assert [each.code for each in list_reasons(uuid=barred, viewer=OFFICER)] == ["not_permitted"]


def test_an_administrator_of_runs_halts_them_and_only_their_person_begins(agencies: list[str]) -> None:
    administrator = officer(MANAGE, user_id=8)
    uuid = propose(agencies)
    with pytest.raises(NotPermitted):
        services.start_bulk(uuid=uuid, actor=administrator, now=NOW)
    services.start_bulk(uuid=uuid, actor=OFFICER, now=NOW)
    services.pause_bulk(uuid=uuid, actor=administrator, now=NOW)
    entries = HistoryEntry.objects.filter(subject_type="acts.bulkrun", subject_key=str(uuid)).order_by("id")
    assert [(each.act, each.actor_id) for each in entries] == [("acts.bulk.start", 7), ("acts.bulk.pause", 8)]


def test_who_steers_the_runs_of_others_learns_no_titles(agencies: list[str]) -> None:
    uuid = propose(agencies)
    BulkItem.objects.filter(run__uuid=uuid).update(title="Trần Văn Bình xin cấp bản sao")
    for viewer, shown in ((OFFICER, True), (officer(MANAGE, user_id=8), False)):
        page, _cursor = list_lines(uuid=uuid, viewer=viewer)
        for line in (*page, *all_lines(uuid=uuid, viewer=viewer)):
            assert bool(line.title) is shown
            assert line.key in agencies


def test_the_time_left_follows_the_pace(agencies: list[str]) -> None:
    uuid = propose(agencies)
    services.start_bulk(uuid=uuid, actor=OFFICER, now=NOW)
    carry_out(uuid=uuid, now=NOW, seconds=0.0)
    after = get_bulk(uuid=uuid, viewer=OFFICER, now=NOW + timedelta(seconds=3))
    assert (after.tried, after.seconds_left, after.percent) == (1, 3 * (MOST - 1), 100 // MOST)


def test_what_was_never_begun_is_forgotten_after_a_day(agencies: list[str]) -> None:
    propose(agencies)
    begun = propose(agencies)
    services.start_bulk(uuid=begun, actor=OFFICER, now=NOW)
    assert services.forget_unused(now=NOW + timedelta(hours=23)) == 0
    assert services.forget_unused(now=NOW + timedelta(hours=25)) == 1
    assert BulkRun.objects.get().uuid == begun


@pytest.fixture
def seats(agencies: list[str]) -> list[Seat]:
    for place, code in enumerate(agencies):
        parent = Agency.objects.get(code=agencies[(place - 1) // 2]) if place else None
        agency = Agency.objects.get(code=code)
        agency.path = f"{parent.path if parent else '/'}{agency.pk}/"
        agency.save(update_fields=["path"])
    found: list[Seat] = [(each.pk, each.path, None) for each in Agency.objects.all()]
    return [*found, (0, "", None)]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_agencies_are_reached_alike_in_python_and_in_sql(seats: list[Seat], data: Any) -> None:
    actor = data.draw(actors(seats=seats, permissions=(SEE, DO), user_ids=[7]))
    for asked in (actor, replace(actor, kind=ActorKind.OFFICER)):
        assert disagreements(AGENCIES, Agency.objects.all(), asked, SEE) == []


def test_what_cannot_be_written_together_is_done_one_by_one(
    agencies: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_entries: object) -> None:
        raise DatabaseError("one of them cannot be written")

    whole = traces.audit.record_all
    monkeypatch.setattr(
        traces.audit, "record_all", lambda entries: fails(entries) if len(entries) > 1 else whole(entries)
    )
    uuid = propose(agencies)
    services.start_bulk(uuid=uuid, actor=OFFICER, now=NOW)
    assert carry_out(uuid=uuid, now=NOW) == MOST
    check_sums(uuid)
    assert states(uuid) == ["done"] * MOST
