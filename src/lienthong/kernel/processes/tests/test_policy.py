"""Who may do a step is the same for one step and in SQL, in worlds drawn at random."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.kernel.acts.contracts import ActorKind
from lienthong.kernel.acts.testing import Seat, actors, differences
from lienthong.kernel.organizations.testing import Agency
from lienthong.kernel.processes.contracts import InboxView
from lienthong.kernel.processes.models import WorkItem
from lienthong.kernel.processes.policy import REASSIGN, inbox_condition, is_candidate, may_do, open_to
from lienthong.kernel.processes.testing import line_xml, step_xml

from .conftest import Office

World = tuple[list[Seat], list[int]]


@pytest.fixture
def world(office: Office, store: Callable[..., None]) -> World:
    store("test", line_xml(step_xml("a")))
    people = [office.officer(name, "specialist").user_id or 0 for name in ("A", "B")]
    root = Agency.objects.get(pk=office.department_id)
    unit = Agency.objects.create(
        code="SO.1", name="P", kind="unit", level="unit", path=f"{root.path}9/", valid_from=root.valid_from
    )
    for number in range(6):
        office.begin("test", subject=f"H{number}")
    for number, item in enumerate(WorkItem.objects.order_by("pk")):
        item.assignee_id = (None, *people)[number % 3]
        item.unit_id = unit.pk if number % 2 else None
        item.agency_id = (office.department_id, office.commune_id, unit.pk)[number // 2]
        item.role = ("specialist", "leader")[number % 2]
        item.save()
    seats: list[Seat] = [(each.pk, each.path, unit.pk if each == root else None) for each in Agency.objects.all()]
    return seats, people


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_steps_are_reached_alike_in_python_and_in_sql(world: World, data: st.DataObject) -> None:
    seats, people = world
    actor = data.draw(actors(seats=seats, permissions=("onestop.dossier.work", REASSIGN), user_ids=people))
    if actor.kind is ActorKind.SYSTEM:
        return
    rows = WorkItem.objects.select_related("agency")
    assert differences(rows, lambda item: may_do(actor, item), inbox_condition(actor, InboxView.ALL)) == []

    def is_open(item: WorkItem) -> bool:
        return actor.user_id is not None and item.assignee_id is None and is_candidate(actor, item)

    assert differences(rows, is_open, open_to(actor)) == []
