"""What "all that match" means on the lists of the one-stop shop, and what their ticks name."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Invalid, Picked
from lienthong.kernel.acts.extensions import selection
from lienthong.kernel.processes import queries as processes
from lienthong.kernel.processes.contracts import InboxFilters, InboxView
from lienthong.systems.onestop.contracts import SUBJECT_TYPE
from lienthong.systems.onestop.queries.work import whole_work

from .inbox import VIEWS
from .lists import all_rows, filter_form

INBOX, DOSSIERS = "onestop.inbox", "onestop.dossiers"
BATCH = 500
LONGEST_STEP = 18


@selection(INBOX)
def all_of_inbox(viewer: Actor, filters: Mapping[str, str]) -> Iterator[Picked]:
    """Give the steps of a view of the inbox, by due date."""
    view = VIEWS.get(filters.get("xem", ""), InboxView.MINE)
    chosen = InboxFilters(
        system=filters.get("he", ""), step_key=filters.get("buoc", ""), text=filters.get("q", "").strip()
    )
    for item in whole_work(viewer=viewer, view=view, filters=chosen):
        if item.subject_type == SUBJECT_TYPE:
            yield Picked(item.subject_key, {"work_item_id": item.id})


@selection(DOSSIERS)
def all_of_dossiers(viewer: Actor, filters: Mapping[str, str]) -> Iterator[Picked]:
    """Give the open steps of the dossiers that the list shows under its filters.

    :raises Invalid: a filter cannot be read
    """
    form = filter_form(filters, viewer)
    chosen = form.filters()
    if form.errors:
        # A filter that cannot be read narrows nothing: all dossiers are never what was meant.
        raise Invalid(_("The filters of the list have an error; mend it first."))
    return steps_of(row.number for row in all_rows(viewer, chosen, timezone.now()))


def ticked_in_inbox(tickets: Iterable[str]) -> Iterator[Picked]:
    """Give the steps ticked in the inbox; a tick that names nothing becomes a subject that is not found."""
    for ticket in tickets:
        number, _colon, step = ticket.rpartition(":")
        known = step.isascii() and step.isdigit() and len(step) <= LONGEST_STEP
        yield Picked(number, {"work_item_id": int(step) if known else 0})


def steps_of(numbers: Iterable[str]) -> Iterator[Picked]:
    """Give the open steps of dossiers; a dossier without one becomes a step that does not exist."""
    source = iter(numbers)
    while batch := list(islice(source, BATCH)):
        found = processes.open_steps_of(subject_type=SUBJECT_TYPE, subject_keys=[n for n in batch if "\0" not in n])
        for number in batch:
            for step in found.get(number, (0,)):
                yield Picked(number, {"work_item_id": step})
