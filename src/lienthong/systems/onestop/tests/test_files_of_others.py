"""A file gets into a dossier only by who sent it or may open it: a guessed number brings nobody anything."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from django.utils import timezone

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.files import services as files
from lienthong.systems.onestop import services
from lienthong.systems.onestop.contracts import FilingDraft, IntakeDraft, PaperDraft
from lienthong.systems.onestop.models import Dossier, DossierPaper, Filing, IntakeSlip
from lienthong.systems.onestop.testing import ANSWERS, TUESDAY, SmallProvince, draft_of, small_province

from .at_the_desk import pdf, waiting_for_supplement

pytestmark = pytest.mark.django_db
CODE = "2.000635"


@pytest.fixture
def province() -> SmallProvince:
    return small_province()


@pytest.fixture
def desk(province: SmallProvince) -> Actor:
    return province.at("commune.reception")


def sent_by(actor: Actor) -> int:
    return files.store(stream=BytesIO(pdf().read()), name="cua-nguoi-khac.pdf", actor=actor, now=TUESDAY).id


@pytest.fixture
def foreign(province: SmallProvince) -> int:
    return sent_by(province.at("department.leader"))


def dossier(province: SmallProvince, desk: Actor) -> str:
    return services.accept_dossier(draft=draft_of(CODE, province.party), actor=desk, now=TUESDAY).number


def test_a_dossier_is_not_accepted_with_the_file_of_another(province: SmallProvince, desk: Actor, foreign: int) -> None:
    draft = draft_of(CODE, province.party)
    for file_id in (foreign, 0, -1, 10**9, 10**30):
        papers = (replace(draft.papers[0], file_id=file_id), *draft.papers[1:])
        with pytest.raises(NotFound):
            services.accept_dossier(draft=replace(draft, papers=papers), actor=desk, now=TUESDAY)
    assert not Dossier.objects.exists()
    own = (replace(draft.papers[0], file_id=sent_by(desk)), *draft.papers[1:])
    assert services.accept_dossier(draft=replace(draft, papers=own), actor=desk, now=TUESDAY).is_new


def test_no_act_puts_the_file_of_another_into_a_dossier(province: SmallProvince, desk: Actor, foreign: int) -> None:
    number = dossier(province, desk)
    worker = province.at("commune.civil-status")
    with pytest.raises(NotFound):
        services.attach_paper(number=number, name="Không phải của mình", file_id=foreign, actor=worker, now=TUESDAY)
    paper = DossierPaper.objects.filter(dossier__number=number, file=None).earliest("pk")
    with pytest.raises(NotFound):
        services.digitise_paper(number=number, paper_id=paper.id, file_id=foreign, actor=desk, now=TUESDAY)
    assert not DossierPaper.objects.filter(file_id=foreign).exists()


def test_a_supplement_at_the_counter_brings_no_file_of_another(
    province: SmallProvince, desk: Actor, foreign: int
) -> None:
    number, now = waiting_for_supplement(province), timezone.now()
    with pytest.raises(NotFound):
        services.receive_supplement(number=number, files={1: foreign}, actor=desk, now=now)
    services.receive_supplement(number=number, files={1: sent_by(desk)}, actor=desk, now=now)
    assert not DossierPaper.objects.filter(file_id=foreign).exists()


def test_what_a_colleague_put_into_a_dossier_may_be_used_by_who_may_open_it(
    province: SmallProvince, desk: Actor
) -> None:
    number, worker = dossier(province, desk), province.at("commune.civil-status")
    theirs = sent_by(worker)
    services.attach_paper(number=number, name="Bản chụp", file_id=theirs, actor=worker, now=TUESDAY)
    paper = DossierPaper.objects.filter(dossier__number=number, file=None).earliest("pk")
    services.digitise_paper(number=number, paper_id=paper.id, file_id=theirs, actor=desk, now=TUESDAY)
    assert DossierPaper.objects.filter(file_id=theirs).count() == 2


def filing(province: SmallProvince, papers: tuple[PaperDraft, ...], desk: Actor) -> None:
    party, case = province.party.id, draft_of(CODE, province.party).case
    draft = FilingDraft(
        reception_id=province.commune.id,
        package=CODE,
        case=case,
        owner_id=party,
        submitter_id=party,
        answers=ANSWERS[CODE],
        papers=papers,
    )
    services.submit_filing(draft=draft, actor=desk, now=TUESDAY)


def slip(province: SmallProvince, papers: tuple[PaperDraft, ...], desk: Actor) -> None:
    party = province.party.id
    draft = IntakeDraft(package=CODE, owner_id=party, submitter_id=party, reason="Không thuộc", papers=papers)
    services.refuse_intake(draft=draft, actor=desk, now=TUESDAY)


@pytest.mark.parametrize("bring", [filing, slip])
def test_neither_a_filing_nor_a_slip_brings_the_file_of_another(
    bring: Callable[[SmallProvince, tuple[PaperDraft, ...], Actor], None],
    province: SmallProvince,
    desk: Actor,
    foreign: int,
) -> None:
    with pytest.raises(NotFound):
        bring(province, (PaperDraft(code="GT-01", file_id=foreign),), desk)
    assert not Filing.objects.exists()
    assert not IntakeSlip.objects.exists()
