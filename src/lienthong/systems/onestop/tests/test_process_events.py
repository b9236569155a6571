"""Dossiers follow their process: its newest version that day, what moves by itself, and cases put on another one."""

from datetime import date, timedelta

import pytest
from django.apps import apps

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.audit.queries import list_history
from lienthong.kernel.events.testing import deliver_everything
from lienthong.kernel.processes import queries as processes
from lienthong.kernel.processes import services as drawing
from lienthong.kernel.processes.contracts import ServiceAnswer, ServiceCall
from lienthong.kernel.processes.extensions import find_service, service
from lienthong.systems.onestop import services
from lienthong.systems.onestop.contracts import SUBJECT_TYPE, State
from lienthong.systems.onestop.models import Dossier
from lienthong.systems.onestop.testing import PACKAGES, TUESDAY, SmallProvince, accept, small_province

pytestmark = pytest.mark.django_db
KEY = "onestop.2.000635"
DESIGNER = Actor.system("designer")
MODEL = (PACKAGES / "2.000635" / "process.bpmn").read_text(encoding="utf-8")
RENAMED = MODEL.replace('name="Ký', 'name="Duyệt và ký')
LOOKED_UP = "test.register"

if find_service(LOOKED_UP) is None:

    @service(LOOKED_UP, "Register")
    def look_up(call: ServiceCall) -> ServiceAnswer:
        """Answer at once."""
        assert call.subject_type == SUBJECT_TYPE
        return ServiceAnswer()


@pytest.fixture
def province() -> SmallProvince:
    return small_province()


def publish(xml: str, *, valid_from: date | None = None) -> None:
    info = processes.get_definition(key=KEY)
    drawing.save_draft(key=KEY, title=info.title, total_limit=info.total_limit, xml=xml, actor=DESIGNER, now=TUESDAY)
    drawing.publish_draft(key=KEY, valid_from=valid_from, actor=DESIGNER, now=TUESDAY)


def complete(province: SmallProvince, number: str, outcome: str = "propose") -> None:
    (step,) = processes.open_items_for(subject_type=SUBJECT_TYPE, subject_key=number)
    services.complete_step(
        number=number, work_item_id=step.id, outcome=outcome, actor=province.at("commune.civil-status"), now=TUESDAY
    )


def test_r4_a_new_dossier_takes_the_newest_version_of_its_day_and_a_running_one_stays(province: SmallProvince) -> None:
    accept(province, "2.000635")
    publish(RENAMED)
    accept(province, "2.000635")
    assert processes.count_running(key=KEY) == {1: 1, 2: 1}
    publish(MODEL, valid_from=TUESDAY.date() + timedelta(days=3))
    accept(province, "2.000635")
    assert processes.count_running(key=KEY) == {1: 1, 2: 2}
    accept(province, "2.000635", now=TUESDAY + timedelta(days=3))
    assert processes.count_running(key=KEY) == {1: 1, 2: 2, 3: 1}


def test_a_dossier_put_on_another_version_shows_its_words_and_keeps_its_dates(province: SmallProvince) -> None:
    number = accept(province, "2.000635").number
    complete(province, number)
    before = Dossier.objects.get(number=number)
    (item,) = processes.open_items_for(subject_type=SUBJECT_TYPE, subject_key=number)
    publish(RENAMED)
    for dry in (True, False):
        report = drawing.ask_move(key=KEY, to_version=2, dry=dry, actor=DESIGNER, now=TUESDAY)
        drawing.work_on_report(report_id=report, now=TUESDAY)
    deliver_everything(TUESDAY)
    after = Dossier.objects.get(number=number)
    assert after.step_name.startswith("Duyệt và ký")
    assert (after.due_at, after.state, after.holder_name) == (before.due_at, before.state, before.holder_name)
    (moved,) = processes.open_items_for(subject_type=SUBJECT_TYPE, subject_key=number)
    assert (moved.due_at, moved.assignee_id) == (item.due_at, item.assignee_id)
    steps = processes.list_steps(subject_type=SUBJECT_TYPE, subject_key=number)
    assert [step.key for step in steps] == ["tra_cuu", "ky", "vao_so"]
    [line] = [each for each in list_history(subject_type=SUBJECT_TYPE, subject_key=number) if "case.move" in each.act]
    assert (line.data["from"], line.data["to"]) == ("1", "2")
    version = after.version
    deliver_everything(TUESDAY)
    assert Dossier.objects.get(number=number).version == version


def test_a_dossier_follows_a_service_that_moved_it(province: SmallProvince) -> None:
    task = f'<serviceTask id="tra_so" name="Tra sổ" lt:service="{LOOKED_UP}"/>'
    flow = '<sequenceFlow id="f_tra_so" sourceRef="tra_so" targetRef="ky"/>'
    with_service = MODEL.replace("</process>", f"{task}{flow}</process>")
    with_service = with_service.replace('sourceRef="tra_cuu" targetRef="ky"', 'sourceRef="tra_cuu" targetRef="tra_so"')
    publish(with_service)
    number = accept(province, "2.000635").number
    complete(province, number)
    assert Dossier.objects.get(number=number).step_name == ""
    job = apps.get_model("procrastinate.ProcrastinateJob").objects.get(task_name="processes.service")
    drawing.call_service(wait_id=job.args["wait_id"], now=TUESDAY)
    deliver_everything(TUESDAY)
    dossier = Dossier.objects.get(number=number)
    assert (dossier.step_name, dossier.state) == ("Ký", State.PROCESSING)
