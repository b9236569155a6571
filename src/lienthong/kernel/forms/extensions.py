"""Where others plug in: sources that answer questions before people do, and the store of attachments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise

from lienthong.kernel.acts.contracts import Actor

from .contracts import KeptFile, Sourced


@dataclass(frozen=True)
class Subject:
    """Whom a form is about, as the page that shows it knows them: kind (`party`) and key (number or uuid)."""

    kind: str
    key: str


Read = Callable[[Subject, Actor, datetime], Mapping[str, Sourced]]


Knows = Mapping[str, str | Promise]


@dataclass(frozen=True)
class PrefillSource:
    """A register that can answer: what it knows, in words for designers, and how it is read.

    `verified` says that its data replace papers; only then may a field spare an attachment, and what it said cannot
    be typed over. `knows` may be a function, asked when a designer looks. `read` minds the rights of the actor: about
    whom the actor may not ask, it knows nothing. It is None where the system that shows the form answers by itself.
    A form that names `code.*` asks for what the source knows under the name of the field.
    """

    code: str
    label: str | Promise
    knows: Knows | Callable[[], Knows]
    verified: bool
    read: Read | None = None

    def offers(self) -> Knows:
        """Return what it knows, by code, in words."""
        return self.knows() if callable(self.knows) else self.knows


class AttachmentStore(Protocol):
    """Keeps what people attach and names it again."""

    def keep(self, upload: UploadedFile[bytes], *, actor: Actor, now: datetime) -> KeptFile:
        """Store an upload.

        :raises DomainError: too large, empty, or of a kind that is not accepted
        """

    def find(self, ids: frozenset[str], *, actor: Actor) -> Mapping[str, KeptFile]:
        """Return those of the files that this actor sent, by id."""


_sources: dict[str, PrefillSource] = {}
_stores: list[AttachmentStore] = []


def prefill_source(source: PrefillSource) -> None:
    """Offer a source to designers and to forms; a second call with the same code replaces the first."""
    _sources[source.code] = source


def prefill_sources() -> Mapping[str, PrefillSource]:
    """Return the sources offered, by code."""
    return dict(_sources)


def attachment_store(store: AttachmentStore) -> None:
    """Say where attachments are kept; the last one said is used."""
    _stores[:] = [store]


def find_store() -> AttachmentStore | None:
    """Return where attachments are kept, None in a program without files."""
    return _stores[0] if _stores else None
