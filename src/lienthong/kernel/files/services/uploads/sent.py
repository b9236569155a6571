"""Uploads in parts as a form sees them: in the place of the files a browser without scripts sends along."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from lienthong.kernel.acts.contracts import Actor, DomainError

from ... import blobs
from ...contracts import MEDIA_TYPES, Sender, UploadState
from ...models import Upload
from ..refusals import gone
from .find import find_upload
from .finish import finish_upload

# How a field of a form names an upload instead of carrying a file.
MARK = "tus:"
# Where the session of a visitor keeps the secret mark of what it sends.
SESSION_MARK = "uploads"


class SentUpload(UploadedFile):  # type: ignore[type-arg]  # Django's class takes no parameter at run time
    """A finished upload that reads like a file of the request; `store` takes it as it lies."""

    def __init__(self, row: Upload, sender: Sender) -> None:
        """Open the content where it lies now."""
        self.uuid, self.sender = row.uuid, sender
        store = blobs.current_store()
        taken = row.state == UploadState.TAKEN
        content = store.open(row.sha256) if taken else store.open_ready(upload=str(row.pk))
        super().__init__(content, name=row.name, content_type=MEDIA_TYPES[row.kind], size=row.size)


class RefusedPart(UploadedFile):  # type: ignore[type-arg]  # see above
    """Stands for an upload that cannot be taken; reading it says why."""

    def __init__(self, refusal: DomainError, *, name: str) -> None:
        """Keep the refusal; it has a size, so that it is not mistaken for an empty file."""
        super().__init__(None, name=name, size=1)
        self._refusal = refusal

    def read(self, *_args: Any) -> bytes:
        """Refuse.

        :raises DomainError: always
        """
        raise self._refusal


def with_uploads(
    *,
    files: "MultiValueDict[str, UploadedFile[bytes]]",
    named: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    session: str = "",
) -> "MultiValueDict[str, UploadedFile[bytes]]":
    """Add to the files of a request those that came in parts before, and return all.

    :param files: what the request carries, `request.FILES`; it closes what is added when it ends
    :param named: the answers, `request.POST`; one such as `tus:<uuid>` names an upload under the name of its field
    :param session: the mark of the sender's session, where visitors may send
    """
    sender = Sender(user_id=actor.user_id, session=session)
    for name, value in named.items():
        uuid = _uuid(value)
        if uuid is not None and name not in files:
            files[name] = _stand_in(uuid, sender=sender, actor=actor, now=now)
    return files


def _uuid(value: object) -> UUID | None:
    if not isinstance(value, str) or not value.startswith(MARK):
        return None
    try:
        return UUID(value.removeprefix(MARK))
    except ValueError:
        return None


def _stand_in(uuid: UUID, *, sender: Sender, actor: Actor, now: datetime) -> "UploadedFile[bytes]":
    name = "tep"
    try:
        name = find_upload(uuid=uuid, sender=sender, now=now).name
        finish_upload(uuid=uuid, sender=sender, actor=actor, now=now)
        row = find_upload(uuid=uuid, sender=sender, now=now)
        return SentUpload(row, sender) if row.sha256 else RefusedPart(gone(), name=name)
    except FileNotFoundError:
        return RefusedPart(gone(), name=name)
    except DomainError as refusal:
        return RefusedPart(refusal, name=name)
