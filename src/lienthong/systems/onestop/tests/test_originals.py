"""Originals taken to be compared go back to their holder: rule R-24."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from lienthong.kernel.acts.contracts import Conflict, Invalid, NotFound, NotPermitted
from lienthong.kernel.audit import queries as audit
from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.models import DossierPaper
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince, accept, small_province

from .at_the_desk import finished, signed_in, text_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
MOST_STATEMENTS = 15


@pytest.fixture
def province() -> SmallProvince:
    return small_province()


def paper_of(number: str, code: str = "GT-01") -> DossierPaper:
    return DossierPaper.objects.get(dossier__number=number, code=code)


def take(province: SmallProvince, number: str) -> DossierPaper:
    paper = paper_of(number)
    services.take_originals(number=number, papers=(paper.pk,), actor=province.at("commune.reception"), now=TUESDAY)
    return paper


def test_r24_an_original_taken_is_here_until_it_is_given_back_to_somebody(province: SmallProvince) -> None:
    number, desk = accept(province, "1.004088").number, province.at("commune.reception")
    paper = take(province, number)
    (row,) = [each for each in queries.get_dossier(number=number, viewer=desk).papers if each.original_here]
    assert (row.code, row.original_taken_at) == ("GT-01", TUESDAY)
    with pytest.raises(Invalid):
        services.return_originals(number=number, papers=(paper.pk,), receiver=" ", actor=desk, now=TUESDAY)
    services.return_originals(
        number=number, papers=(paper.pk,), receiver="Trần Văn Bình", actor=desk, now=TUESDAY + HOUR
    )
    paper.refresh_from_db()
    assert (paper.original_returned_at, paper.original_returned_to) == (TUESDAY + HOUR, "Trần Văn Bình")
    assert paper.original_returned_by_name == desk.name
    said = [line.act for line in audit.list_history(subject_type="onestop.dossier", subject_key=number)]
    assert said[-2:] == ["onestop.dossier.take_originals", "onestop.dossier.return_originals"]


def test_r24_nothing_is_taken_twice_and_nothing_given_back_that_is_not_here(province: SmallProvince) -> None:
    number, desk = accept(province, "1.004088").number, province.at("commune.reception")
    paper = take(province, number)
    with pytest.raises(Conflict):
        services.take_originals(number=number, papers=(paper.pk,), actor=desk, now=TUESDAY)
    other = paper_of(number, "GT-02")
    with pytest.raises(Conflict):
        services.return_originals(number=number, papers=(other.pk,), receiver="Ai đó", actor=desk, now=TUESDAY)
    DossierPaper.objects.filter(pk=other.pk).update(originals=0, copies=1)
    with pytest.raises(Conflict):
        services.take_originals(number=number, papers=(other.pk,), actor=desk, now=TUESDAY)
    for papers in ((), (10**17,), (paper_of(accept(province, "1.004088").number).pk,)):
        with pytest.raises(Invalid):
            services.return_originals(number=number, papers=papers, receiver="Ai đó", actor=desk, now=TUESDAY)


def test_r24_only_the_counter_that_received_keeps_and_gives_back(province: SmallProvince) -> None:
    number = accept(province, "1.004088").number
    paper = paper_of(number)
    with pytest.raises(NotPermitted):
        services.take_originals(
            number=number, papers=(paper.pk,), actor=province.at("department.specialist"), now=TUESDAY
        )
    with pytest.raises(NotFound):
        services.take_originals(number=number, papers=(paper.pk,), actor=province.at("other.reception"), now=TUESDAY)


def test_r24_handing_the_result_over_warns_of_originals_and_gives_them_back(province: SmallProvince) -> None:
    number = finished(province)
    paper = take(province, number)
    client = signed_in("commune.result")
    page = text_of(client.get(f"/quay/tra-ket-qua/{number}/"))
    assert "Còn giữ bản chính" in page
    assert f'value="{paper.pk}" checked' in page
    client.post(f"/quay/tra-ket-qua/{number}/", {"receiver": "Trần Văn Bình", "giay": [str(paper.pk)]})
    paper.refresh_from_db()
    assert paper.original_returned_to == "Trần Văn Bình"
    assert queries.get_card(number=number, viewer=province.at("commune.result")).receiver == "Trần Văn Bình"


def test_r24_an_original_left_behind_stays_marked_as_here(province: SmallProvince) -> None:
    number = finished(province)
    paper = take(province, number)
    signed_in("commune.result").post(f"/quay/tra-ket-qua/{number}/", {"receiver": "Trần Văn Bình"})
    paper.refresh_from_db()
    assert paper.original_returned_at is None
    assert "1 bản chính" in text_of(signed_in("commune.reception").get(f"/quay/ban-chinh/{number}/"))


def test_the_page_of_originals_takes_gives_back_and_refuses(
    province: SmallProvince, django_assert_max_num_queries: Any
) -> None:
    number = accept(province, "1.004088", now=timezone.now()).number
    paper, client = paper_of(number), signed_in("commune.reception")
    address = f"/quay/ban-chinh/{number}/"
    with django_assert_max_num_queries(MOST_STATEMENTS):
        assert client.get(address).status_code == 200
    assert client.post(address, {"viec": "giu", "giay": [str(paper.pk)]}).status_code == 302
    assert client.post(address, {"viec": "tra", "giay": [str(paper.pk)], "receiver": ""}).status_code == 422
    for sent in ({}, {"viec": "giu", "giay": ["\0"]}, {"viec": "tra", "giay": ["9" * 40], "receiver": "A"}):
        assert client.post(address, sent).status_code == 422
    assert client.post(address, {"viec": "tra", "giay": [str(paper.pk)], "receiver": "Con trai"}).status_code == 302
    assert signed_in("other.reception").get(address).status_code == 404
    assert "ban-chinh" in text_of(client.get(f"/ho-so/{number}/"))
