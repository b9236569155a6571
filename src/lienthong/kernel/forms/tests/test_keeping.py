"""What is typed is kept and gone on with elsewhere; what registers vouch for is not asked; sheets say the same."""

import io
import zipfile
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import xlsxwriter
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.roles import client_of

from lienthong.kernel.acts.contracts import Actor, ActorKind, Invalid, NotFound, NotPermitted
from lienthong.kernel.forms import extensions, queries, services
from lienthong.kernel.forms.contracts import DraftMoved, SheetRefused, Sourced
from lienthong.kernel.forms.extensions import PrefillSource, Subject
from lienthong.kernel.forms.models import AnswerDraft, TrialFiling

from .sample import DESCRIPTION, GOOD, HOME, sample_form, typed

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
FORM = sample_form()


def person(name: str) -> Actor:
    user = get_user_model().objects.create_user(username=name, password=None, name=name)
    return Actor(kind=ActorKind.CITIZEN, name=name, user_id=user.pk)


def token() -> str:
    return queries.draft_token(form=FORM, purpose="test.filing", subject="2.000635", title="Mẫu", url="/nop/")


@pytest.mark.django_db
def test_a_draft_is_kept_as_typed_and_gone_on_with_on_another_device() -> None:
    somebody = person("an")
    first = services.save_draft(
        token=token(), typed=[("name", " an"), ("born", "3/1")], expected_number=0, actor=somebody, now=NOW
    )
    again = services.save_draft(
        token=token(), typed=[("name", "an b")], expected_number=first.number, actor=somebody, now=NOW
    )
    found = queries.find_draft(viewer=somebody, purpose="test.filing", subject="2.000635")
    assert found is not None
    assert (found.typed, found.number, found.url) == ((("name", "an b"),), again.number, "/nop/")
    with pytest.raises(DraftMoved):
        services.save_draft(token=token(), typed=[], expected_number=first.number, actor=somebody, now=NOW)
    assert queries.list_drafts(viewer=person("bình")) == ()
    assert services.discard_draft(actor=somebody, purpose="test.filing", subject="2.000635") is True
    assert services.discard_draft(actor=somebody, purpose="test.filing", subject="2.000635") is False


@pytest.mark.django_db
def test_drafts_of_strangers_floods_and_made_up_tokens_are_refused() -> None:
    somebody = person("an")
    with pytest.raises(NotPermitted):
        services.save_draft(token=token(), typed=[], expected_number=0, actor=Actor.anonymous(), now=NOW)
    with pytest.raises(NotFound):
        services.save_draft(token="made:up", typed=[], expected_number=0, actor=somebody, now=NOW)
    with pytest.raises(Invalid):
        services.save_draft(token=token(), typed=[("a", "x" * 600_000)], expected_number=0, actor=somebody, now=NOW)
    services.save_draft(
        token=token(), typed=[("a\x00", "b"), ("c", "d\x00")], expected_number=0, actor=somebody, now=NOW
    )
    assert AnswerDraft.objects.get().typed == [["c", "d"]]


@pytest.mark.django_db
def test_the_page_keeps_a_draft_and_shows_it_again() -> None:
    client = client_of(role="officer with every role", today=date(2026, 11, 23))
    maker = Actor.system("test")
    services.create_design(key="mau", title="Mẫu", actor=maker, now=NOW)
    services.change_design(key="mau", edit=lambda _form: DESCRIPTION, actor=maker, now=NOW)
    page = client.get(reverse("forms:preview", args=["mau"]))
    body = {
        "_token": page.context["token"],
        "_number": "0",
        "name": "Dở dang",
        "goods-rows": "1",
        "goods-0-what": "Gạch",
    }
    assert client.post(reverse("forms:autosave"), body).json()["number"] == 1
    assert client.post(reverse("forms:autosave"), body).status_code == 409
    shown = client.get(reverse("forms:preview", args=["mau"])).content.decode()
    assert 'value="Dở dang"' in shown
    assert 'value="Gạch"' in shown
    assert "lt-errmsg" not in shown
    assert "Mẫu" in client.get(reverse("forms:drafts")).content.decode()
    client.post(reverse("forms:discard_draft", args=[AnswerDraft.objects.get().uuid]))
    assert AnswerDraft.objects.count() == 0


@pytest.mark.django_db
def test_nobody_who_is_not_signed_in_keeps_drafts() -> None:
    assert Client().post(reverse("forms:autosave"), {"_token": token()}).status_code in {302, 401, 403}


@pytest.mark.django_db
def test_a_file_survives_errors_elsewhere_and_is_named_again(tmp_path: Any, settings: Any) -> None:
    client = client_of(role="officer with every role", today=date(2026, 11, 23))
    services.create_design(key="mau", title="Mẫu", actor=Actor.system("t"), now=NOW)
    services.change_design(key="mau", edit=lambda _form: DESCRIPTION, actor=Actor.system("t"), now=NOW)
    address = reverse("forms:preview", args=["mau"])
    wrong = client.post(address, {"name": "x", "plan": SimpleUploadedFile("ban-ve.pdf", PDF)})
    assert wrong.status_code == 422
    kept = wrong.context["form"]["plan"].field.widget.token
    assert "ban-ve.pdf" in wrong.content.decode()
    filed = client.post(address, {**typed(GOOD), "plan-kept": kept})
    assert filed.status_code == 302
    assert "ban-ve.pdf" in client.get(filed["Location"]).content.decode()
    stolen = client.post(address, {**typed(GOOD), "plan-kept": kept + "x"})
    assert "plan" not in TrialFiling.objects.latest("id").answers
    assert stolen.status_code == 302
    refused = client.post(address, {**typed(GOOD), "plan": SimpleUploadedFile("x.exe", b"MZ")})
    assert refused.status_code == 422
    stranger = person("kẻ lạ")
    answers = {"plan": TrialFiling.objects.earliest("id").answers["plan"]}
    assert [error.path for error in queries.check_attachments(form=FORM, answers=answers, actor=stranger)] == ["plan"]


@pytest.mark.django_db
def test_what_nobody_goes_on_with_is_removed() -> None:
    services.save_draft(token=token(), typed=[], expected_number=0, actor=person("an"), now=NOW)
    assert services.remove_old(now=NOW + timedelta(days=89)) == (0, 0)
    assert services.remove_old(now=NOW + timedelta(days=91)) == (1, 0)


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> None:
    """Offer a register of residence that vouches, and a profile that does not."""
    monkeypatch.setattr(extensions, "_sources", {})

    def read(_subject: Subject, _viewer: Actor, now: datetime) -> dict[str, Sourced]:
        return {"home": Sourced(HOME, "residence", verified=True, at=now)}

    extensions.prefill_source(PrefillSource("residence", "Residence", {"home": "home"}, verified=True, read=read))


def ask_once_form() -> Any:
    form = sample_form()
    fields = [field for field in form.description.fields if field.name == "home"]
    object.__setattr__(fields[0], "prefill", "residence.home")
    return form


def test_a_field_that_a_register_vouches_for_spares_its_paper(register: None) -> None:
    form = ask_once_form()
    known = queries.prefill(form=form, subject=Subject("party", "1"), viewer=Actor.system("t"), now=NOW)
    assert known.values == {"home": HOME}
    waived = queries.papers_waived(form=form, answers={**GOOD, "home": HOME}, sourced=known.sourced)
    assert [(paper.code, paper.fields, paper.sources, paper.at) for paper in waived] == [
        ("GT-02", ("home",), ("residence",), NOW)
    ]


def test_an_answer_changed_by_hand_or_not_verified_brings_the_paper(register: None) -> None:
    form = ask_once_form()
    known = queries.prefill(form=form, subject=Subject("party", "1"), viewer=Actor.system("t"), now=NOW)
    changed = {**HOME, "detail": "13 Trần Phú"}
    assert queries.papers_waived(form=form, answers={"home": changed}, sourced=known.sourced) == ()
    assert queries.papers_waived(form=form, answers={}, sourced=known.sourced) == ()
    claimed = {"home": Sourced(HOME, "profile", verified=False, at=NOW)}
    assert queries.papers_waived(form=form, answers={"home": HOME}, sourced=claimed) == ()


def test_only_what_is_marked_is_corrected() -> None:
    before = FORM.clean({**GOOD, "phone": "0912345678", "area": 12.5})
    answers, changes = queries.correct(form=FORM, before=before, sent={"phone": "0987654321"}, marked=["phone"])
    assert answers == {**before, "phone": "0987654321"}
    assert [(change.path, change.before, change.after) for change in changes] == [("phone", "0912345678", "0987654321")]
    with pytest.raises(Invalid) as refusal:
        queries.correct(form=FORM, before=before, sent={"phone": "0987654321", "area": 99}, marked=["phone"])
    assert [error.path for error in refusal.value.errors] == ["area"]


def test_a_corrected_answer_may_bring_up_a_question_that_must_then_be_answered() -> None:
    before = FORM.clean(GOOD)
    assert queries.editable_fields(form=FORM, marked=["way"], before=before) == {"way", "street"}
    with pytest.raises(Invalid) as refusal:
        queries.correct(form=FORM, before=before, sent={"way": "post"}, marked=["way"])
    assert [error.path for error in refusal.value.errors] == ["street"]
    answers, _changes = queries.correct(
        form=FORM, before=before, sent={"way": "post", "street": "Số 1"}, marked=["way"]
    )
    assert answers["street"] == "Số 1"


@settings(max_examples=60, deadline=None)
@given(
    st.sets(st.sampled_from(["name", "phone", "area", "mail"])),
    st.sets(st.sampled_from(["name", "phone", "area", "mail"])),
)
def test_nothing_but_the_marked_ever_changes(marked: set[str], changed: set[str]) -> None:
    others = {"name": "Bình An", "phone": "0987654321", "area": 7, "mail": "b@vidu.vn"}
    before = FORM.clean({**GOOD, "phone": "0912345678", "area": 12.5, "mail": "a@vidu.vn"})
    sent = {name: others[name] for name in changed}
    if changed <= marked:
        answers, _changes = queries.correct(form=FORM, before=before, sent={**before, **sent}, marked=marked)
        assert {name for name in before if answers.get(name) != before[name]} == changed
    else:
        with pytest.raises(Invalid):
            queries.correct(form=FORM, before=before, sent={**before, **sent}, marked=marked)


WHOLE = {
    **GOOD, "home": HOME, "born": "1990-03-05", "area": 1250.75, "days": ["t2", "t3"], "way": "post", "street": "=1+1",
    "goods": [{"what": "Gạch", "count": 2, "price": 1500}, {"what": "-Cát", "count": 1, "price": 500}],
}  # fmt: skip


def test_answers_written_to_a_sheet_and_read_again_are_the_same() -> None:
    rows = [FORM.clean(WHOLE), FORM.clean(GOOD)]
    read = queries.read_sheet(form=FORM, stream=io.BytesIO(queries.sheet_of(form=FORM, rows=rows)))
    assert [row.errors for row in read.rows] == [(), ()]
    assert [FORM.clean(row.answers) for row in read.rows] == rows
    assert read.good == 2


def test_a_row_of_a_sheet_is_judged_as_on_the_page() -> None:
    wrong = [{**GOOD, "phone": "12"}, {**GOOD, "goods": [{"what": "x"}]}]
    read = queries.read_sheet(form=FORM, stream=io.BytesIO(queries.sheet_of(form=FORM, rows=wrong)))
    assert [row.errors for row in read.rows] == [
        tuple((e.path, e.message) for e in FORM.validate(each)) for each in wrong
    ]


def other_sheet(lines: int = 1, name: str = "main") -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    page = book.add_worksheet(name)
    page.write_row(0, 0, ["name" if lines > 1 else "x"])
    for number in range(lines):
        page.write(number + 1, 0, "a")
    book.close()
    return target.getvalue()


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 70_000_000)
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK",
        b"not a sheet",
        b"x" * (5 * 1024**2 + 1),
        other_sheet(),
        other_sheet(name="other"),
        other_sheet(6_000),
        bomb(),
    ],
    ids=["empty", "cut", "text", "large", "foreign", "other", "long", "bomb"],
)
def test_a_file_that_is_no_sheet_of_the_form_is_refused(content: bytes) -> None:
    with pytest.raises(SheetRefused):
        queries.read_sheet(form=FORM, stream=io.BytesIO(content))
