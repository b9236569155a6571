"""Leaders sign with their own keys and agencies seal with theirs; who may not is told before and while it is done."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from lienthong.kernel.acts import queries as bulk
from lienthong.kernel.acts import services as acts
from lienthong.kernel.acts.contracts import Actor, Picked
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.files.queries import open_file
from lienthong.kernel.processes import queries as processes
from lienthong.kernel.signatures.contracts import CertificateNotUsable, CertificateState, HolderKind
from lienthong.kernel.signatures.services import verify_pdf
from lienthong.kernel.signatures.testing import Holder, put_on_record
from lienthong.systems.onestop import services
from lienthong.systems.onestop.models import Result
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince, accept, small_province

pytestmark = pytest.mark.django_db
PROGRAM = Actor.system("test")


@pytest.fixture
def province() -> SmallProvince:
    calendars.forget()
    return small_province()


def hold(province: SmallProvince, state: CertificateState = CertificateState.IN_USE) -> None:
    """Put the leader's certificate and that of the seal on record."""
    leader = province.at("commune.leader")
    person = Holder(HolderKind.PERSON, leader.name, province.commune.id, "lanh-dao", leader.user_id, state)
    seal = Holder(HolderKind.AGENCY, province.commune.name, province.commune.id, "con-dau", None, state)
    put_on_record([person, seal], actor=PROGRAM, now=TUESDAY)


def proposed(province: SmallProvince) -> tuple[str, int]:
    """Return a dossier that waits for the leader, with its step."""
    number = accept(province, "2.000635").number
    officer = province.at("commune.civil-status")
    step = step_of(number)
    services.complete_step(number=number, work_item_id=step, outcome="propose", actor=officer, now=TUESDAY)
    return number, step_of(number)


def step_of(number: str) -> int:
    (item,) = processes.open_items_for(subject_type="onestop.dossier", subject_key=number)
    return item.id


def test_the_result_bears_the_keys_of_leader_and_agency(province: SmallProvince) -> None:
    hold(province)
    number, step = proposed(province)
    services.sign_result(number=number, work_item_id=step, actor=province.at("commune.leader"), now=TUESDAY)
    clerk = province.at("commune.clerk")
    services.issue_result(number=number, work_item_id=step_of(number), actor=clerk, now=TUESDAY)
    with open_file(file_id=Result.objects.get().file_id or 0) as file:
        report = verify_pdf(pdf=file.read(), now=TUESDAY)
    assert report.valid
    assert [one.signer for one in report.signatures] == [province.at("commune.leader").name, province.commune.name]


@pytest.mark.parametrize("state", [CertificateState.REVOKED, CertificateState.SUSPENDED])
def test_a_certificate_out_of_use_refuses_and_takes_no_number(province: SmallProvince, state: CertificateState) -> None:
    hold(province, state)
    number, step = proposed(province)
    leader = province.at("commune.leader")
    with pytest.raises(CertificateNotUsable):
        services.sign_result(number=number, work_item_id=step, actor=leader, now=TUESDAY)
    assert step_of(number) == step
    assert not Result.objects.exists()


def test_the_page_says_so_in_words(province: SmallProvince) -> None:
    hold(province, CertificateState.REVOKED)
    number, step = proposed(province)
    client = Client()
    client.force_login(get_user_model().objects.get(pk=province.at("commune.leader").user_id or 0))
    page = client.post(f"/ho-so/{number}/viec/ky/", {"step": step, "version": 2}, follow=True)
    with pytest.raises(CertificateNotUsable) as refusal:
        services.sign_result(number=number, work_item_id=step, actor=province.at("commune.leader"), now=TUESDAY)
    assert refusal.value.message in page.content.decode()
    assert step_of(number) == step


def test_the_dry_run_of_many_says_so_before_anything_is_done(province: SmallProvince) -> None:
    hold(province, CertificateState.REVOKED)
    picked = [Picked(number, {"work_item_id": step}) for number, step in (proposed(province), proposed(province))]
    leader, now = province.at("commune.leader"), timezone.now()
    uuid = acts.propose_bulk(act="onestop.result.sign", picked=picked, inputs={}, actor=leader, now=now)
    assert bulk.get_bulk(uuid=uuid, viewer=leader, now=now).able == 0
    (reason,) = bulk.list_reasons(uuid=uuid, viewer=leader)
    assert (reason.code, reason.count) == ("certificate_not_usable", 2)
