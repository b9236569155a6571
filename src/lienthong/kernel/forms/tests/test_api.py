"""Forms over REST: read, judge, prefill, drafts and sheets; each sees their own drafts alone."""

import io
import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.forms import services
from lienthong.kernel.forms.queries import forget_compiled
from lienthong.kernel.forms.testing import make_form

from .sample import GOOD, SCHEMA, UI

pytestmark = pytest.mark.django_db
FORMS = "/api/v1/forms"
DRAFT = f"{FORMS}/drafts/of/mau"
TYPED = {"typed": [["name", "An"], ["days", "t2"], ["days", "t3"]]}


@pytest.fixture(autouse=True)
def _stored() -> None:
    forget_compiled()
    services.save_definition(
        key="mau", title="Mẫu", schema=SCHEMA, ui=UI, actor=Actor.system("test"), now=timezone.now()
    )


def signed_in(name: str) -> Client:
    users = get_user_model().objects
    user = users.filter(username=name).first()
    client = Client()
    client.force_login(user or users.create_user(username=name, name=name, password="chỉ để thử 123"))
    return client


def put(client: Client, body: Any = None, **headers: str) -> Any:
    return client.put(DRAFT, json.dumps(body or TYPED), content_type="application/json", headers=headers)


def test_strangers_are_refused() -> None:
    assert Client().get(FORMS).status_code == 401
    assert put(Client()).status_code in {401, 403}


def test_published_forms_are_listed_by_pages(django_assert_max_num_queries: Any) -> None:
    for number in range(5):
        make_form(key=f"to-khai-{number}", now=timezone.now())
    client, after = signed_in("an"), ""
    seen: list[str] = []
    for _page in range(4):
        with django_assert_max_num_queries(6):
            page = client.get(f"{FORMS}?limit=2&after={after}").json()
        seen += [each["key"] for each in page["items"]]
        after = page["next"]
        if not after:
            break
    assert seen == ["mau", *(f"to-khai-{number}" for number in range(5))]
    assert [each["key"] for each in client.get(FORMS, {"text": "mâu"}).json()["items"]] == ["mau"]


def test_a_form_is_read_once_with_its_etag() -> None:
    client = signed_in("an")
    answer = client.get(f"{FORMS}/mau")
    assert answer.json()["answers_schema"] == SCHEMA
    assert answer.json()["ui"] == UI
    assert client.get(f"{FORMS}/mau", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert client.get(f"{FORMS}/mau", {"version": 1}).json()["version"] == 1
    for wrong in (f"{FORMS}/khong-co", f"{FORMS}/mau?version=9"):
        refused = client.get(wrong)
        assert refused.status_code == 404
        assert refused["Content-Type"].startswith("application/problem+json")


def test_answers_are_judged_as_on_the_page() -> None:
    client = signed_in("an")
    good = client.post(f"{FORMS}/mau/validate", {"answers": GOOD}, content_type="application/json").json()
    assert (good["valid"], good["answers"]) == (True, GOOD)
    bad = client.post(f"{FORMS}/mau/validate", {"answers": {"name": "A"}}, content_type="application/json").json()
    assert bad["valid"] is False
    assert [each["path"] for each in bad["errors"]] == ["name", "number", "way", "agree"]


def test_prefill_says_nothing_about_somebody_else() -> None:
    ui = {"prefill": {"full_name": "profile.name"}}
    schema = {"type": "object", "properties": {"full_name": {"type": "string", "title": "Họ và tên"}},
              "additionalProperties": False}  # fmt: skip
    services.save_definition(
        key="ten", title="Tên", schema=schema, ui=ui, actor=Actor.system("test"), now=timezone.now()
    )
    client = signed_in("an")
    said = client.get(f"{FORMS}/ten/prefill").json()["answers"]["full_name"]
    assert (said["value"], said["source"], said["verified"]) == ("an", "profile", False)
    assert said["label"]
    for subject in ("1", "2", "x", ""):
        assert client.get(f"{FORMS}/ten/prefill", {"kind": "party", "subject": subject}).json()["answers"] == {}
    assert client.get(f"{FORMS}/ten/prefill", {"kind": "dossier"}).status_code == 422


def test_a_draft_is_kept_read_changed_by_etag_and_deleted() -> None:
    client = signed_in("an")
    made = put(client)
    assert (made.status_code, made.json()["typed"]) == (201, TYPED["typed"])
    assert put(client).status_code == 428
    changed = put(client, {"typed": [["name", "Bình"]]}, **{"If-Match": made["ETag"]})
    assert changed.status_code == 200
    stale = put(client, **{"If-Match": made["ETag"]})
    assert (stale.status_code, stale["Content-Type"]) == (412, "application/problem+json")
    assert put(client, **{"If-Match": '"x"'}).status_code == 412
    (line,) = client.get(f"{FORMS}/drafts").json()["items"]
    there = f"{FORMS}/drafts/{line['uuid']}"
    assert client.get(there).json()["typed"] == [["name", "Bình"]]
    page = client.get("/bieu-mau/mau/khai/").content.decode()
    assert 'value="Bình"' in page
    assert client.delete(there).status_code == 204
    assert client.delete(there).status_code == 404


def test_drafts_of_others_are_not_there() -> None:
    own, other = signed_in("an"), signed_in("binh")
    uuid = put(own).json()["uuid"]
    assert other.get(f"{FORMS}/drafts").json() == {"items": [], "next": None}
    assert other.get(f"{FORMS}/drafts/{uuid}").status_code == 404
    assert other.delete(f"{FORMS}/drafts/{uuid}").status_code == 404
    assert own.get(f"{FORMS}/drafts/{uuid}").status_code == 200


def test_drafts_are_listed_by_pages() -> None:
    client = signed_in("an")
    for number in range(3):
        make_form(key=f"f{number}", now=timezone.now())
        client.put(f"{FORMS}/drafts/of/f{number}", json.dumps(TYPED), content_type="application/json")
    first = client.get(f"{FORMS}/drafts", {"limit": 2}).json()
    second = client.get(f"{FORMS}/drafts", {"limit": 2, "after": first["next"]}).json()
    assert [each["form"] for each in first["items"] + second["items"]] == ["f2", "f1", "f0"]
    assert second["next"] is None


@pytest.mark.parametrize("body", [{}, {"typed": "x"}, {"typed": [["a"]]}, {"typed": [["a", 1]]}, {"typed": [[1]] * 9}])
def test_a_draft_of_another_shape_is_refused(body: dict[str, Any]) -> None:
    answer = signed_in("an").put(DRAFT, json.dumps(body), content_type="application/json")
    assert answer.status_code == 422


def test_a_sheet_goes_out_and_comes_back_judged() -> None:
    client = signed_in("an")
    sheet = client.get(f"{FORMS}/mau/template.xlsx")
    assert sheet.content[:2] == b"PK"
    upload = SimpleUploadedFile("mau.xlsx", io.BytesIO(sheet.content).getvalue())
    read = client.post(f"{FORMS}/mau/import", {"file": upload})
    assert (read.status_code, read.json()["rows"]) == (200, [])
    wrong = client.post(f"{FORMS}/mau/import", {"file": SimpleUploadedFile("x.xlsx", b"no sheet")})
    assert wrong.status_code == 422
