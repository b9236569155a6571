"""One officer acts for another: for whom, for what, when; and the history says for whom."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import pytest

from lienthong.kernel.acts.contracts import Actor, ActorKind, Conflict, Grant, Invalid, NotFound, NotPermitted, Scope
from lienthong.kernel.audit.queries import list_history
from lienthong.kernel.organizations import queries, services
from lienthong.kernel.organizations.contracts import Capacity
from lienthong.kernel.organizations.extensions import grants_of
from lienthong.kernel.organizations.models import Appointment
from lienthong.kernel.organizations.policy import MANAGE, SEE
from lienthong.kernel.organizations.services import DelegationDraft
from lienthong.kernel.organizations.testing import BEGIN, SmallTree, small_tree

NOW = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)
TODAY = date(2026, 10, 6)
WEEK = timedelta(days=6)
pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> SmallTree:
    """Return the small tree, with a chairman of the commune beside its officer."""
    tree = small_tree()
    services.appoint_officer(
        agency_code=tree.commune.code,
        username="nguoi.moi",
        position_code="chairman",
        roles=["leader", "administrator"],
        valid_from=TODAY - WEEK,
        actor=manager(tree),
        now=NOW,
    )
    return tree


def manager(tree: SmallTree) -> Actor:
    grants = tuple(
        Grant(each, Scope.SUBTREE, "administrator", tree.province.id, tree.province.path) for each in (SEE, MANAGE)
    )
    return Actor(kind=ActorKind.OFFICER, name="Lê Quản Trị", user_id=tree.administrator_id, grants=grants)


def actor(user_id: int, *, at: date = TODAY, appointment_id: int | None = None) -> Actor:
    """Return an officer in one of their places, as accounts do."""
    places = queries.appointments_of(user_id=user_id, at=at)
    place = next((each for each in places if each.id == appointment_id), places[0])
    grants = [
        Grant(granted.permission, granted.scope, role, place.agency.id, place.agency.path)
        for role in sorted(place.roles)
        for granted in grants_of(role)
        if place.only is None or granted.permission in place.only
    ]
    return Actor(
        kind=ActorKind.OFFICER,
        name=place.user_name,
        user_id=user_id,
        position=place.position,
        grants=tuple(grants),
        on_behalf_of=place.on_behalf_of,
    )


def seat_of(tree: SmallTree) -> Appointment:
    return Appointment.objects.get(user_id=tree.newcomer_id, capacity=Capacity.HELD)


def lend(tree: SmallTree, *, by: Actor | None = None, seat: int | None = None, **changes: Any) -> int:
    given: dict[str, Any] = {
        "username": "can.bo",
        "capacity": Capacity.DELEGATED,
        "roles": ["leader"],
        "valid_from": TODAY,
        "valid_to": TODAY + WEEK,
        "decision": "QĐ 20/QĐ-UBND",
    }
    return services.delegate(
        appointment_id=seat or seat_of(tree).pk,
        draft=DelegationDraft(**(given | changes)),
        actor=by or actor(tree.newcomer_id),
        now=NOW,
    )


def test_for_a_week_the_officer_finds_the_seat_among_their_own(tree: SmallTree) -> None:
    place_id = lend(tree)
    own, lent = queries.appointments_of(user_id=tree.officer_id, at=TODAY)
    assert (own.capacity, own.on_behalf_of) == (Capacity.HELD, "")
    assert (lent.id, lent.position, lent.on_behalf_of) == (place_id, "TUQ. Chủ tịch", "Phạm Người Mới")
    for day, number in ((TODAY - timedelta(days=1), 1), (TODAY + WEEK, 2), (TODAY + WEEK + timedelta(days=1), 1)):
        assert len(queries.appointments_of(user_id=tree.officer_id, at=day)) == number


def test_who_looks_for_candidates_finds_who_acts_for_the_holder(tree: SmallTree) -> None:
    lend(tree)
    leaders = [each for each in queries.appointments_in(agency_id=tree.commune.id, at=TODAY) if "leader" in each.roles]
    assert {each.user_id for each in leaders} == {tree.newcomer_id, tree.officer_id}


def test_the_history_says_who_acted_for_whom(tree: SmallTree) -> None:
    place_id = lend(tree, roles=["administrator"])
    delegate = actor(tree.officer_id, appointment_id=place_id)
    assert (delegate.position, delegate.on_behalf_of) == ("TUQ. Chủ tịch", "Phạm Người Mới")
    Appointment.objects.filter(pk=place_id).update(agency_id=tree.province.id)
    delegate = actor(tree.officer_id, appointment_id=place_id)
    services.change_agency(code="H32.17", name="Sở mới", address="", phone="", actor=delegate, now=NOW)
    (line,) = list_history(subject_type="organizations.agency", subject_key="H32.17")
    assert (line.actor, line.on_behalf_of) == ("Trần Cán Bộ", "Phạm Người Mới")


def test_nobody_begins_the_day_as_somebody_else(tree: SmallTree) -> None:
    Appointment.objects.filter(user_id=tree.officer_id).update(is_main=False)
    lend(tree)
    assert actor(tree.officer_id).on_behalf_of == ""


def test_only_lent_roles_and_permissions_are_held(tree: SmallTree) -> None:
    place_id = lend(tree, roles=["administrator"], only=[SEE])
    assert actor(tree.officer_id, appointment_id=place_id).permissions == {SEE}
    assert MANAGE in actor(tree.newcomer_id).permissions


def test_what_was_delegated_cannot_be_passed_on(tree: SmallTree) -> None:
    place_id = lend(tree)
    with pytest.raises(Conflict):
        lend(tree, seat=place_id, by=actor(tree.officer_id), username="quan.tri")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", "không.có"),
        ("username", "a\0"),
        ("username", "nguoi.moi"),
        ("username", "quan.tri"),
        ("roles", []),
        ("roles", ["reception"]),
        ("only", ["khong.co"]),
        ("decision", " "),
        ("decision", "x" * 301),
        ("matter", "x\u202e"),
        ("capacity", Capacity.HELD),
        ("valid_from", TODAY - timedelta(days=1)),
        ("valid_to", TODAY - timedelta(days=1)),
        ("valid_to", None),
    ],
)
def test_a_delegation_that_cannot_be_is_refused(tree: SmallTree, field: str, value: object) -> None:
    with pytest.raises(Invalid) as refusal:
        lend(tree, **cast("dict[str, Any]", {field: value}))
    assert {error.path for error in refusal.value.errors} == {field}


def test_a_deputy_signs_without_an_end(tree: SmallTree) -> None:
    place_id = lend(tree, capacity=Capacity.DEPUTY, valid_to=None, decision="")
    (found,) = [each for each in queries.appointments_of(user_id=tree.officer_id, at=TODAY) if each.id == place_id]
    assert found.position == "KT. Chủ tịch"


def test_twice_in_the_same_time_is_refused(tree: SmallTree) -> None:
    lend(tree)
    with pytest.raises(Conflict):
        lend(tree, valid_from=TODAY + WEEK, valid_to=TODAY + 2 * WEEK)
    lend(tree, valid_from=TODAY + WEEK + timedelta(days=1), valid_to=TODAY + 2 * WEEK)


def test_only_the_holder_and_the_administrator_delegate(tree: SmallTree) -> None:
    with pytest.raises(NotFound):
        lend(tree, by=actor(tree.officer_id))
    sees = Grant(SEE, Scope.PROVINCE, "x", tree.province.id, tree.province.path)
    with pytest.raises(NotPermitted):
        lend(tree, by=Actor(kind=ActorKind.OFFICER, name="X", user_id=tree.officer_id, grants=(sees,)))
    assert lend(tree, by=manager(tree))


def test_taken_back_it_ends_at_once(tree: SmallTree) -> None:
    place_id = lend(tree)
    receiver = actor(tree.officer_id)
    with pytest.raises(NotPermitted):
        services.end_delegation(delegation_id=place_id, reason="thôi", actor=receiver, now=NOW)
    with pytest.raises(Invalid):
        services.end_delegation(delegation_id=place_id, reason=" ", actor=actor(tree.newcomer_id), now=NOW)
    services.end_delegation(delegation_id=place_id, reason="về sớm", actor=actor(tree.newcomer_id), now=NOW)
    assert len(queries.appointments_of(user_id=tree.officer_id, at=TODAY)) == 1
    with pytest.raises(NotFound):
        services.end_delegation(delegation_id=place_id, reason="x", actor=actor(tree.newcomer_id), now=NOW)


def test_it_ends_with_the_seat_of_who_gave_it(tree: SmallTree) -> None:
    lend(tree)
    later = lend(tree, valid_from=TODAY + 2 * WEEK, valid_to=TODAY + 3 * WEEK)
    services.end_appointment(
        appointment_id=seat_of(tree).pk,
        agency_code=tree.commune.code,
        last_day=TODAY + timedelta(days=2),
        reason="QĐ 21",
        actor=manager(tree),
        now=NOW,
    )
    assert not Appointment.objects.filter(pk=later).exists()
    assert len(queries.appointments_of(user_id=tree.officer_id, at=TODAY + timedelta(days=2))) == 2
    assert len(queries.appointments_of(user_id=tree.officer_id, at=TODAY + timedelta(days=3))) == 1


def test_who_gave_and_who_received_see_it(tree: SmallTree) -> None:
    place_id = lend(tree, matter="Ký trích lục")
    for user_id, may_end in ((tree.newcomer_id, True), (tree.officer_id, False)):
        (found,) = queries.list_delegations(viewer=actor(user_id), at=TODAY)
        assert (found.id, found.matter, found.may_end) == (place_id, "Ký trích lục", may_end)
    assert queries.list_delegations(viewer=actor(tree.administrator_id), at=TODAY) == ()
    stranger = Actor(kind=ActorKind.OFFICER, name="X", user_id=999_999)
    with pytest.raises(NotFound):
        queries.get_delegation(delegation_id=place_id, viewer=stranger)


def test_a_vacant_seat_is_filled_for_the_time_being(tree: SmallTree) -> None:
    given: dict[str, Any] = {
        "agency_code": tree.department.code,
        "username": "can.bo",
        "position_code": "chairman",
        "roles": ["administrator"],
        "valid_from": TODAY,
        "valid_to": None,
        "decision": "QĐ 30",
        "actor": manager(tree),
        "now": NOW,
    }
    services.appoint_acting(**given)
    (head,) = queries.heads_of(code=tree.department.code, at=TODAY)
    assert (head.position, head.user_name, head.on_behalf_of) == ("Q. Chủ tịch", "Trần Cán Bộ", "")
    with pytest.raises(Conflict):
        services.appoint_acting(**given | {"username": "nguoi.moi"})
    with pytest.raises(Conflict):
        services.appoint_acting(**given | {"agency_code": tree.commune.code})
    with pytest.raises(Invalid):
        services.appoint_acting(**given | {"position_code": "không"})


def test_who_was_head_on_a_day_is_known_for_any_day(tree: SmallTree) -> None:
    lend(tree)
    (before,) = queries.heads_of(code=tree.commune.code, at=BEGIN)
    assert before.user_name == "Trần Cán Bộ"
    heads = queries.heads_of(code=tree.commune.code, at=TODAY)
    assert [(each.user_name, each.on_behalf_of) for each in heads] == [
        ("Phạm Người Mới", ""),
        ("Trần Cán Bộ", "Phạm Người Mới"),
    ]
    assert queries.heads_of(code=tree.unit.code, at=TODAY) == ()
