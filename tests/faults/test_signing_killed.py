"""kill -9 of the worker in the middle of a batch of signatures: every paper is signed once, none is forgotten."""

from collections import Counter
from functools import partial

import pytest
from django.utils import timezone

from lienthong.kernel.acts import services as acts
from lienthong.kernel.acts.contracts import Actor, BulkState, ItemState, Picked
from lienthong.kernel.acts.models import BulkItem, BulkRun
from lienthong.kernel.audit.models import HistoryEntry
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.files.queries import open_file
from lienthong.kernel.processes.models import WorkItem
from lienthong.kernel.signatures.contracts import HolderKind
from lienthong.kernel.signatures.models import SignatureRecord
from lienthong.kernel.signatures.services import verify_pdf
from lienthong.kernel.signatures.testing import Holder, put_on_record
from lienthong.systems.onestop import services
from lienthong.systems.onestop.models import Result
from lienthong.systems.onestop.testing import accept, small_province
from tests.faults.test_bulk_killed import has_done
from tests.support.waiting import wait_for
from tests.support.worker import let_an_hour_pass, worker

PAPERS = 24
KILLS_AFTER = (1, 2, 7, 13, 21)
SIGN, KEY = "onestop.result.sign", "lanh-dao"


@pytest.fixture
def run(transactional_db: None) -> BulkRun:
    """Begin to sign the results of some dossiers in one confirmation."""
    calendars.forget()
    province, now = small_province(), timezone.now()
    for _each in range(PAPERS):
        number = accept(province, "2.000635").number
        step = WorkItem.objects.get(subject_key=number, completed_at=None).pk
        officer = province.at("commune.civil-status")
        services.complete_step(number=number, work_item_id=step, actor=officer, now=now, outcome="propose")
    steps = WorkItem.objects.filter(completed_at=None).order_by("pk").values_list("subject_key", "pk")
    picked = (Picked(number, {"work_item_id": step}) for number, step in steps)
    leader = province.at("commune.leader")
    held = Holder(HolderKind.PERSON, leader.name, province.commune.id, KEY, leader.user_id)
    put_on_record([held], actor=Actor.system("test"), now=now)
    uuid = acts.propose_bulk(act=SIGN, picked=picked, inputs={}, actor=leader, now=now)
    acts.start_bulk(uuid=uuid, actor=leader, now=now)
    return BulkRun.objects.get(uuid=uuid)


def test_a_batch_whose_worker_is_killed_five_times_signs_each_paper_once(run: BulkRun) -> None:
    for after in KILLS_AFTER:
        with worker() as process:
            wait_for(partial(has_done, after), alive=process)
        check_counts(run)
        let_an_hour_pass()
    with worker() as process:
        wait_for(lambda: BulkRun.objects.get().state == BulkState.DONE, alive=process)
    assert check_counts(run) == PAPERS
    # The numbers stand without a gap, and the last paper verifies.
    orders = sorted(int(number.split("/")[0]) for number in Result.objects.values_list("number", flat=True))
    assert orders == list(range(1, PAPERS + 1))
    with open_file(file_id=Result.objects.order_by("pk")[PAPERS - 1].file_id or 0) as file:
        assert len(verify_pdf(pdf=file.read(), now=timezone.now()).signatures) == 1


def check_counts(run: BulkRun) -> int:
    """Compare lines, history, results and records of signatures, which each transaction wrote together."""
    lines = Counter(BulkItem.objects.filter(run=run, state=ItemState.DONE).values_list("subject_key", flat=True))
    written = Counter(HistoryEntry.objects.filter(act=SIGN).values_list("subject_key", flat=True))
    results = Counter(Result.objects.values_list("dossier__number", flat=True))
    assert lines == written == results
    assert SignatureRecord.objects.filter(key=KEY).count() == SignatureRecord.objects.count() == len(lines)
    assert SignatureRecord.objects.values("sha256").distinct().count() == len(lines)
    return len(lines)
