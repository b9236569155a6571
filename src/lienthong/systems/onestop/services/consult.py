"""Asking other agencies and units for their opinion, several in one act, each with its own time (R-21)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, Invalid, Remember
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.calendars.contracts import TimeLimit
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.organizations.contracts import AgencyInfo, AgencyKind
from lienthong.systems.onestop.contracts import Asked, ConsultationState, PackageSpec
from lienthong.systems.onestop.events import ConsultationAsked
from lienthong.systems.onestop.models import Consultation, Dossier, DossierPaper
from lienthong.systems.onestop.policy import DOSSIERS, decides
from lienthong.systems.onestop.queries import package_of

from .complete_step import WORK, WORKING
from .consultation_clock import stop_clock
from .errands import await_opinion

LONGEST, MOST = 5000, 20


@act(
    "onestop.dossier.consult",
    subject=Dossier,
    policy=DOSSIERS,
    permission=WORK,
    label=gettext_lazy("Ask another agency"),
    states=WORKING,
    related=("package",),
    extra_right=decides,
)
def consult(
    subject: Dossier,
    *,
    question: str,
    asked: Sequence[Asked],
    papers: Sequence[int] = (),
    shows_answers: bool = False,
    actor: Actor,
    now: datetime,
) -> tuple[ConsultationAsked | Remember, ...]:
    """Ask agencies, or units of one's own, for their opinion; it waits in the inbox of each until its own time.

    The dossier's clock goes on unless the law of its field says otherwise. Each sees what it is shown and nothing else.

    :param papers: the papers of the dossier that are shown, by id
    :param shows_answers: the declaration is shown, too
    :raises Invalid: nothing is asked, nobody, too many, an unknown time, or a paper of another dossier or without file
    :raises Conflict: one of them was asked already and has not answered
    """
    question = question.strip()
    if not question or len(question) > LONGEST:
        raise _wrong("question", _("Write what you ask") if not question else _("This is longer than 5,000 characters"))
    places = _places(asked, actor, now)
    shown = _shown(subject, papers)
    rows = subject.consultations.filter(state=ConsultationState.WAITING)
    waiting: set[tuple[int, int | None]] = set(rows.values_list("asked_id", "unit_id"))
    made: list[Consultation] = []
    for each, place in places:
        spot = _spot(place)
        if spot in waiting:
            raise Conflict(_("%(agency)s was asked already and has not answered yet.") % {"agency": place.name})
        waiting.add(spot)
        made.append(_ask(subject, each, place, question, len(made), shows_answers, actor, now))
    for consultation in made:
        consultation.save()
        consultation.shown.set(shown)
        await_opinion(consultation, now=now)
    if made[0].pauses:
        stop_clock(subject, actor=actor, now=now)
    facts = [_fact(each) for each in made]
    return (*facts, Remember({"consultations": [each.number for each in made]}))


def _ask(
    subject: Dossier,
    asked: Asked,
    place: AgencyInfo,
    question: str,
    before: int,
    shows_answers: bool,  # noqa: FBT001  one line of the row that is made
    actor: Actor,
    now: datetime,
) -> Consultation:
    spec: PackageSpec = package_of(subject).spec
    no = subject.consultations.count() + before + 1
    asked_id, unit_id = _spot(place)
    limit = _limit(asked.within or spec.consult_within)
    calendar_id = place.calendar_id or organizations.get_agency(agency_id=asked_id).calendar_id or subject.calendar_id
    return Consultation(
        number=f"{subject.number}.YK{no}",
        dossier=subject,
        no=no,
        state=ConsultationState.WAITING,
        asking_id=actor.agency_id or subject.competent_id,
        asked_id=asked_id,
        unit_id=unit_id,
        question=question,
        shows_answers=shows_answers,
        silence_agrees=spec.when_silent == "agreed",
        pauses=spec.on_consultation == "pause",
        limit=str(asked.within or spec.consult_within),
        asked_at=now,
        asked_by_id=actor.user_id,
        asked_by_name=actor.name,
        due_at=calendars.add_limit(calendar_id=calendar_id, start=now, limit=limit),
    )


def _places(asked: Sequence[Asked], actor: Actor, now: datetime) -> list[tuple[Asked, AgencyInfo]]:
    """Return who is asked.

    :raises Invalid: nobody, too many, twice the same, one's own agency, or one that exists no more
    """
    if not asked:
        raise _wrong("asked", _("Choose who is asked"))
    ids = [each.agency_id for each in asked]
    if len(ids) > MOST or len(set(ids)) < len(ids):
        raise _wrong("asked", _("Ask each agency once, at most 20 together"))
    known = {each.id: each for each in organizations.list_agencies(at=timezone.localdate(now))}
    if any(each not in known for each in ids):
        raise _wrong("asked", _("This agency does not exist any more"))
    if any(_spot(known[each]) == (actor.agency_id, None) for each in ids):
        raise _wrong("asked", _("This is your own agency; ask one of its units"))
    return [(each, known[each.agency_id]) for each in asked]


def _spot(place: AgencyInfo) -> tuple[int, int | None]:
    is_unit = place.kind is AgencyKind.UNIT and place.parent_id is not None
    return (place.parent_id or place.id, place.id) if is_unit else (place.id, None)


def _limit(text: str) -> TimeLimit:
    try:
        return TimeLimit.parse(text)
    except ValueError as error:
        raise _wrong("asked", _("Say in how many working days")) from error


def _shown(subject: Dossier, papers: Sequence[int]) -> list[DossierPaper]:
    rows = list(subject.papers.filter(pk__in=papers, file__isnull=False)) if papers else []
    if len(rows) < len(set(papers)):
        raise _wrong("papers", _("Only scanned papers of this dossier can be shown"))
    return rows


def _fact(each: Consultation) -> ConsultationAsked:
    return ConsultationAsked(
        consultation=each.number,
        number=each.dossier.number,
        asking_id=each.asking_id,
        asked_id=each.asked_id,
        due_at=each.due_at,
        at=each.asked_at,
    )


def _wrong(field: str, message: str) -> Invalid:
    return Invalid(message, errors=(FieldError(field, message),))
