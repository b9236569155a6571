"""Ask the virus scanner, where one is configured, and write down what it found."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Thread

import structlog
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.audit import services as audit
from lienthong.kernel.events import services as events

from .. import blobs
from ..contracts import InfectedFile, ScannerUnavailable, ScanState
from ..events import InfectedFileFound
from ..models import Content, StoredFile
from ..providers.clamd import NoAnswer, Scanner

LATER = "later"
_AT_ONCE = 200

log = structlog.get_logger("lienthong.files")


def scan_content(*, path: Path, sha256: str, name: str, actor: Actor, now: datetime) -> ScanState:
    """Return what the scanner says of a content that is coming in.

    :raises InfectedFile: it found a virus, now or in the same content before
    :raises ScannerUnavailable: it does not answer and FILES_CLAMAV_DOWN is not "later"
    """
    if not settings.FILES_CLAMAV:
        return ScanState.UNSCANNED
    known = Content.objects.filter(sha256=sha256, scan=ScanState.INFECTED).first()
    try:
        with path.open("rb") as content:
            virus = known.virus if known else _scanner().virus_in(content)
    except NoAnswer as failure:
        log.warning("files.scanner_down", said=str(failure))
        if settings.FILES_CLAMAV_DOWN == LATER:
            return ScanState.WAITING
        message = _("Files cannot be checked for viruses just now. Try again in a few minutes; nothing else is lost.")
        raise ScannerUnavailable(message) from failure
    if virus:
        _write_apart(sha256=sha256, name=name, virus=virus, actor=actor, now=now)
        raise infected(name, virus)
    return ScanState.CLEAN


def note_scan(*, sha256: str, scan: ScanState, now: datetime) -> None:
    """Write down the state in which a content was taken in; what was found before stays."""
    if scan is not ScanState.UNSCANNED:
        at = now if scan is ScanState.CLEAN else None
        Content.objects.get_or_create(sha256=sha256, defaults={"scan": scan, "scanned_at": at})
        unknown = Content.objects.filter(sha256=sha256, scan__in=[ScanState.UNSCANNED, ScanState.WAITING])
        if scan is ScanState.CLEAN:
            unknown.update(scan=scan, scanned_at=at)
        else:
            unknown.filter(scan=ScanState.UNSCANNED).update(scan=scan)


def scan_waiting(*, now: datetime) -> int:
    """Look at what was taken in while the scanner was silent; return how many contents were looked at.

    It stops at the first that the scanner does not answer for: the next round begins there.
    """
    if not settings.FILES_CLAMAV:
        return 0
    scanner = _scanner()
    looked_at = 0
    for sha256 in Content.objects.filter(scan=ScanState.WAITING).values_list("pk", flat=True)[:_AT_ONCE]:
        try:
            with blobs.current_store().open(sha256) as content:
                virus = scanner.virus_in(content)
        except FileNotFoundError:
            log.critical("files.content_missing", sha256=sha256)
            continue
        except NoAnswer as failure:
            log.warning("files.scanner_down", said=str(failure))
            break
        _decide(sha256=sha256, virus=virus, now=now)
        looked_at += 1
    return looked_at


def infected(name: str, virus: str) -> InfectedFile:
    """Return the refusal of an infected content."""
    message = _(
        "“%(name)s” has a virus (%(virus)s) and was not kept. Clean the machine it comes from, then send it again."
    )
    return InfectedFile(message % {"name": name, "virus": virus}, name=name, virus=virus)


def _decide(*, sha256: str, virus: str, now: datetime) -> None:
    """Open a content for all, or close it for good; those who sent it find why in the history of the file."""
    with transaction.atomic():
        waiting = Content.objects.select_for_update().filter(sha256=sha256, scan=ScanState.WAITING)
        if not waiting.exists():
            return
        state = ScanState.INFECTED if virus else ScanState.CLEAN
        Content.objects.filter(sha256=sha256).update(scan=state, virus=virus, scanned_at=now)
        for file in StoredFile.objects.filter(sha256=sha256) if virus else ():
            _record(
                key=str(file.uuid), sha256=sha256, name=file.name, virus=virus, refused=False, actor=PROGRAM, now=now
            )


def _write_apart(*, sha256: str, name: str, virus: str, actor: Actor, now: datetime) -> None:
    """Write the find down so that it stays when the refusal takes back what the request did."""

    def write() -> None:
        with transaction.atomic():
            found = {"scan": ScanState.INFECTED, "virus": virus, "scanned_at": now}
            Content.objects.update_or_create(sha256=sha256, defaults=found)
            _record(key=sha256, sha256=sha256, name=name, virus=virus, refused=True, actor=actor, now=now)

    if not connection.in_atomic_block:
        write()
        return
    apart = Thread(target=_with_own_connection, args=[write])
    apart.start()
    apart.join()


def _with_own_connection(write: Callable[[], None]) -> None:
    """Write on a connection of this thread; what the waiting request has locked is not waited for."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        write()
    except OperationalError:
        log.exception("files.infected_unwritten")
    finally:
        connection.close()


def _record(*, key: str, sha256: str, name: str, virus: str, refused: bool, actor: Actor, now: datetime) -> None:
    log.error("files.infected", sha256=sha256, virus=virus, refused=refused, sender=actor.user_id)
    audit.record(
        subject_type="files.file",
        subject_key=key,
        act="files.infected",
        actor=actor,
        now=now,
        note=virus,
        data={"name": name, "sha256": sha256, "refused": refused},
    )
    found = InfectedFileFound(sha256=sha256, name=name, virus=virus, refused=refused, at=now)
    events.publish(event=found, subject=f"file/{sha256}", actor_name=actor.name, now=now)


def _scanner() -> Scanner:
    return Scanner(settings.FILES_CLAMAV, seconds=settings.FILES_CLAMAV_SECONDS)


PROGRAM = Actor.system("files")
