"""Lets forms keep attachments among the stored files; forms and files stand side by side and do not know each other."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.files import queries as files
from lienthong.kernel.files import services as stored
from lienthong.kernel.forms.contracts import KeptFile


class StoredAttachments:
    """Attachments of forms as stored files, named by their uuid."""

    def keep(self, upload: "UploadedFile[bytes]", *, actor: Actor, now: datetime) -> KeptFile:
        """Store an upload.

        :raises DomainError: too large, empty, or of a kind that is not accepted
        """
        info = stored.store(stream=upload, name=upload.name or "", actor=actor, now=now)  # type: ignore[arg-type]  # an upload reads like a stream
        return KeptFile(str(info.uuid), info.name, info.size)

    def find(self, ids: frozenset[str], *, actor: Actor) -> Mapping[str, KeptFile]:
        """Return those of the files that this actor sent, by id."""
        uuids = set()
        for text in ids:
            with suppress(ValueError):
                uuids.add(UUID(text))
        found = files.list_sent(uuids=frozenset(uuids), actor=actor)
        return {str(info.uuid): KeptFile(str(info.uuid), info.name, info.size) for info in found}
