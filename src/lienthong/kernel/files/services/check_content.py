"""Look at a content that somebody sent before it is taken in: its kind, what could do harm in it, viruses."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import structlog
from django.conf import settings
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor

from .. import rules
from ..contracts import Danger, DangerousFile, ScanState, WrongFileType
from ..providers import pdf_parts
from ..providers.bounded import ProgramFailed
from .scan import scan_content

OFFICE_KINDS = frozenset({"docx", "xlsx", "odt"})
CLEAN_PDF = "clean"

log = structlog.get_logger("lienthong.files")


@dataclass(frozen=True)
class Checked:
    """A content that may be kept: where it lies now (elsewhere when it was made harmless), its kind and digest."""

    path: Path
    kind: str
    sha256: str
    size: int
    scan: ScanState


def check_content(
    *, path: Path, sha256: str, size: int, name: str, allowed: frozenset[str], actor: Actor, now: datetime
) -> Checked:
    """Return a content as it may be kept.

    Where a PDF was made harmless, what is to be kept lies beside `path` under the ending `.harmless`; the caller
    removes it.

    :param path: of a file on this machine
    :param name: harmless already; it stands in the sentences
    :raises WrongFileType: not of an allowed kind, not what its name says, or (`DangerousFile`) made to do harm
    :raises InfectedFile: a virus was found; that is written down
    :raises ScannerUnavailable: the scanner does not answer, and nothing is taken in without it
    """
    with path.open("rb") as content:
        kind = check_kind(content, name=name, allowed=allowed)
        active = _refuse_dangers(content, kind=kind, name=name)
    if active:
        path = _harmless_copy(path, name=name, active=active)
        sha256, size = digest_of(path), path.stat().st_size
    try:
        scan = scan_content(path=path, sha256=sha256, name=name, actor=actor, now=now)
    except BaseException:
        remove_harmless(path)
        raise
    return Checked(path=path, kind=kind, sha256=sha256, size=size, scan=scan)


def remove_harmless(path: Path) -> None:
    """Remove the harmless copy beside a content, if that is what the path names."""
    if path.suffix == ".harmless":
        path.unlink(missing_ok=True)


def check_kind(content: BinaryIO, *, name: str, allowed: frozenset[str]) -> str:
    """Return the kind of a content.

    :raises WrongFileType: not an allowed one, or not what the name says
    """
    head = content.read(rules.HEAD_BYTES)
    kind = rules.kind_by_content(head=head, content=content)
    claimed = rules.kind_by_name(name)
    shown = {"name": name, "claimed": claimed, "kinds": ", ".join(sorted(allowed))}
    if kind in allowed and kind == claimed:
        return kind
    if rules.is_program(head):
        message = _("“%(name)s” is a program, not a document. Send one of: %(kinds)s.") % shown
    elif kind in allowed:
        shown["kind"] = kind
        message = _("“%(name)s” does not match its content, which is %(kind)s. Rename it and send it again.") % shown
    elif claimed in allowed:
        message = (
            _("“%(name)s” is not a real %(claimed)s file. Open it, save it again as %(claimed)s and resend.") % shown
        )
    else:
        message = _("Files such as “%(name)s” are not accepted here. Send one of: %(kinds)s.") % shown
    raise WrongFileType(message, name=name, claimed=claimed, found=kind or rules.guessed_extension(head))


def _refuse_dangers(content: BinaryIO, *, kind: str, name: str) -> list[str]:
    """Return the active parts of a PDF that are to be taken out.

    :raises DangerousFile: the content is refused as it is
    """
    if rules.holds_second_content(kind=kind, content=content):
        raise dangerous(name, Danger.SECOND_CONTENT)
    danger: Danger | None = None
    if kind in OFFICE_KINDS:
        danger = rules.danger_in_archive(content)
    elif kind != "pdf":
        danger = rules.danger_in_image(kind=kind, content=content)
    elif rules.pdf_needs_a_look(content):
        return _active_parts(Path(content.name), name=name)
    if danger is not None:
        raise dangerous(name, danger)
    return []


def _active_parts(path: Path, *, name: str) -> list[str]:
    try:
        found = pdf_parts.active_parts(path)
    except ProgramFailed as failure:
        log.warning("files.pdf_unreadable", said=failure.said, late=failure.late)
        raise dangerous(name, Danger.DAMAGED) from failure
    for danger in (Danger.LOCKED, Danger.DAMAGED):
        if danger.value in found:
            raise dangerous(name, danger)
    if found and settings.FILES_ACTIVE_PDF != CLEAN_PDF:
        raise dangerous(name, Danger.ACTIVE_PDF, parts=", ".join(found))
    return found


def _harmless_copy(path: Path, *, name: str, active: list[str]) -> Path:
    goal = path.with_name(f"{path.name}.harmless")
    try:
        pdf_parts.without_active_parts(path, goal=goal)
        left = pdf_parts.active_parts(goal)
    except ProgramFailed as failure:
        goal.unlink(missing_ok=True)
        raise dangerous(name, Danger.ACTIVE_PDF, parts=", ".join(active)) from failure
    if left:
        goal.unlink(missing_ok=True)
        raise dangerous(name, Danger.ACTIVE_PDF, parts=", ".join(left))
    log.info("files.made_harmless", taken_out=active)
    return goal


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file on this machine, in hexadecimal."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def dangerous(name: str, danger: Danger, *, parts: str = "") -> DangerousFile:
    """Return the refusal of a dangerous content, in words for the sender."""
    words = {
        Danger.PROGRAM_INSIDE: _("“%(name)s” has a program (macro) in it. Save it without macros and send it again."),
        Danger.SECOND_CONTENT: _("“%(name)s” hides a second content. Print it to PDF again and send that."),
        Danger.UNPACKS_TOO_MUCH: _("“%(name)s” unpacks to far more than a document holds. Save it again and resend."),
        Danger.TOO_DEEP: _("“%(name)s” has files packed inside files. Send them one by one."),
        Danger.ENTITIES: _("“%(name)s” has a part that no office program writes. Save it again and resend."),
        Danger.OUTER_LINKS: _("“%(name)s” fetches content from elsewhere when opened. Save it as PDF and send that."),
        Danger.TOO_MANY_PIXELS: _("“%(name)s” has too many pixels to open. Scan it again at 300 dpi."),
        Danger.ACTIVE_PDF: _("“%(name)s” has active parts (%(parts)s). Print it to PDF again and send that."),
        Danger.LOCKED: _("“%(name)s” is locked with a password. Save it without one and send it again."),
        Danger.DAMAGED: _("“%(name)s” is damaged and cannot be opened. Save or scan it again."),
    }
    return DangerousFile(words[danger] % {"name": name, "parts": parts}, name=name, danger=danger.value)
