"""Whoever shows a person's data writes down who saw them: every door is opened by officers, with a person planted.

Beyond a name nothing of a person may be shown without a look in the log; a name alone may stand in the lists below.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from io import BytesIO
from types import ModuleType
from typing import Any
from urllib.parse import quote
from zipfile import ZipFile

import pypdfium2 as pdfium
import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils import timezone

from lienthong.kernel.accounts.models import User
from lienthong.kernel.acts.extensions import PUBLIC, ActorRequest, access
from lienthong.kernel.audit.contracts import person_key
from lienthong.kernel.audit.services import note_reads
from lienthong.kernel.audit.testing import AccessEntry
from lienthong.kernel.organizations.models import Party
from lienthong.systems.onestop.views.desk_state import party_token

from .planted import ADDRESS, NUMBER, OWNER, PHONE, Planted, addresses, plant
from .visitors import signed_in

OFFICERS = ("commune.reception", "commune.civil-status", "commune.leader", "province.leader")
MOST_STATEMENTS = 15
DATA = (NUMBER, PHONE, ADDRESS)
# Pages that name applicants and show nothing else of them (what is masked is not shown); each is listed for a reason.
BY_NAME_ONLY = {
    "/viec/": "one's work, named by procedure and applicant",
    "/ho-so/": "the dossiers in sight",
    "/quay/tra-ket-qua/": "results that wait at the counter",
    "/quay/bo-sung/": "dossiers that wait for a supplement",
    "/giao-nhan/": "dossiers on their way between agencies",
    "/giao-nhan/phieu/<uuid:slip>.pdf": "what was given together, by procedure and applicant",
    "/quay/truc-tuyen/": "filings that wait for an answer",
    "/quay/phieu/": "slips given at the counter",
    "/lanh-dao/": "the dossiers late the longest",
    "/bao-cao/tre-han/": "the dossiers late by their first appointment",
    "/tim/": "hits of the search; opening one is a look",
    "/hang-loat/": "bulk runs, by the title their author gave",
    "/hang-loat/<uuid:uuid>/": "the lines of one's own run",
}


@pytest.fixture
def planted(db: None) -> Planted:
    """Return a small province in which one person is planted everywhere."""
    return plant(now=timezone.now())


def visits(planted: Planted) -> Iterator[tuple[str, str]]:
    """Yield pattern and address of every door, and the desk with the planted person chosen, sought and slipped."""
    token = party_token(planted.party.id)
    yield "/quay/", f"/quay/?nguoi={token}&thutuc=2.000635"
    yield from (("/quay/tim/", f"/quay/tim/?q={each}") for each in (NUMBER, OWNER))
    yield "/api/v1/forms/<key>/prefill", f"/api/v1/forms/2.000635/prefill?kind=party&subject={planted.party.id}"
    yield "/tim/", f"/tim/?q={OWNER}"
    yield from addresses(planted)


def text_of(answer: Any) -> str:
    """Return what an answer says to who reads it: of a sheet its cells, of a PDF its words."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.get("Content-Type", "")
    if kind.startswith("application/pdf") and answer.status_code == 200:
        # The paper that was planted is no whole PDF; it is read as it stands.
        with suppress(pdfium.PdfiumError), closing(pdfium.PdfDocument(content)) as document:
            return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    if "spreadsheetml" in kind:
        with ZipFile(BytesIO(content)) as book:
            return "\n".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    return str(content.decode("utf-8", "replace"))


@contextmanager
def looked_at(person: str) -> Iterator[list[str]]:
    """Give the list of statements that write down a look at a person while the block lasts."""
    kept: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if "INTO audit_accessentry" in str(sql) and any(isinstance(each, list) and person in each for each in params):
            kept.append(str(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield kept


def visit(client: Client, planted: Planted, doors: Iterable[tuple[str, str]]) -> tuple[list[str], set[str], int]:
    """Return the addresses that show the person and write nothing down, the lists that name them, and the looks."""
    silent: list[str] = []
    naming: set[str] = set()
    written = 0
    for pattern, address in dict.fromkeys(doors):
        with looked_at(person_key(planted.party.id)) as kept:
            answer = client.get(address)
            said = re.sub(r"\s+", " ", text_of(answer)).replace(quote(OWNER), "")
        assert answer.status_code < 500, f"{address}: {answer.status_code}"
        assert len(kept) <= 1, f"{address} writes looks in more than one statement"
        written += bool(kept)
        if kept:
            continue
        if any(mark in said and mark not in address for mark in DATA):
            silent.append(address)
        elif OWNER in said:
            naming.add(pattern)
            if pattern not in BY_NAME_ONLY:
                silent.append(address)
    return silent, naming, written


def test_whoever_shows_a_person_writes_down_who_saw_them(planted: Planted) -> None:
    naming: set[str] = set()
    for username in OFFICERS:
        silent, named, written = visit(signed_in(username), planted, visits(planted))
        assert silent == [], f"{username} sees the person and nothing is written down"
        assert written > 10, username
        naming |= named
    assert naming == set(BY_NAME_ONLY), "the list of pages that only name people is out of date"


def test_a_door_that_shows_a_person_in_silence_is_found(planted: Planted, settings: Any) -> None:
    @access(PUBLIC)
    def silent(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(f"{OWNER} {NUMBER}")

    @access(PUBLIC)
    def naming(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(OWNER)

    @access(PUBLIC)
    def honest(request: ActorRequest) -> HttpResponse:
        note_reads(people=(planted.party.id,), record="", purpose="test", viewer=request.actor)
        return HttpResponse(f"{OWNER} {NUMBER}")

    doors = ModuleType("doors")
    views = {"/lo/": silent, "/ten/": naming, "/that/": honest}
    vars(doors)["urlpatterns"] = [path(address[1:], view) for address, view in views.items()]
    client = signed_in("commune.reception")
    settings.ROOT_URLCONF = doors
    found, named, written = visit(client, planted, [(address, address) for address in views])
    assert (found, named, written) == (["/lo/", "/ten/"], {"/ten/"}, 1)


def test_pictures_of_a_file_are_a_look_too(planted: Planted) -> None:
    client = signed_in("commune.civil-status")
    for name in ("file", "result"):
        for address in (f"/tep/{planted.values[name]}/", f"/tep/{planted.values[name]}/xem/"):
            with looked_at(person_key(planted.party.id)) as kept:
                text_of(client.get(address))
            assert len(kept) == 1, address


def test_a_machine_that_reads_dossiers_is_written_down_by_its_name(planted: Planted) -> None:
    client = signed_in("commune.civil-status")
    client.get("/api/v1/dossiers")
    client.get(f"/api/v1/dossiers/{planted.number}")
    rows = AccessEntry.objects.filter(person_key=person_key(planted.party.id))
    assert {row.purpose for row in rows} == {"onestop.dossier.list", "onestop.dossier.read"}


def test_looking_again_writes_nothing_new_and_asks_nothing_first(planted: Planted) -> None:
    client = signed_in("commune.leader")
    client.get(f"/ho-so/{planted.number}/")
    before = AccessEntry.objects.count()
    with CaptureQueriesContext(connection) as statements:
        client.get(f"/ho-so/{planted.number}/")
    assert AccessEntry.objects.count() == before
    assert len([each for each in statements if "audit_accessentry" in each["sql"]]) == 1
    assert len(statements) <= MOST_STATEMENTS


def test_owners_looking_at_their_own_dossier_look_at_nobody(planted: Planted) -> None:
    user = User.objects.create_user(username="owner", password=None, name=OWNER)
    Party.objects.filter(pk=planted.party.id).update(user=user)
    text_of(signed_in("owner").get(f"/tep/{planted.values['result']}/"))
    assert not AccessEntry.objects.filter(actor_id=user.pk).exists()
