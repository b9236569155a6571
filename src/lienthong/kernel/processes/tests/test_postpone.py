"""A later date of the case: its open steps get the working time that the case gets."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from lienthong.kernel.acts.contracts import NotFound
from lienthong.kernel.processes import services
from lienthong.kernel.processes.models import ProcessInstance

from .conftest import NOW, Office
from .test_acts import LINE, SUBJECT


def test_the_open_step_gets_the_working_time_the_case_gets(office: Office, store: Callable[..., None]) -> None:
    store("line", LINE)
    [before] = office.begin("line").open_items
    instance = ProcessInstance.objects.get()
    first = NOW + timedelta(days=1)
    services.postpone(**SUBJECT, subject_due_at=first)
    later = first + timedelta(hours=2)
    [after] = services.postpone(**SUBJECT, subject_due_at=later).open_items
    instance.refresh_from_db()
    assert instance.subject_due_at == later
    assert after.due_at > before.due_at


def test_an_earlier_date_takes_no_time_from_the_step(office: Office, store: Callable[..., None]) -> None:
    store("line", LINE)
    office.begin("line")
    [before] = services.postpone(**SUBJECT, subject_due_at=NOW + timedelta(days=3)).open_items
    [after] = services.postpone(**SUBJECT, subject_due_at=NOW + timedelta(days=2)).open_items
    assert after.due_at == before.due_at


def test_without_a_running_process_there_is_nothing_to_postpone(office: Office) -> None:
    with pytest.raises(NotFound):
        services.postpone(**SUBJECT, subject_due_at=NOW)
