"""The clocks of open dossiers, for calendars that change."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Collate
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.calendars.contracts import ClockTerms, Explanation, Extension, HeldClock, Pause, TimeLimit
from lienthong.kernel.organizations.queries import lies_below
from lienthong.systems.onestop.models import Dossier
from lienthong.systems.onestop.policy import DOSSIERS
from lienthong.systems.onestop.rules import merged

from .packages import package_of


def list_held_clocks(
    *, calendar_ids: frozenset[int], since: datetime, until: datetime | None, after: int, limit: int
) -> Sequence[HeldClock]:
    """Return the clocks of dossiers that have not ended, by ascending key. Four statements."""
    started = Q() if until is None else Q(accepted_at__lte=until)
    rows = Dossier.objects.filter(
        started, ended_at__isnull=True, calendar_id__in=calendar_ids, due_at__gte=since, pk__gt=after
    )
    found = rows.select_related("extension").prefetch_related("supplements", "consultations").order_by("pk")[:limit]
    return [
        HeldClock(
            key=row.pk,
            title=f"{row.number}: {row.title}",
            url=f"/ho-so/{row.number}/",
            calendar_id=row.calendar_id,
            due_at=row.due_at,
            terms=terms_of(row),
        )
        for row in found
    ]


def open_numbers_below(*, path: str) -> tuple[str, ...]:
    """Return the numbers of the open dossiers that an agency, or one below it, received or decides. One statement."""
    here = lies_below("reception", path) | lies_below("competent", path)
    return tuple(Dossier.objects.filter(here, ended_at__isnull=True).order_by("pk").values_list("number", flat=True))


def numbers_after(*, after: str, limit: int) -> tuple[str, ...]:
    """Return the next numbers of dossiers behind one, in the order of their letters. One statement."""
    ordered = Dossier.objects.annotate(letters=Collate("number", "C")).order_by("letters")
    return tuple(ordered.filter(letters__gt=after).values_list("number", flat=True)[:limit])


def why_due(*, number: str, viewer: Actor) -> Explanation:
    """Return the days that led to the due date of a dossier, one by one, by the calendar as it is now.

    :raises NotFound: no such dossier within the viewer's sight
    """
    rows = Dossier.objects.select_related("extension").prefetch_related("supplements", "consultations")
    row = DOSSIERS.visible(rows, viewer).filter(number=number).first()
    if row is None:
        raise NotFound(_("There is no such dossier, or you may not see it."), number=number)
    return calendars.explain_due(calendar_id=row.calendar_id, terms=terms_of(row))


def terms_of(dossier: Dossier) -> ClockTerms:
    """Return what decides the due date of a dossier: its limit, its supplements as pauses, its new appointment."""
    usual = package_of(dossier).spec.on_supplement == "restart"
    pauses = tuple(
        Pause(
            each.requested_at,
            each.answered_at,
            each.reason,
            each.legal_basis,
            each.requested_by_name,
            usual if each.restarts is None else each.restarts,
        )
        for each in dossier.supplements.all()
    )
    asked = merged((each.asked_at, each.closed_at) for each in dossier.consultations.all() if each.pauses)
    others = (Pause(start, end, _("Opinion of another agency")) for start, end in asked)
    pauses = tuple(sorted((*pauses, *others), key=lambda pause: pause.start))
    given = getattr(dossier, "extension", None)
    extensions = (
        ()
        if given is None
        else (Extension(given.decided_at, given.reason, until=given.due_after, by=given.decided_by_name),)
    )
    return ClockTerms(
        start=dossier.accepted_at, limit=TimeLimit.parse(dossier.limit), pauses=pauses, extensions=extensions
    )
