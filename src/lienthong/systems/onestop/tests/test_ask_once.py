"""What is known already is filled in, and what a register vouches for is not asked for on paper (R-8, 224/2026)."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from lienthong.kernel.accounts.testing import User
from lienthong.kernel.acts.contracts import Actor, ActorKind, Invalid
from lienthong.kernel.forms import queries as forms
from lienthong.kernel.forms.extensions import Subject
from lienthong.kernel.organizations import services as organizations
from lienthong.kernel.organizations.contracts import PartyDraft, PartyInfo, PartyKind
from lienthong.systems.onestop import printing, queries, services
from lienthong.systems.onestop.contracts import PaperDraft
from lienthong.systems.onestop.models import Dossier, DossierPaper
from lienthong.systems.onestop.queries import known
from lienthong.systems.onestop.testing import PACKAGES, SmallProvince, draft_of, small_province

from .at_the_desk import MOST_STATEMENTS, address, filled, finished, signed_in, text_of

pytestmark = pytest.mark.django_db
EXTRACT = "KQ.G15.000342"
NOW = timezone.now


@pytest.fixture
def province(tmp_path: Path) -> SmallProvince:
    """Return the province with a form that asks for an extract of the civil status book, or knows it."""
    built = small_province()
    folder = tmp_path / "1.004088"
    shutil.copytree(PACKAGES / "1.004088", folder)
    form = json.loads((folder / "form.json").read_text())
    form["schema"]["properties"]["extract"] = {"type": "string", "title": "Trích lục đã cấp", "maxLength": 80}
    form["ui"]["sections"][0]["fields"].append("extract")
    form["ui"]["prefill"] |= {"extract": f"results.{EXTRACT}", "deadweight": "earlier.*"}
    form["ui"]["replaces"] = {"extract": ["GT-05"]}
    (folder / "form.json").write_text(json.dumps(form))
    services.install_package(path=folder, actor=Actor.system("test"), now=NOW())
    queries.list_packages()
    return built


def number_of_extract(province: SmallProvince) -> str:
    """Let the applicant get an extract; return its number."""
    return Dossier.objects.get(number=finished(province)).results.get().number


def without(province: SmallProvince, *codes: str) -> Any:
    draft = replace(draft_of("1.004088", province.party), case="dang-kiem")
    case = queries.load_package(code="1.004088").spec.case("dang-kiem")
    papers = tuple(PaperDraft(code=paper.code) for paper in case.papers if paper.required)
    return replace(draft, papers=tuple(paper for paper in papers if paper.code not in codes))


def citizen(party: PartyInfo, name: str) -> Actor:
    """Return the holder of an account, who is a party of the register."""
    user = User.objects.create_user(username=name, name=party.name, password="chỉ để thử 123")
    register: Any = Dossier.owner.field.related_model
    register.objects.filter(pk=party.id).update(user_id=user.pk)
    return Actor(kind=ActorKind.CITIZEN, name=party.name, user_id=user.pk)


def other_party() -> PartyInfo:
    draft = PartyDraft(kind=PartyKind.CITIZEN, name="Lê Thị Khác", number="056190000002", phone="0911111111")
    return organizations.register_party(draft=draft, now=NOW())


def test_r8_a_verified_result_fills_the_answer_and_spares_its_paper(province: SmallProvince) -> None:
    number = number_of_extract(province)
    done = services.accept_dossier(draft=without(province, "GT-05"), actor=province.at("commune.reception"), now=NOW())
    dossier = Dossier.objects.get(number=done.number)
    assert dossier.answers["extract"] == number
    paper = DossierPaper.objects.get(dossier=dossier, code="GT-05")
    assert (paper.present, paper.digitised, paper.file_id) == (False, DossierPaper.Digitised.FROM_RESULT, None)
    evidence: Any = paper.evidence
    assert (evidence["sources"], evidence["fields"]) == (["results"], ["extract"])
    assert number in evidence["labels"][0]
    assert evidence["at"]


def test_without_the_result_the_paper_is_asked_for(province: SmallProvince) -> None:
    with pytest.raises(Invalid) as refusal:
        services.accept_dossier(draft=without(province, "GT-05"), actor=province.at("commune.reception"), now=NOW())
    assert [error.path for error in refusal.value.errors] == ["papers.GT-05"]


def test_r8_another_persons_result_spares_nothing(province: SmallProvince) -> None:
    number_of_extract(province)
    draft = replace(without(province, "GT-05"), owner_id=other_party().id)
    with pytest.raises(Invalid) as refusal:
        services.accept_dossier(draft=draft, actor=province.at("commune.reception"), now=NOW())
    assert [error.path for error in refusal.value.errors] == ["papers.GT-05"]


def test_what_a_verified_source_says_cannot_be_written_over(province: SmallProvince) -> None:
    number_of_extract(province)
    draft = without(province)
    draft = replace(draft, answers={**draft.answers, "extract": "999/TLHT"})
    with pytest.raises(Invalid) as refusal:
        services.accept_dossier(draft=draft, actor=province.at("commune.reception"), now=NOW())
    assert [error.path for error in refusal.value.errors] == ["extract"]


def test_a_paper_that_was_brought_nevertheless_is_taken_in(province: SmallProvince) -> None:
    number_of_extract(province)
    done = services.accept_dossier(draft=without(province), actor=province.at("commune.reception"), now=NOW())
    assert DossierPaper.objects.get(dossier__number=done.number, code="GT-05").present


def test_the_desk_names_the_source_and_asks_neither_answer_nor_paper(
    province: SmallProvince, django_assert_max_num_queries: Any
) -> None:
    number, desk = number_of_extract(province), signed_in("commune.reception")
    desk.get(address(province))
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = text_of(desk.get(address(province)))
    assert 'name="paper-GT-05"' not in page
    assert number in page
    assert f'<input type="hidden" name="khai-extract" value="{number}">' in page
    answer = desk.post(address(province), filled(page, {"khai-extract": "1/GIA"}, papers=("GT-01", "GT-04")))
    assert answer.status_code == 302
    dossier = Dossier.objects.get(procedure_code="1.004088")
    assert dossier.answers["extract"] == number
    shown = text_of(desk.get(f"/ho-so/{dossier.number}/"))
    assert f"không phải nộp: Bản sao trích lục hộ tịch {number}, " in shown
    detail = queries.get_dossier(number=dossier.number, viewer=province.at("commune.reception"))
    printed = printing.receipt_context(detail, now=NOW())["papers"]
    assert any(line["kind"].startswith("Khai thác dữ liệu") and number in line["kind"] for line in printed)


def test_earlier_answers_are_offered_and_can_be_changed(province: SmallProvince) -> None:
    services.accept_dossier(draft=without(province), actor=province.at("commune.reception"), now=NOW())
    page = text_of(signed_in("commune.reception").get(address(province)))
    assert 'name="khai-deadweight"' in page
    assert Dossier.objects.get().number in page


def test_an_officer_of_another_commune_is_not_told_what_earlier_dossiers_say(province: SmallProvince) -> None:
    services.accept_dossier(draft=without(province), actor=province.at("commune.reception"), now=NOW())
    about = known.subject_of(province.party)
    assert known.read_earlier(about, province.at("commune.reception"), NOW())
    assert known.read_earlier(about, province.at("other.reception"), NOW()) == {}


@pytest.mark.parametrize("source", [known.read_party, known.read_earlier, known.read_results])
def test_a_source_tells_a_citizen_about_themselves_alone(source: Any, province: SmallProvince) -> None:
    number_of_extract(province)
    own, other = citizen(province.party, "binh"), citizen(other_party(), "khac")
    about, now = known.subject_of(province.party), NOW()
    assert source(about, own, now)
    assert source(about, own, now) == source(Subject("self", ""), own, now)
    for stranger in (other, Actor.anonymous(), province.at("commune.leader")):
        said = source(about, stranger, now)
        assert said == {} or (stranger.is_officer and source is known.read_earlier)


@pytest.mark.parametrize("key", ["", "0", "-1", "1 OR 1=1", "９", "9" * 40, "\0"])
def test_a_subject_of_any_shape_is_nobody(key: str, province: SmallProvince) -> None:
    number_of_extract(province)
    stranger = citizen(other_party(), "khac")
    for source in (known.read_party, known.read_earlier, known.read_results):
        assert source(Subject("party", key), stranger, NOW()) == {}
        assert source(Subject("dossier", key), stranger, NOW()) == {}


def test_prefill_of_a_form_asks_each_source_once(province: SmallProvince, django_assert_max_num_queries: Any) -> None:
    form = forms.get_form(key=queries.load_package(code="1.004088").spec.form)
    with django_assert_max_num_queries(4):
        said = queries.prefilled(form=form, owner=province.party, viewer=province.at("commune.reception"), now=NOW())
    assert said["owner_name"].value == "Trần Văn Bình"
    assert said["owner_name"].label


def test_a_form_published_by_its_designers_is_asked_from_then_on(province: SmallProvince) -> None:
    before = queries.load_package(code="1.004088")
    running = services.accept_dossier(draft=without(province), actor=province.at("commune.reception"), now=NOW())
    for _again in range(2):
        services.adopt_form(key=before.spec.form, version=before.form_version + 1, actor_name="Kiểm soát", now=NOW())
    after = queries.load_package(code="1.004088")
    assert (after.version, after.form_version) == (before.version + 1, before.form_version + 1)
    assert after.spec == before.spec
    kept = Dossier.objects.get(number=running.number)
    assert (kept.form_version, kept.package_id) == (before.form_version, before.id)
    assert services.adopt_form(key=before.spec.form, version=1, actor_name="Kiểm soát", now=NOW()) == ()
