"""kill -9 of the worker in the middle of a bulk run, again and again: every subject is done once, none is forgotten."""

from collections import Counter
from functools import partial

import pytest
from django.utils import timezone

from lienthong.kernel.acts import services as acts
from lienthong.kernel.acts.contracts import BulkState, ItemState, Picked
from lienthong.kernel.acts.models import BulkItem, BulkRun
from lienthong.kernel.audit.models import HistoryEntry
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.processes.models import WorkItem
from lienthong.systems.onestop.testing import accept, small_province
from tests.support.waiting import wait_for
from tests.support.worker import let_an_hour_pass, worker

SUBJECTS = 80
KILLS_AFTER = (1, 9, 10, 23, 41, 62, 79)
CLAIM = "onestop.step.claim"


@pytest.fixture
def run(transactional_db: None) -> BulkRun:
    """Begin a run over the first steps of some dossiers."""
    calendars.forget()
    province = small_province()
    for _each in range(SUBJECTS):
        accept(province, "2.000635")
    steps = WorkItem.objects.order_by("pk").values_list("subject_key", "pk")
    now = timezone.now()
    officer = province.at("commune.civil-status")
    uuid = acts.propose_bulk(
        act=CLAIM,
        picked=(Picked(number, {"work_item_id": step}) for number, step in steps),
        inputs={},
        actor=officer,
        now=now,
    )
    acts.start_bulk(uuid=uuid, actor=officer, now=now)
    return BulkRun.objects.get(uuid=uuid)


def has_done(number: int) -> bool:
    return BulkItem.objects.filter(state=ItemState.DONE).count() >= number


def test_a_run_whose_worker_is_killed_seven_times_does_each_subject_once(run: BulkRun) -> None:
    for after in KILLS_AFTER:
        with worker() as process:
            wait_for(partial(has_done, after), alive=process)
        check_counts(run)
        let_an_hour_pass()
    with worker() as process:
        wait_for(lambda: BulkRun.objects.get().state == BulkState.DONE, alive=process)
    assert check_counts(run) == SUBJECTS


def check_counts(run: BulkRun) -> int:
    """Compare lines, history and steps, which each transaction wrote together; return how many are done."""
    written = Counter(HistoryEntry.objects.filter(act=CLAIM).values_list("subject_key", flat=True))
    lines = Counter(BulkItem.objects.filter(run=run, state=ItemState.DONE).values_list("subject_key", flat=True))
    claimed = Counter(WorkItem.objects.filter(assignee__isnull=False).values_list("subject_key", flat=True))
    assert written == lines == claimed
    assert BulkItem.objects.filter(run=run).count() == SUBJECTS
    return len(lines)
