"""Whose personal data is shown at the one-stop shop, and what for: noted here, written down by audit.

Not noted is what names somebody and shows nothing else of them: the lists of dossiers, of work, of slips and of results
on the pages, the hits of the search. The same lists as files or over REST leave the program, so they are noted.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.audit.extensions import purpose
from lienthong.kernel.audit.services import note_reads
from lienthong.kernel.organizations.contracts import PartyInfo
from lienthong.systems.onestop.contracts import FILING_TYPE, HAND_OVER_TYPE, SUBJECT_TYPE, WITHDRAWAL_TYPE
from lienthong.systems.onestop.models import Dossier, Filing, HandOver, IntakeSlip

from .rows import DossierRow

READ = purpose("onestop.dossier.read", _("Opened the dossier to work on it"))
REVEAL = purpose("onestop.dossier.reveal", _("Looked at the whole personal number"))
CONSULTED = purpose("onestop.consultation.read", _("Opened what was shown with a question"))
EXPORT = purpose("onestop.dossier.export", _("Took a list along as a file"))
LISTED = purpose("onestop.dossier.list", _("Read a list over the interface for other systems"))
FILING = purpose("onestop.filing.read", _("Opened a filing over the network"))
SLIP = purpose("onestop.slip.read", _("Opened a slip given at the counter"))
SOUGHT = purpose("onestop.counter.seek", _("Searched for an applicant at the counter"))
SERVED = purpose("onestop.counter.serve", _("Served the applicant at the counter"))
# Where the inbox names the owner, by type of the subject.
_OWNERS: dict[str, tuple[Any, str]] = {
    SUBJECT_TYPE: (Dossier, "owner_id"),
    FILING_TYPE: (Filing, "owner_id"),
    HAND_OVER_TYPE: (HandOver, "dossier__owner_id"),
    WITHDRAWAL_TYPE: (Dossier, "owner_id"),
}
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


def owners_of_work(items: Iterable[tuple[str, str]]) -> Iterable[tuple[int, str]]:
    """Return the owners whom some lines of the inbox name, each with the code of its record.

    One statement a kind of subject.

    :param items: type and key of the subject of each line
    """
    keys: dict[str, set[str]] = defaultdict(set)
    for subject_type, subject_key in items:
        keys[subject_type].add(subject_key)
    for subject_type, (model, owner) in _OWNERS.items():
        if found := keys.get(subject_type):
            yield from model.objects.filter(number__in=found).values_list(owner, "number")
