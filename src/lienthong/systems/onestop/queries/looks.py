"""Whose personal data is shown at the one-stop shop, and what for: noted here, written down by audit.

Not noted is what names somebody and shows nothing else of them: the lists of dossiers, of work, of slips and of results
on the pages, the hits of the search. The same lists as files or over REST leave the program, so they are noted.
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.audit.extensions import purpose
from lienthong.kernel.audit.services import note_reads
from lienthong.kernel.organizations.contracts import PartyInfo
from lienthong.systems.onestop.models import Dossier, Filing, IntakeSlip

from .rows import DossierRow

READ = purpose("onestop.dossier.read", _("Opened the dossier to work on it"))
REVEAL = purpose("onestop.dossier.reveal", _("Looked at the whole personal number"))
EXPORT = purpose("onestop.dossier.export", _("Took a list along as a file"))
LISTED = purpose("onestop.dossier.list", _("Read a list over the interface for other systems"))
FILING = purpose("onestop.filing.read", _("Opened a filing over the network"))
SLIP = purpose("onestop.slip.read", _("Opened a slip given at the counter"))
SOUGHT = purpose("onestop.counter.seek", _("Searched for an applicant at the counter"))
SERVED = purpose("onestop.counter.serve", _("Served the applicant at the counter"))
FILLED = purpose("onestop.form.fill", _("Filled in a form from what is known"))


def note_record(record: Dossier | Filing | IntakeSlip, *, purpose: str, viewer: Actor) -> None:
    """Note that a viewer is shown a dossier, filing or slip whole; its owner must be loaded, and looks at nobody."""
    if viewer.user_id is None or viewer.user_id != record.owner.user_id:
        people = (record.owner_id, record.submitter_id)
        note_reads(people=people, record=record.number, purpose=purpose, viewer=viewer)


def note_people(people: Iterable[PartyInfo | None], *, purpose: str, viewer: Actor) -> None:
    """Note that a viewer is shown what the register knows of people."""
    note_reads(people=(each.id for each in people if each is not None), record="", purpose=purpose, viewer=viewer)


def owners_of(rows: Iterable[DossierRow]) -> Iterable[tuple[int, str]]:
    """Return the owners of some lines of a list, each with the code of the dossier."""
    return ((row.owner_id, row.number) for row in rows)


def owners_by_number(numbers: Iterable[str]) -> Iterable[tuple[int, str]]:
    """Return the owners of some dossiers, each with the code of the dossier. One statement."""
    return Dossier.objects.filter(number__in=set(numbers)).values_list("owner_id", "number")
