"""Files that were sent with a form that still has something to correct.

A file is stored as soon as it comes; what the page keeps is a signed note of it, bound to the officer who sent it,
so that the next attempt neither asks for the file again nor lets somebody name a file of another.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from lienthong.kernel.acts import services as acts
from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.files import queries as files
from lienthong.kernel.files import services as stored

SALT = "onestop.kept-file"
DAY_SECONDS = 24 * 3600


@dataclass(frozen=True)
class KeptFile:
    """A stored file that waits for its form; `token` goes into a hidden field."""

    id: int
    name: str
    size: int
    token: str


def keep_file(*, upload: "UploadedFile[bytes]", place: str, form_key: str, actor: Actor, now: datetime) -> KeptFile:
    """Store a file and return the note of it; the same file sent twice with the same form is stored once.

    :param place: what the file stands for on the form, such as the code of a paper
    :param form_key: the idempotency key of the form
    :raises DomainError: too large, empty, or not of an accepted kind; the message is for people
    """
    name = upload.name or ""
    seen = hashlib.sha256(f"{form_key}|{place}|{name}".encode())
    for chunk in upload.chunks() if form_key and upload.size else ():
        seen.update(chunk)
    upload.seek(0)
    file_id, _is_new = acts.run_once(
        key=seen.hexdigest() if form_key else "",
        purpose=SALT,
        inputs={"name": name, "size": upload.size},
        actor=actor,
        now=now,
        create=lambda: str(stored.store(stream=upload, name=name, actor=actor, now=now).id),  # type: ignore[arg-type]  # an upload reads like a stream
    )
    info = files.get_file(file_id=int(file_id))
    return _note(info.id, info.name, info.size, actor)


def keep_again(*, file_id: int, name: str, size: int, actor: Actor) -> KeptFile:
    """Return the note of a file that a record the officer may see holds already."""
    return _note(file_id, name, size, actor)


def read_kept(token: str, *, actor: Actor) -> KeptFile | None:
    """Return the file a signed note speaks of; none when it was changed, is a day old, or is another officer's."""
    try:
        file_id, name, size, user_id = signing.loads(token, salt=SALT, max_age=DAY_SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    return KeptFile(id=file_id, name=name, size=size, token=token) if user_id == actor.user_id else None


def _note(file_id: int, name: str, size: int, actor: Actor) -> KeptFile:
    token = signing.dumps([file_id, name, size, actor.user_id], salt=SALT, compress=True)
    return KeptFile(id=file_id, name=name, size=size, token=token)
