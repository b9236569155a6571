"""A certificate issued here is not proved again: the procedure as it is installed, at the desk and over REST."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lienthong.kernel.organizations import services as organizations
from lienthong.kernel.organizations.contracts import PartyDraft, PartyKind
from lienthong.kernel.processes import queries as processes
from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.models import Dossier, DossierPaper
from lienthong.systems.onestop.testing import ANSWERS, SmallProvince, accept, small_province

from .at_the_desk import MOST_STATEMENTS, address, filled, signed_in, text_of

pytestmark = pytest.mark.django_db
CODE, FORM = "1.008891", "onestop.1.008891"
BROUGHT = ("GT-01", "GT-03", "GT-04")
STEPS: tuple[tuple[Any, str, dict[str, Any]], ...] = (
    (services.complete_step, "department.division-head", {"outcome": "assign"}),
    (services.complete_step, "department.specialist", {"outcome": "propose"}),
    (services.complete_step, "department.division-head", {"outcome": "pass"}),
    (services.sign_result, "department.leader", {}),
    (services.issue_result, "department.clerk", {}),
)


@pytest.fixture
def province() -> SmallProvince:
    built = small_province()
    queries.list_packages()
    return built


@pytest.fixture
def number(province: SmallProvince) -> str:
    """Let the applicant get a certificate; return its number."""
    dossier = accept(province, CODE, place="centre", now=timezone.now()).number
    for act, officer, inputs in STEPS:
        (item,) = processes.open_items_for(subject_type="onestop.dossier", subject_key=dossier)
        act(number=dossier, work_item_id=item.id, actor=province.at(officer), now=timezone.now(), **inputs)
    return str(Dossier.objects.get(number=dossier).results.get().number)


def sent(province: SmallProvince, owner: int, **answers: Any) -> dict[str, Any]:
    return {
        "package": CODE, "case": "cap-moi", "owner": owner, "submitter": owner,
        "answers": ANSWERS[CODE] | answers, "papers": [{"code": code} for code in BROUGHT],
    }  # fmt: skip


def post(client: Client, body: dict[str, Any]) -> Any:
    return client.post("/api/v1/dossiers", body, content_type="application/json")


def test_the_desk_shows_the_certificate_and_asks_for_no_degree(
    province: SmallProvince, number: str, django_assert_max_num_queries: Any
) -> None:
    desk, there = signed_in("centre.reception"), address(province, CODE, "cap-moi")
    desk.get(there)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = text_of(desk.get(there))
    assert f'<input type="hidden" name="khai-earlier_certificate" value="{number}">' in page
    said = f"Theo Chứng chỉ hành nghề kiến trúc {number}, {timezone.localdate():%d/%m/%Y}. "
    assert re.search(rf'#shield-check"></use></svg>{re.escape(said)}\S', page)
    assert f"Không cần nộp: Chứng chỉ hành nghề kiến trúc {number}" in page
    assert [f'name="paper-GT-0{at}"' in page for at in (1, 2, 3, 4)] == [True, False, True, True]
    assert f">{ANSWERS[CODE]['degree']}</textarea>" in page.replace("\n", "")
    typed = {f"khai-{name}": value for name, value in ANSWERS[CODE].items()}
    assert desk.post(there, filled(page, typed, papers=BROUGHT)).status_code == 302
    paper = DossierPaper.objects.get(code="GT-02", present=False)
    assert paper.digitised == DossierPaper.Digitised.FROM_RESULT
    shown = text_of(desk.get(f"/ho-so/{paper.dossier.number}/"))
    assert f"không phải nộp: Chứng chỉ hành nghề kiến trúc {number}" in shown


def test_a_machine_is_told_the_same_and_sends_neither(province: SmallProvince, number: str) -> None:
    client = signed_in("centre.reception")
    known = client.get(f"/api/v1/forms/{FORM}/prefill?kind=party&subject={province.party.id}").json()
    assert known["papers_spared"] == ["GT-02"]
    said = known["answers"]["earlier_certificate"]
    assert (said["value"], said["source"], said["verified"]) == (number, "results", True)
    done = post(client, sent(province, province.party.id))
    assert done.status_code == 201, done.json()
    dossier = Dossier.objects.get(number=done.json()["number"])
    assert dossier.answers["earlier_certificate"] == number
    paper: Any = DossierPaper.objects.get(dossier=dossier, code="GT-02")
    assert (paper.present, paper.evidence["sources"]) == (False, ["results"])
    refused = post(client, sent(province, province.party.id, earlier_certificate="1/GIA"))
    assert (refused.status_code, refused.json()["errors"][0]["path"]) == (422, "earlier_certificate")


def test_r8_who_only_says_they_have_one_brings_the_degree(province: SmallProvince, number: str) -> None:
    draft = PartyDraft(kind=PartyKind.CITIZEN, name="Lê Thị Khác", number="056190000002", phone="0911111111")
    other = organizations.register_party(draft=draft, now=timezone.now())
    client = signed_in("centre.reception")
    refused = post(client, sent(province, other.id, earlier_certificate=number))
    assert (refused.status_code, refused.json()["errors"][0]["path"]) == (422, "papers.GT-02")
    asked = client.get(f"/api/v1/forms/{FORM}/prefill?kind=party&subject={other.id}").json()
    assert asked["papers_spared"] == []
    assert "earlier_certificate" not in asked["answers"]
