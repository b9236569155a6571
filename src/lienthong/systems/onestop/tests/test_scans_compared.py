"""A scan is compared with its original and signed by the officer who did: rule R-15."""

from io import BytesIO

import pytest
from PIL import Image

from lienthong.kernel.acts.contracts import Conflict, Invalid, NotFound, NotPermitted
from lienthong.kernel.files import queries as files
from lienthong.kernel.files import services as file_services
from lienthong.kernel.signatures.services import verify_pdf
from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.models import DossierPaper
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince, accept, small_province

from .at_the_desk import signed_in, text_of

pytestmark = pytest.mark.django_db
CODE = "1.004088"


@pytest.fixture
def province() -> SmallProvince:
    return small_province()


@pytest.fixture
def number(province: SmallProvince) -> str:
    return accept(province, CODE).number


def picture(kind: str = "JPEG") -> bytes:
    kept = BytesIO()
    Image.new("RGB", (60, 40), "white").save(kept, kind)
    return kept.getvalue()


def scan(
    province: SmallProvince, number: str, content: bytes | None = None, name: str = "ban-quet.jpg"
) -> DossierPaper:
    """Give the first paper without a file its scan."""
    desk = province.at("commune.reception")
    paper = DossierPaper.objects.filter(dossier__number=number, file=None).earliest("pk")
    kept = file_services.store_bytes(data=content or picture(), name=name, actor=desk, now=TUESDAY)
    services.digitise_paper(number=number, paper_id=paper.pk, file_id=kept.id, actor=desk, now=TUESDAY)
    paper.refresh_from_db()
    return paper


def certify(province: SmallProvince, number: str, *papers: DossierPaper) -> None:
    chosen = tuple(paper.pk for paper in papers)
    services.certify_scans(number=number, papers=chosen, actor=province.at("commune.reception"), now=TUESDAY)


def test_r15_a_photographed_paper_becomes_a_pdf_signed_by_who_compared_it(province: SmallProvince, number: str) -> None:
    paper, desk = scan(province, number), province.at("commune.reception")
    bare = paper.file_id or 0
    certify(province, number, paper)
    paper.refresh_from_db()
    with files.open_file(file_id=paper.file_id or 0) as content:
        report = verify_pdf(pdf=content.read(), now=TUESDAY)
    assert report.valid
    assert [one.signer for one in report.signatures] == [desk.name]
    (row,) = [each for each in queries.get_dossier(number=number, viewer=desk).papers if each.compared_at]
    assert (row.id, row.compared_by, row.file_name) == (paper.pk, desk.name, "ban-quet.pdf")
    versions = files.list_versions(uuid=files.get_file(file_id=bare).uuid, viewer=desk)
    assert [(each.number, each.file.id) for each in versions] == [(2, paper.file_id), (1, bare)]


def test_r15_what_is_no_page_or_has_no_scan_is_not_signed_and_nothing_else_is_either(
    province: SmallProvince, number: str
) -> None:
    good, bad = scan(province, number), scan(province, number, picture("PNG")[:60], "hong.png")
    with pytest.raises(Conflict, match=r"hong\.png"):
        certify(province, number, good, bad)
    assert not DossierPaper.objects.filter(compared_at__isnull=False).exists()
    other = accept(province, CODE).number
    scanned = scan(province, other)
    bare = DossierPaper.objects.filter(dossier__number=other, file=None).earliest("pk")
    for papers in ((), (bare,), (scanned, bare), (good,)):
        with pytest.raises(Invalid):
            certify(province, other, *papers)


def test_r15_a_scan_is_signed_once_and_by_the_counter_that_saw_the_original(
    province: SmallProvince, number: str
) -> None:
    paper = scan(province, number)
    for name, refused in (("other.reception", NotFound), ("commune.leader", NotPermitted)):
        with pytest.raises(refused):
            services.certify_scans(number=number, papers=(paper.pk,), actor=province.at(name), now=TUESDAY)
    certify(province, number, paper)
    with pytest.raises(Conflict):
        certify(province, number, paper)


def test_the_page_signs_what_is_ticked_and_says_who_did(province: SmallProvince, number: str) -> None:
    paper, client = scan(province, number), signed_in("commune.reception")
    address = f"/quay/ban-chinh/{number}/"
    assert f"?giay={paper.pk}#gt" in text_of(client.get(address))
    assert client.post(address, {"viec": "ky"}).status_code == 422
    done = client.post(address, {"viec": "ky", "giay": paper.pk}, follow=True)
    assert province.at("commune.reception").name in text_of(done)
    paper.refresh_from_db()
    assert paper.compared_at is not None
