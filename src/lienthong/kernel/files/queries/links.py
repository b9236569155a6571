"""The file behind a signed link."""

from datetime import datetime

from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.audit.extensions import purpose
from lienthong.kernel.audit.services import note_reads

from ..contracts import AwaitingScan, InfectedFile, ScanState, StoredFileInfo
from ..models import Content
from .files import get_file

SALT = "files.link"
LONGEST = 1000
FETCHED = purpose("files.link", gettext_lazy("Fetched a file by a link it was given"))


def find_linked(*, token: str, now: datetime) -> StoredFileInfo:
    """Return the file of a signed link that has not run out, and write down who fetches it.

    :raises NotFound: nobody signed this link, or its time is over
    :raises InfectedFile: a virus was found in it since
    :raises AwaitingScan: nobody has looked for viruses in it yet
    """
    try:
        file_id, receiver, record, people, until = signing.loads(token[:LONGEST], salt=SALT)
    except signing.BadSignature:
        raise _gone() from None
    if now.timestamp() >= until:
        raise _gone()
    found = get_file(file_id=file_id)
    require_scanned(file=found)
    note_reads(people=people, record=record, purpose=FETCHED, viewer=Actor.system(receiver))
    return found


def require_scanned(*, file: StoredFileInfo) -> None:
    """Refuse a file that a scanner has yet to look at, or found a virus in. One statement.

    :raises InfectedFile: it has a virus
    :raises AwaitingScan: nobody has looked yet
    """
    scan = Content.objects.filter(sha256=file.sha256).values_list("scan", flat=True).first()
    if scan == ScanState.INFECTED:
        raise InfectedFile(_("A virus was found in “%(name)s”. It cannot be opened.") % {"name": file.name})
    if scan == ScanState.WAITING:
        message = _("“%(name)s” has not been checked for viruses yet. Open it again in a few minutes.")
        raise AwaitingScan(message % {"name": file.name})


def _gone() -> NotFound:
    return NotFound(_("This link leads nowhere, or its time is over."))
