"""ClamAV goes down for a while and comes back: nothing is taken in unseen for good, and nothing sent is lost."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from lienthong.kernel.acts.contracts import Actor, ActorKind
from lienthong.kernel.files import queries, services, testing
from lienthong.kernel.files.contracts import AwaitingScan, InfectedFile, ScannerUnavailable, StoredFileInfo
from lienthong.kernel.files.testing import everybody_sees
from lienthong.kernel.files.tests.clamd_peer import VIRUS, Peer

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SENDER = Actor(kind=ActorKind.CITIZEN, name="Người gửi", user_id=7)
OFFICER = Actor(kind=ActorKind.OFFICER, name="Cán bộ", user_id=8)


def send(content: bytes) -> StoredFileInfo:
    """Send a file as a citizen does."""
    return services.store_bytes(data=content, name="giay-to.pdf", actor=SENDER, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_the_scanner_dies_and_comes_back(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    with everybody_sees():
        with Peer() as first:
            settings.FILES_CLAMAV = first.address
            before = send(testing.PDF)
        # It is gone: the province that wishes so takes nothing in …
        with pytest.raises(ScannerUnavailable):
            send(testing.PDF + b"1")
        # … another takes it in and looks later.
        settings.FILES_CLAMAV_DOWN = "later"
        meanwhile = [send(testing.PDF + mark) for mark in (b"1", b"2", VIRUS)]
        assert services.scan_waiting(now=NOW) == 0
        for info in meanwhile:
            with pytest.raises(AwaitingScan):
                queries.get_visible_file(uuid=info.uuid, viewer=OFFICER)
        assert queries.get_visible_file(uuid=before.uuid, viewer=OFFICER) == before
        with Peer(port=first.server_address[1]) as second:
            assert services.scan_waiting(now=NOW) == len(meanwhile)
            assert len(second.seen) == len(meanwhile)
            assert [queries.get_visible_file(uuid=info.uuid, viewer=OFFICER) for info in meanwhile[:2]] == meanwhile[:2]
            with pytest.raises(InfectedFile):
                queries.get_visible_file(uuid=meanwhile[2].uuid, viewer=OFFICER)
            with pytest.raises(InfectedFile):
                send(testing.PDF + VIRUS)
