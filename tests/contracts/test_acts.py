"""Every act is run in one way: load, permission, rules, change, history, event, in one transaction."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import Barrier
from typing import Any, ClassVar

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.kernel.acts import declaration
from lienthong.kernel.acts.contracts import (
    Actor,
    ActorKind,
    Conflict,
    DomainError,
    Grant,
    Invalid,
    NotFound,
    NotPermitted,
    Scope,
)
from lienthong.kernel.acts.extensions import Act, act, find_act, list_acts
from lienthong.kernel.acts.services import offered
from lienthong.kernel.audit.models import HistoryEntry
from lienthong.kernel.events.models import OutboxEvent
from lienthong.kernel.organizations.contracts import AgencyKind
from lienthong.kernel.organizations.models import Agency
from lienthong.kernel.organizations.policy import AGENCIES
from lienthong.kernel.organizations.services import found_agency

NOW = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)
SEE, DO = "organizations.see", "test.agency.move"


@dataclass(frozen=True)
class AgencyMoved:
    """The agency of the tests has moved."""

    type: ClassVar[str] = "vn.lienthong.test.moved.v1"
    code: str


def actor_with(*permissions: str, agency: Agency | None = None, scope: Scope = Scope.PROVINCE) -> Actor:
    path, agency_id = (agency.path, agency.pk) if agency else ("/1/", 1)
    grants = tuple(Grant(each, scope, "r", agency_id, path) for each in permissions)
    return Actor(kind=ActorKind.OFFICER, name="Lê Văn Thử", user_id=7, grants=grants)


@pytest.fixture
def move(monkeypatch: pytest.MonkeyPatch) -> Act[Agency, Any]:
    monkeypatch.setattr(declaration, "_ACTS", dict(declaration._ACTS))

    @act(DO, subject=Agency, policy=AGENCIES, label="Move", key="code", state_field="level", states={"commune"})
    def move(subject: Agency, *, address: str, actor: Actor, now: datetime, fail: bool = False) -> AgencyMoved:
        subject.address, subject.level = address, "moved"
        if fail:
            raise RuntimeError("after the change")
        return AgencyMoved(code=subject.code)

    return move


@pytest.fixture
def agency(db: None) -> Agency:
    return founded("H32.1")


def founded(code: str, parent: Agency | None = None) -> Agency:
    found = found_agency(
        code=code,
        name="UBND phường",
        kind=AgencyKind.COMMUNE,
        level="commune",
        valid_from=date(2025, 7, 1),
        parent_id=parent.pk if parent else None,
    )
    return Agency.objects.get(pk=found.id)


def test_an_act_changes_writes_history_and_publishes(move: Act[Agency, Any], agency: Agency) -> None:
    move(code="H32.1", address="2 Trần Phú", actor=actor_with(SEE, DO), now=NOW)
    agency.refresh_from_db()
    entry, event = HistoryEntry.objects.get(), OutboxEvent.objects.get()
    assert (agency.address, agency.level, agency.version) == ("2 Trần Phú", "moved", 2)
    assert (entry.act, entry.subject_key, entry.actor_name, entry.at) == (DO, "H32.1", "Lê Văn Thử", NOW)
    assert entry.data == {"from": "commune", "to": "moved"}
    assert (event.type, event.subject, event.data) == (AgencyMoved.type, "H32.1", {"code": "H32.1"})


def test_what_fails_leaves_no_change_no_history_and_no_event(move: Act[Agency, Any], agency: Agency) -> None:
    with pytest.raises(RuntimeError):
        move(code="H32.1", address="x", fail=True, actor=actor_with(SEE, DO), now=NOW)
    agency.refresh_from_db()
    assert (agency.address, HistoryEntry.objects.count(), OutboxEvent.objects.count()) == ("", 0, 0)


def test_an_event_that_cannot_be_written_takes_the_change_back(
    move: Act[Agency, Any], agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_inputs: object) -> None:
        raise RuntimeError("no outbox")

    monkeypatch.setattr("lienthong.kernel.acts.traces.events.publish", broken)
    with pytest.raises(RuntimeError):
        move(code="H32.1", address="x", actor=actor_with(SEE, DO), now=NOW)
    agency.refresh_from_db()
    assert (agency.version, HistoryEntry.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("code", "permissions", "refusal"),
    [
        ("H32.9", (SEE, DO), NotFound),
        ("H32.1\0", (SEE, DO), NotFound),
        ("H32.1", (), NotFound),
        ("H32.1", (SEE,), NotPermitted),
    ],
)
def test_out_of_sight_is_not_found_and_in_sight_not_permitted(
    move: Act[Agency, Any], agency: Agency, code: str, permissions: tuple[str, ...], refusal: type[DomainError]
) -> None:
    with pytest.raises(refusal):
        move(code=code, address="x", actor=actor_with(*permissions), now=NOW)


def test_a_wrong_state_is_a_conflict_and_the_right_is_asked_first(move: Act[Agency, Any], agency: Agency) -> None:
    Agency.objects.update(level="moved")
    with pytest.raises(Conflict):
        move(code="H32.1", address="x", actor=actor_with(SEE, DO), now=NOW)
    with pytest.raises(NotPermitted):
        move(code="H32.1", address="x", actor=actor_with(SEE), now=NOW)


def test_a_version_the_caller_did_not_see_is_a_conflict(move: Act[Agency, Any], agency: Agency) -> None:
    with pytest.raises(Conflict):
        move(code="H32.1", address="x", expected_version=9, actor=actor_with(SEE, DO), now=NOW)
    move(code="H32.1", address="y", expected_version=1, actor=actor_with(SEE, DO), now=NOW)


def test_an_act_that_asks_for_a_reason_is_not_done_without(move: Act[Agency, Any], agency: Agency) -> None:
    @act("test.agency.close", subject=Agency, policy=AGENCIES, label="Close", key="code", state_field="level",
         permission=DO, needs_reason=True)  # fmt: skip
    def close(subject: Agency, *, actor: Actor, now: datetime, reason: str = "") -> None:
        subject.level = "closed"

    with pytest.raises(Invalid) as refused:
        close(code="H32.1", reason="  ", actor=actor_with(SEE, DO), now=NOW)
    assert [error.path for error in refused.value.errors] == ["reason"]
    close(code="H32.1", reason="QĐ 12", actor=actor_with(SEE, DO), now=NOW)
    assert HistoryEntry.objects.get().note == "QĐ 12"


def test_a_right_beyond_the_policy_is_asked_after_the_state(move: Act[Agency, Any], agency: Agency) -> None:
    @act("test.agency.hold", subject=Agency, policy=AGENCIES, label="Hold", key="code", state_field="level",
         permission=DO, states={"commune"}, extra_right=lambda subject, _actor: subject.level == "held")  # fmt: skip
    def hold(subject: Agency, *, actor: Actor, now: datetime) -> None:
        subject.level = "held"

    with pytest.raises(NotPermitted):
        hold(code="H32.1", actor=actor_with(SEE, DO), now=NOW)
    Agency.objects.update(level="moved")
    with pytest.raises(Conflict):
        hold(code="H32.1", actor=actor_with(SEE, DO), now=NOW)


def test_an_act_is_declared_once_and_found_by_its_name(move: Act[Agency, Any]) -> None:
    with pytest.raises(ValueError, match=DO):
        act(DO, subject=Agency, policy=AGENCIES, label="Again")(lambda _subject: None)
    assert find_act(DO) is move
    assert move in list_acts(Agency)
    with pytest.raises(NotFound):
        find_act("test.nothing")


def test_only_what_is_open_is_offered(move: Act[Agency, Any], agency: Agency) -> None:
    assert DO in {each.name for each in offered(agency, actor_with(SEE, DO))}
    assert DO not in {each.name for each in offered(agency, actor_with(SEE))}
    agency.level = "moved"
    assert DO not in {each.name for each in offered(agency, actor_with(SEE, DO))}


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_wins_and_the_other_is_told(move: Act[Agency, Any]) -> None:
    founded("H32.1")
    together = Barrier(2)

    def attempt(address: str) -> str:
        together.wait(timeout=20)
        try:
            move(code="H32.1", address=address, expected_version=1, actor=actor_with(SEE, DO), now=NOW)
        except Conflict:
            return "told"
        finally:
            connection.close()
        return "won"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(attempt, ["a", "b"])) == ["told", "won"]
    assert (Agency.objects.get().version, HistoryEntry.objects.count()) == (2, 1)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    grants=st.lists(st.tuples(st.sampled_from(list(Scope)), st.integers(0, 5), st.sampled_from([SEE, DO])), max_size=3),
    kind=st.sampled_from([ActorKind.OFFICER, ActorKind.CITIZEN, ActorKind.SYSTEM]),
)
def test_the_policy_says_the_same_in_python_and_in_sql(
    small_tree: Callable[[], list[Agency]], grants: list[tuple[Scope, int, str]], kind: ActorKind
) -> None:
    agencies = small_tree()
    held = tuple(Grant(code, scope, "r", agencies[at].pk, agencies[at].path) for scope, at, code in grants)
    actor = Actor(kind=kind, name="thử", user_id=1, grants=held)
    in_sql = set(AGENCIES.visible(Agency.objects.all(), actor).values_list("pk", flat=True))
    assert in_sql == {each.pk for each in agencies if AGENCIES.allows(actor, SEE, each)}


@pytest.fixture
def small_tree(db: None) -> Callable[[], list[Agency]]:
    root = founded("H32")
    branches = [founded("H32.1", root), founded("H32.2", root)]
    leaves = [founded("H32.1.1", branches[0]), founded("H32.1.2", branches[0]), founded("H32.2.1", branches[1])]
    agencies = [root, *branches, *leaves]
    return lambda: agencies
