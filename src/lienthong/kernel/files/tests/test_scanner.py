"""Viruses: found, told, written down; and what happens while the scanner is silent."""

import hashlib
import io
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import RequestFactory
from pytest_django import Settings

from lienthong.kernel.acts.contracts import Actor, ActorKind
from lienthong.kernel.audit import queries as history
from lienthong.kernel.events import services as events
from lienthong.kernel.files import extensions, queries, services, testing
from lienthong.kernel.files.contracts import (
    AwaitingScan,
    Held,
    InfectedFile,
    ScannerUnavailable,
    ScanState,
    StoredFileInfo,
)
from lienthong.kernel.files.models import Content, StoredFile
from lienthong.kernel.files.providers.clamd import NoAnswer, Scanner
from lienthong.kernel.files.views.preview import preview

from .clamd_peer import NAME, VIRUS, Daemon, Peer

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SENDER = Actor(kind=ActorKind.CITIZEN, name="Người gửi", user_id=7)
OTHER = Actor(kind=ActorKind.OFFICER, name="Cán bộ", user_id=8)
INFECTED = testing.PDF + VIRUS


@pytest.fixture(autouse=True)
def _own_media(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(extensions, "_owners", {"test": lambda _file_id, _actor: Held()})


@pytest.fixture
def peer(settings: Settings) -> Iterator[Peer]:
    with Peer() as running:
        settings.FILES_CLAMAV = running.address
        yield running


def keep(data: bytes, name: str = "a.pdf") -> StoredFileInfo:
    return services.store_bytes(data=data, name=name, actor=SENDER, now=NOW)


@pytest.mark.django_db
def test_a_clean_file_is_looked_at_and_known_as_clean(peer: Peer) -> None:
    info = keep(testing.PDF)
    assert peer.seen == [len(testing.PDF)]
    assert Content.objects.get(pk=info.sha256).scan == ScanState.CLEAN
    assert queries.get_visible_file(uuid=info.uuid, viewer=OTHER) == info


@pytest.mark.django_db(transaction=True)
def test_an_infected_file_is_refused_told_and_written_down_though_the_request_is_taken_back(
    peer: Peer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published: list[dict[str, object]] = []
    publish = events.publish

    def noted(**fact: Any) -> None:
        publish(**fact)
        published.append(vars(fact["event"]))

    monkeypatch.setattr(events, "publish", noted)
    with pytest.raises(InfectedFile) as refusal, transaction.atomic():
        keep(INFECTED, "giay-to.pdf")
    assert "giay-to.pdf" in refusal.value.message
    assert NAME in refusal.value.message
    assert not [path for path in (tmp_path / "media").rglob("*") if path.is_file()]
    assert not StoredFile.objects.exists()
    (entry,) = history.list_history(subject_type="files.file", subject_key=hashlib.sha256(INFECTED).hexdigest())
    assert (entry.act, entry.actor, entry.note) == ("files.infected", "Người gửi", NAME)
    assert [event["virus"] for event in published] == [NAME]
    with pytest.raises(InfectedFile):  # the same content is known, whoever brings it
        keep(INFECTED)


@pytest.mark.django_db
def test_while_the_scanner_is_silent_nothing_is_taken_in(settings: Settings) -> None:
    settings.FILES_CLAMAV = "tcp://127.0.0.1:1"
    with pytest.raises(ScannerUnavailable) as refusal:
        keep(testing.PDF)
    assert refusal.value.status == 503
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_or_it_is_taken_in_and_only_the_sender_opens_it_until_it_was_looked_at(settings: Settings) -> None:
    settings.FILES_CLAMAV, settings.FILES_CLAMAV_DOWN = "tcp://127.0.0.1:1", "later"
    clean, infected = keep(testing.PDF), keep(INFECTED, "b.pdf")
    for info in (clean, infected):
        assert queries.get_visible_file(uuid=info.uuid, viewer=SENDER) == info
        for viewer in (OTHER, Actor.anonymous()):
            with pytest.raises(AwaitingScan):
                queries.get_visible_file(uuid=info.uuid, viewer=viewer)
    assert services.scan_waiting(now=NOW) == 0
    with Peer() as running:
        settings.FILES_CLAMAV = running.address
        assert services.scan_waiting(now=NOW) == 2
        assert services.scan_waiting(now=NOW) == 0
    assert queries.get_visible_file(uuid=clean.uuid, viewer=OTHER) == clean
    for viewer in (SENDER, OTHER):
        with pytest.raises(InfectedFile):
            queries.get_visible_file(uuid=infected.uuid, viewer=viewer)
    (entry,) = history.list_history(subject_type="files.file", subject_key=str(infected.uuid))
    assert entry.note == NAME


@pytest.mark.django_db
def test_a_content_known_as_clean_stays_open_when_it_comes_again(settings: Settings, peer: Peer) -> None:
    first = keep(testing.PDF)
    settings.FILES_CLAMAV, settings.FILES_CLAMAV_DOWN = "tcp://127.0.0.1:1", "later"
    keep(testing.PDF)
    assert queries.get_visible_file(uuid=first.uuid, viewer=OTHER) == first


@pytest.mark.django_db
def test_the_preview_says_what_one_waits_for(settings: Settings) -> None:
    settings.FILES_CLAMAV, settings.FILES_CLAMAV_DOWN = "tcp://127.0.0.1:1", "later"
    info = keep(testing.PDF, "giay-to.pdf")
    request = RequestFactory().get("/", headers={"HX-Request": "true", "HX-Target": "xem-1"})
    request.actor = OTHER  # type: ignore[attr-defined]  # the middleware sets it
    answer = preview(request, info.uuid)  # type: ignore[arg-type]  # as the address gives it
    assert "giay-to.pdf" in answer.content.decode()
    assert "<img" not in answer.content.decode()


def test_what_the_scanner_cannot_say_is_no_answer() -> None:
    with Peer(most=10) as small:
        scanner = Scanner(small.address, seconds=5)
        with pytest.raises(NoAnswer, match="size limit"):
            scanner.virus_in(io.BytesIO(os.urandom(3_000_000)))
        assert scanner.virus_in(io.BytesIO(b"x")) == ""


@pytest.mark.parametrize("address", ["clamav", "http://127.0.0.1:3310", "tcp://", "unix://"])
def test_an_address_that_names_no_scanner_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="FILES_CLAMAV"):
        Scanner(address, seconds=1)


def test_the_real_daemon_finds_the_same(tmp_path: Path) -> None:
    program = shutil.which("clamd") or "/usr/sbin/clamd"
    daemon = Daemon(tmp_path)
    daemon.start(program)
    try:
        scanner = Scanner(daemon.address, seconds=30)
        assert scanner.virus_in(io.BytesIO(testing.PDF)) == ""
        assert scanner.virus_in(io.BytesIO(INFECTED)).startswith(NAME)
        assert scanner.virus_in(io.BytesIO(os.urandom(5_000_000))) == ""
    finally:
        daemon.stop()
