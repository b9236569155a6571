"""By which version of a template a paper is printed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from time import monotonic

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import NotFound
from lienthong.kernel.acts.extensions import Prepared
from lienthong.kernel.files import queries as files

from ..contracts import TemplateKind
from ..extensions import PaperTemplate, find_template
from ..models import TemplateVersion
from ..rules import Published, in_force

# So long a process may go on with the list of versions it knows; the process that publishes asks again at once.
SECONDS_BEFORE_ASKING_AGAIN = 3.0

_ALL = Prepared(
    lambda: TemplateVersion.objects.values_list(
        "id", "design__key", "design__kind", "design__agency_id", "number", "valid_from", "published_at", "digest"
    )
)


@dataclass
class _Memory:
    """The versions as they were read last; their texts never change."""

    versions: Sequence[Published] = ()
    asked_at: float = float("-inf")


_memory = _Memory()


@dataclass(frozen=True)
class WordFile:
    """A Word template that counts: its bytes and what tells its version."""

    data: bytes
    version: str
    number: int


def forget() -> None:
    """Make this process ask the database for versions again; called by the service that publishes one."""
    _memory.asked_at = float("-inf")


def sheet_in_force(*, key: str, at: datetime | None, agency_id: int | None = None) -> PaperTemplate:
    """Return the template by which a paper of an agency is printed at a moment.

    One statement at most, and none while what was read a moment ago holds.

    :param at: without it the template as its system brings it
    :raises UnknownTemplate: no system brings it
    """
    brought = find_template(key)
    chosen = _chosen(key, TemplateKind.TYPST, agency_id, at)
    if chosen is None:
        return brought
    try:
        text = _text_of(chosen.id)
    except TemplateVersion.DoesNotExist:
        # It was published in a transaction that was taken back since.
        forget()
        return sheet_in_force(key=key, at=at, agency_id=agency_id)
    return replace(brought, text=text, version=chosen.digest)


def word_in_force(*, key: str, at: datetime, agency_id: int | None = None) -> WordFile:
    """Return the Word template by which a paper of an agency is filled in at a moment.

    :raises UnknownTemplate: no system brings such a paper
    :raises NotFound: no Word template was published for it
    """
    find_template(key)
    chosen = _chosen(key, TemplateKind.WORD, agency_id, at)
    if chosen is None:
        raise NotFound(_("No Word template was published for this paper."))
    return WordFile(_bytes_of(chosen.id), chosen.digest, chosen.number)


def _chosen(key: str, kind: TemplateKind, agency_id: int | None, at: datetime | None) -> Published | None:
    if at is None:
        return None
    return in_force(_versions(), key=key, kind=kind, agency_id=agency_id, at=at)


def _versions() -> Sequence[Published]:
    if monotonic() - _memory.asked_at > SECONDS_BEFORE_ASKING_AGAIN:
        found = ((*row[:2], TemplateKind(row[2]), *row[3:]) for row in _ALL.tuples())
        _memory.versions = tuple(Published(*row) for row in found)
        _memory.asked_at = monotonic()
    return _memory.versions


@lru_cache(maxsize=64)
def _text_of(version_id: int) -> str:
    return TemplateVersion.objects.values_list("source", flat=True).get(pk=version_id)


@lru_cache(maxsize=16)
def _bytes_of(version_id: int) -> bytes:
    file_id = TemplateVersion.objects.values_list("file_id", flat=True).get(pk=version_id)
    with files.open_file(file_id=file_id or 0) as file:
        return file.read()
