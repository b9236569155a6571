"""The policy of dossiers says the same of one object and in SQL, for whoever asks."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.kernel.acts.testing import Seat, actors, disagreements
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.organizations.testing import Agency
from lienthong.systems.onestop.models import Dossier
from lienthong.systems.onestop.policy import DOSSIERS, SEE
from lienthong.systems.onestop.testing import accept, small_province

WORK = "onestop.dossier.work"
World = tuple[list[Seat], list[int]]


@pytest.fixture
def world(db: None) -> World:
    calendars.forget()
    province = small_province()
    owner = province.at("other.leader").user_id or 0
    mine = accept(province, "2.000635").number
    accept(province, "1.008891", place="centre")
    accept(province, "2.000635", place="other")
    dossier = Dossier.objects.select_related("owner").get(number=mine)
    dossier.owner.user_id = owner
    dossier.owner.save(update_fields=["user_id"])
    seats: list[Seat] = [(each.pk, each.path, None) for each in Agency.objects.all()]
    return [*seats, (0, "/none/", None)], [owner, province.at("commune.leader").user_id or 0]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_dossiers_are_reached_alike_in_python_and_in_sql(world: World, data: Any) -> None:
    seats, people = world
    actor = data.draw(actors(seats=seats, permissions=(SEE, WORK), user_ids=people))
    rows = Dossier.objects.select_related("owner", "reception", "competent")
    for permission in (SEE, WORK):
        assert disagreements(DOSSIERS, rows, actor, permission) == []
