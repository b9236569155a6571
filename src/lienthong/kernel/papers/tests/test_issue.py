"""Papers as they are issued, checked and withdrawn."""

import hashlib
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.test import Client
from pytest_django import Settings

from lienthong.kernel.acts.contracts import Actor, Conflict, Invalid, NotFound, NotPermitted
from lienthong.kernel.files import queries as files
from lienthong.kernel.papers import extensions, queries, services, testing
from lienthong.kernel.papers.contracts import PaperInfo, PaperState, SignatureCheck
from lienthong.kernel.papers.models import Paper

NOW = datetime(2026, 11, 23, 1, 15, tzinfo=UTC)
ACTOR = Actor.system("test")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_place(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(extensions, "_templates", {})
    monkeypatch.setattr(extensions, "_checkers", [])
    testing.register_test_template(tmp_path)


def issued(**options: object) -> PaperInfo:
    return services.issue(
        template="test-paper",
        context=testing.CONTEXT,
        subject_type="test",
        subject_key="1",
        title="Giấy thử",
        actor=ACTOR,
        now=NOW,
        **options,  # type: ignore[arg-type]  # test
    )


def test_the_paper_is_kept_with_its_hash() -> None:
    paper = issued()
    with files.open_file(file_id=paper.file_id) as file:
        pdf = file.read()
    checked = queries.verify(code=paper.code)
    assert checked.sha256 == hashlib.sha256(pdf).hexdigest()
    assert checked.genuine
    assert (checked.agency_name, checked.number) == ("UBND phường Đông Hải", "1/GT")


def test_the_signer_gets_the_print_and_the_place_and_what_it_gives_is_kept() -> None:
    places = []

    def sign(pdf: bytes, place: object) -> bytes:
        places.append(place)
        return pdf + b"\n% signed"

    paper = issued(sign=sign)
    with files.open_file(file_id=paper.file_id) as file:
        assert file.read().endswith(b"% signed")
    assert places[0] is not None


def test_a_changed_file_on_the_disk_shows(tmp_path: Path) -> None:
    paper = issued()
    path = next((tmp_path / "media").rglob(queries.verify(code=paper.code).sha256))
    path.write_bytes(path.read_bytes()[:-1])
    assert not queries.verify(code=paper.code).genuine


def test_a_bad_signature_makes_the_paper_not_genuine() -> None:
    bad = SignatureCheck(valid=False, signer="A", signed_at=None, words="no")
    extensions.check_signatures_by(lambda _pdf: (bad,))
    assert not queries.verify(code=issued().code).genuine


def test_a_replaced_paper_leads_to_the_new_one() -> None:
    old = issued()
    new = issued(replaces=old.id)
    checked = queries.verify(code=old.code)
    assert checked.state is PaperState.REPLACED
    assert checked.replaced_by_code == new.code
    assert not checked.genuine


def test_a_revoked_paper_no_longer_counts_and_cannot_be_revoked_again() -> None:
    paper = issued()
    services.revoke(code=paper.code, reason="cấp sai", actor=ACTOR, now=NOW)
    assert queries.verify(code=paper.code).state is PaperState.REVOKED
    with pytest.raises(Conflict):
        services.revoke(code=paper.code, reason="cấp sai", actor=ACTOR, now=NOW)


def test_r32_the_page_says_why_a_paper_no_longer_counts() -> None:
    old = issued()
    new = issued(replaces=old.id, replaced_because="In sai năm sinh")
    page = Client().get(f"/giay-to/{old.code}/").content.decode()
    assert "In sai năm sinh" in page
    assert f"/giay-to/{new.code}/" in page
    services.withdraw(paper_id=new.id, reason="việc nội bộ", public_reason="Cấp sai đối tượng", actor=ACTOR, now=NOW)
    page = Client().get(f"/giay-to/{new.code}/").content.decode()
    assert "Cấp sai đối tượng" in page
    assert "việc nội bộ" not in page
    with pytest.raises(Conflict):
        services.withdraw(paper_id=old.id, reason="x", public_reason="x", actor=ACTOR, now=NOW)
    with pytest.raises(Conflict):
        issued(replaces=old.id)


def test_revoking_needs_the_permission_and_a_reason() -> None:
    paper = issued()
    with pytest.raises((NotPermitted, NotFound)):
        services.revoke(code=paper.code, reason="x", actor=Actor.anonymous(), now=NOW)
    with pytest.raises(Invalid):
        services.revoke(code=paper.code, reason=" ", actor=ACTOR, now=NOW)


def test_what_was_issued_cannot_be_rewritten_or_deleted() -> None:
    paper = issued()
    with pytest.raises(DatabaseError), transaction.atomic():
        Paper.objects.filter(pk=paper.id).update(title="khác")
    with pytest.raises(DatabaseError), transaction.atomic():
        Paper.objects.filter(pk=paper.id).delete()


def test_an_unknown_code_is_not_found() -> None:
    with pytest.raises(NotFound):
        queries.verify(code="0000000000")


def test_papers_of_a_subject_are_listed_in_order() -> None:
    first, second = issued(), issued()
    assert [paper.id for paper in queries.list_papers(subject_type="test", subject_key="1")] == [first.id, second.id]


def test_the_page_says_that_the_paper_is_genuine_without_personal_data() -> None:
    page = Client().get(f"/giay-to/{issued().code.lower()}/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "Giấy thử" in text
    assert "UBND phường Đông Hải" in text
    assert "Nguyễn Thị Hường" not in text


def test_the_page_compares_a_file_and_keeps_none() -> None:
    paper = issued()
    with files.open_file(file_id=paper.file_id) as kept:
        pdf = kept.read()
    before = Paper.objects.count()
    for content, word in ((pdf, "lt-note-done"), (pdf + b" ", "lt-note-late")):
        upload = io.BytesIO(content)
        upload.name = "a.pdf"
        page = Client().post(f"/giay-to/{paper.code}/", {"file": upload})
        assert word in page.content.decode()
    assert Paper.objects.count() == before


def test_the_page_of_an_unknown_code_is_not_found() -> None:
    assert Client().get("/giay-to/0000000000/").status_code == 404
