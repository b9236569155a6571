"""Who acts in another's seat is an actor on behalf of them, with no more rights than were lent."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from lienthong.kernel.accounts.queries import actor_of
from lienthong.kernel.organizations import queries, services
from lienthong.kernel.organizations.contracts import Capacity
from lienthong.kernel.organizations.testing import small_tree

NOW = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_r73_the_lent_seat_is_one_more_hat() -> None:
    tree, today = small_tree(), timezone.localdate(NOW)
    position_id = services.save_position(code="chairman", name="Chủ tịch", rank=10)
    services.appoint(
        user_id=tree.newcomer_id,
        agency_id=tree.commune.id,
        position_id=position_id,
        roles=("administrator",),
        valid_from=today,
    )
    users = get_user_model().objects
    (seat,) = queries.appointments_of(user_id=tree.newcomer_id, at=today)
    place_id = services.delegate(
        appointment_id=seat.id,
        draft=services.DelegationDraft(
            username="can.bo",
            capacity=Capacity.DELEGATED,
            roles=["administrator"],
            valid_from=today,
            valid_to=today + timedelta(days=6),
            decision="QĐ 1",
            only=["organizations.see"],
        ),
        actor=actor_of(users.get(pk=tree.newcomer_id), at=today),
        now=NOW,
    )
    officer = users.get(pk=tree.officer_id)
    assert actor_of(officer, at=today).on_behalf_of == ""
    lent = actor_of(officer, at=today, appointment_id=place_id)
    assert (lent.position, lent.on_behalf_of, lent.acting_for_id) == ("TUQ. Chủ tịch", seat.user_name, seat.user_id)
    assert lent.permissions == {"organizations.see"}
    assert actor_of(officer, at=today + timedelta(days=7), appointment_id=place_id).on_behalf_of == ""
