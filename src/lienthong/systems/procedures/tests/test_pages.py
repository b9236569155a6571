"""Pages of officers: who may enter, what they see, what a press does."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory

from lienthong.kernel.acts.contracts import Actor, ActorKind, Grant, Scope
from lienthong.systems.procedures import services
from lienthong.systems.procedures.contracts import VersionState
from lienthong.systems.procedures.models import ImportRun, ProcedureVersion
from lienthong.systems.procedures.testing import given_published, raw_record, source_file
from lienthong.systems.procedures.views import imports, versions

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SYSTEM = Actor.system("tests")
MANAGER = Actor(
    kind=ActorKind.OFFICER,
    name="Lê Thị Hạnh",
    grants=tuple(
        Grant(permission, Scope.PROVINCE, role="catalogue", agency_id=1, agency_path="/1/")
        for permission in ("procedures.manage", "procedures.publish")
    ),
)
HOSTILE = "<script>alert(1)</script>"


def visit(
    view: Callable[..., HttpResponse],
    *args: int,
    query: str = "",
    data: dict[str, Any] | None = None,
    htmx: bool = False,
) -> HttpResponse:
    headers = {"HX-Request": "true"} if htmx else {}
    factory = RequestFactory(headers=headers)
    request = factory.get(f"/quan-tri/thu-tuc/{query}") if data is None else factory.post("/quan-tri/thu-tuc/", data)
    request.actor = MANAGER  # type: ignore[attr-defined]  # what the middleware does
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]  # what the middleware does
    response = view(request, *args)
    request.close()
    return response


@pytest.mark.parametrize(
    "view",
    [
        *(versions.index, versions.detail, versions.publish, versions.withdraw, versions.publish_chosen),
        *(imports.imports, imports.import_run),
    ],
)
def test_every_door_is_closed_to_visitors(view: Any) -> None:
    assert not view.access.admits(Actor.anonymous())
    assert view.access.admits(MANAGER)


def test_the_list_filters_by_state_fault_and_field(django_assert_max_num_queries: Any) -> None:
    given_published(raw_record(), now=NOW)
    services.import_catalogue(
        files=[source_file(raw_record(code="1.000002", name=HOSTILE, field="Đất đai", steps=None))],
        actor=SYSTEM,
        now=NOW,
    )
    with django_assert_max_num_queries(15):
        everything = visit(versions.index).content.decode()
    assert "1.001193" in everything
    assert HOSTILE not in everything
    assert "&lt;script&gt;" in everything
    for query in ("?trangthai=draft", "?vande=no_steps", "?linhvuc=Đất+đai", "?q=1.000002"):
        assert "/quan-tri/thu-tuc/phien-ban/" in visit(versions.index, query=query).content.decode()
        assert "1.001193" not in visit(versions.index, query=query).content.decode()


def test_an_officer_publishes_and_withdraws_on_the_page_of_a_version(django_assert_max_num_queries: Any) -> None:
    services.import_catalogue(files=[source_file(raw_record())], actor=SYSTEM, now=NOW)
    version = ProcedureVersion.objects.get()
    with django_assert_max_num_queries(15):
        assert visit(versions.detail, version.pk).status_code == 200
    assert visit(versions.publish, version.pk, data={"valid_from": "ngày mai"}).status_code == 422
    assert visit(versions.publish, version.pk, data={"valid_from": "01/11/2026"}).status_code == 302
    version.refresh_from_db()
    assert (version.state, version.published_by_name) == (VersionState.PUBLISHED, MANAGER.name)
    assert visit(versions.withdraw, version.pk, data={"reason": ""}).status_code == 422
    assert visit(versions.withdraw, version.pk, data={"reason": "Bãi bỏ"}).status_code == 302
    version.refresh_from_db()
    assert version.state == VersionState.WITHDRAWN


def test_ticked_drafts_are_published_together() -> None:
    services.import_catalogue(files=[source_file(raw_record(), raw_record(code="1.000002"))], actor=SYSTEM, now=NOW)
    visit(versions.publish_chosen, data={"code": ["1.000002"]})
    assert ProcedureVersion.objects.get(state=VersionState.PUBLISHED.value).procedure.code == "1.000002"


def test_files_sent_on_screen_become_a_run_with_progress_and_report(django_assert_max_num_queries: Any) -> None:
    sent = [
        SimpleUploadedFile("a.json", source_file(raw_record()).content),
        SimpleUploadedFile("b.json", b'{"procedures": ['),
    ]
    assert visit(imports.imports, data={"sources": sent}).status_code == 302
    run = ImportRun.objects.get()
    waiting = visit(imports.import_run, run.pk).content.decode()
    assert 'hx-trigger="every 1s"' in waiting
    assert 'http-equiv="refresh"' in waiting
    part = visit(imports.import_run, run.pk, htmx=True).content.decode()
    assert "<html" not in part
    services.run_import(run_id=run.pk, now=NOW)
    assert visit(imports.import_run, run.pk, htmx=True)["HX-Refresh"] == "true"
    with django_assert_max_num_queries(15):
        report = visit(imports.import_run, run.pk).content.decode()
    assert "cắt cụt" in report
    assert "1.001193" in visit(imports.import_run, run.pk, query="?muc=new").content.decode()


def test_changes_are_shown_field_by_field() -> None:
    given_published(raw_record(), now=NOW)
    report = services.import_catalogue(files=[source_file(raw_record(conditions=HOSTILE))], actor=SYSTEM, now=NOW)
    page = visit(imports.import_run, report.run_id, query="?muc=changed").content.decode()
    assert "<ins>&lt;script&gt;" in page


@pytest.mark.parametrize("name", ["a.exe", "a.json.txt"])
def test_other_files_are_refused_before_a_run_exists(name: str) -> None:
    assert visit(imports.imports, data={"sources": [SimpleUploadedFile(name, b"x")]}).status_code == 422
    assert visit(imports.imports, data={}).status_code == 422
    assert not ImportRun.objects.exists()
