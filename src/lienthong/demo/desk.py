"""Dossiers on the desks today: brought to where they stand by real acts, so that people can work on them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.processes import queries as processes
from lienthong.kernel.processes.contracts import WorkItemInfo
from lienthong.systems.onestop import services
from lienthong.systems.onestop.contracts import Channel, DossierDraft, PaperDraft, SupplementItem

from .catalogue import JOURNEYS
from .chance import Chance
from .facts import read
from .registers import Registers
from .samples import Samples
from .story import Filing, Teller, note_for

SUBJECT = "onestop.dossier"


class Mood(StrEnum):
    """How a dossier on a desk stands."""

    RUNNING = "running"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    PAUSED = "paused"
    FINISHED = "finished"


# The turns that dossiers of a procedure take; eleven shares no factor with the steps of the three ways.
MOODS = (
    Mood.RUNNING, Mood.DUE_SOON, Mood.RUNNING, Mood.PAUSED, Mood.RUNNING, Mood.DUE_SOON, Mood.OVERDUE,
    Mood.DUE_SOON, Mood.RUNNING, Mood.PAUSED, Mood.RUNNING,
)  # fmt: skip
PLACES = (
    "Nha Trang",
    "Nha Trang",
    "Bắc Nha Trang",
    "Nam Nha Trang",
    "Nha Trang",
    "Tây Nha Trang",
    "Cam Ranh",
    "Phan Rang",
)
USED = {Mood.RUNNING: (0.1, 0.6), Mood.PAUSED: (0.15, 0.5), Mood.DUE_SOON: (0.86, 0.97), Mood.OVERDUE: (1.1, 1.6)}


@dataclass(frozen=True)
class Open:
    """A dossier to be brought to a step: which outcomes, at which moments."""

    filing: Filing
    mood: Mood
    done: tuple[tuple[str, str], ...]
    times: tuple[datetime, ...]
    chance: Chance

    @property
    def signed_at(self) -> datetime | None:
        """Return when its result was signed, if it was."""
        pairs = zip(self.done, self.times, strict=False)
        return next((at for (_step, outcome), at in pairs if outcome == "sign"), None)


def plan_open(*, teller: Teller, code: str, count: int, first: int, chance: Chance) -> list[Open]:
    """Plan dossiers of a procedure that stand at every step of its way."""
    journey, planned = JOURNEYS[code], []
    for order in range(count):
        own = chance.branch(str(order))
        way = journey.returned if order % 9 == 8 else journey.straight
        mood = MOODS[order % len(MOODS)]
        steps = order % len(way)
        if mood is Mood.PAUSED:  # a supplement is asked for while the dossier is appraised, not later
            steps = [key for key, _outcome in way].index(journey.appraisal)
        place = PLACES[order % len(PLACES)]
        planned.append(_plan(teller, first + order, code, mood, way[:steps], own, place))
    return planned


def plan_finished(*, teller: Teller, code: str, count: int, first: int, chance: Chance) -> list[Open]:
    """Plan dossiers whose result waits at the counter, really signed and sealed."""
    way = JOURNEYS[code].straight
    return [
        _plan(teller, first + order, code, Mood.FINISHED, way, chance.branch(str(order)), PLACES[order % len(PLACES)])
        for order in range(count)
    ]


def _plan(
    teller: Teller, order: int, code: str, mood: Mood, done: tuple[tuple[str, str], ...], chance: Chance, place: str
) -> Open:
    filing = teller.filing(order=order, code=code, accepted_at=teller.now, chance=chance, place=place)
    accepted_at, spent = _began(teller, filing, mood, chance)
    filing = replace(filing, accepted_at=accepted_at, channel=Channel.COUNTER)
    share = 0.9 if mood is Mood.FINISHED else 0.75
    parts = len(done)
    times = tuple(
        teller.rhythm.add(accepted_at, max(order_of + 1, int(spent * share * (order_of + 1) / max(parts, 1))))
        for order_of in range(parts)
    )
    return Open(filing=filing, mood=mood, done=done, times=times, chance=chance)


def _began(teller: Teller, filing: Filing, mood: Mood, chance: Chance) -> tuple[datetime, int]:
    """Return when it was accepted so that it stands as it should now, and the working minutes since."""
    rhythm, limit = teller.rhythm, filing.case.limits[Channel.COUNTER]
    latest = rhythm.add(teller.now, -1)
    if mood is Mood.FINISHED:
        accepted_at = rhythm.add(latest, -chance.between(3000, 4500))
        return accepted_at, int(rhythm.minutes(accepted_at, rhythm.due(accepted_at, limit)) * chance.share(0.4, 0.95))
    if limit == "same_day":
        return _began_same_day(teller, limit, mood, latest, chance)
    allowed = rhythm.minutes(latest, rhythm.due(latest, limit))
    spent = max(20, int(allowed * chance.share(*USED[mood])))
    return rhythm.add(latest, -spent), spent


def _began_same_day(teller: Teller, limit: str, mood: Mood, latest: datetime, chance: Chance) -> tuple[datetime, int]:
    """Look back for a moment whose due date lies as the mood asks; near the end of a day few moments do."""
    rhythm = teller.rhythm
    spent = chance.between(500, 700) if mood is Mood.OVERDUE else chance.between(20, 220)
    while True:
        accepted_at = rhythm.add(latest, -spent)
        overdue = rhythm.due(accepted_at, limit) <= teller.now
        if overdue is (mood is Mood.OVERDUE) or spent <= 12:
            return accepted_at, spent
        spent += 60 if mood is Mood.OVERDUE else -10


class Desk:
    """Brings planned dossiers to where they stand."""

    def __init__(self, *, teller: Teller, samples: Samples, codes: Registers, results: Registers) -> None:
        """Know officers, sample papers and the numbers to be given."""
        self.teller, self.samples, self.codes, self.results = teller, samples, codes, results

    def bring(self, plan: Open) -> str:
        """Do every act of a plan at its moment and return the dossier's number."""
        number = self._accept(plan)
        for (key, outcome), at in zip(plan.done, plan.times, strict=True):
            item = self._item(number)
            if item.step_key != key:
                raise RuntimeError(f"{number} stands at {item.step_key}, the plan says {key}")
            self._act(plan, number, item, outcome, at)
        if plan.mood is not Mood.FINISHED:
            self._linger(plan, number)
        return number

    def _accept(self, plan: Open) -> str:
        filing = plan.filing
        self.codes.turn_to(filing.order, at=filing.accepted_at)
        draft = DossierDraft(
            package=filing.code,
            case=filing.case.code,
            owner_id=filing.applicant.owner.id,
            submitter_id=filing.applicant.person.id,
            answers=filing.answers,
            papers=tuple(
                PaperDraft(
                    code=paper.code,
                    file_id=self.samples.scan(paper.name, by=filing.officer, now=filing.accepted_at),
                )
                for paper in filing.case.papers
                if paper.required
            ),
            channel=filing.channel,
            fee_paid=plan.chance.happens(0.7),
        )
        return services.accept_dossier(draft=draft, actor=filing.officer, now=filing.accepted_at).number

    def _item(self, number: str) -> WorkItemInfo:
        (item,) = processes.open_items_for(subject_type=SUBJECT, subject_key=number)
        return item

    def _officer(self, plan: Open, item: WorkItemInfo) -> Actor:
        if item.assignee_id is not None:
            return self.teller.staff.by_user[item.assignee_id]
        holders = self.teller.staff.holders(item.agency_id, item.role)
        # The officers whose sign-ins are printed come first: most of the work goes through them.
        return holders[0] if plan.chance.happens(0.6) else plan.chance.one(holders)

    def _act(self, plan: Open, number: str, item: WorkItemInfo, outcome: str, at: datetime) -> None:
        actor = self._officer(plan, item)
        if outcome == "sign":
            self.results.turn_to(plan.filing.order, at=at)
            services.sign_result(number=number, work_item_id=item.id, actor=actor, now=at)
        elif outcome == "issue":
            services.issue_result(number=number, work_item_id=item.id, actor=actor, now=at)
        else:
            note = note_for(plan.filing.code, outcome, plan.chance)
            services.complete_step(number=number, work_item_id=item.id, outcome=outcome, note=note, actor=actor, now=at)

    def _linger(self, plan: Open, number: str) -> None:
        """Let the present step be taken, talked about, or wait for the applicant."""
        item, code = self._item(number), plan.filing.code
        actor, last = self._officer(plan, item), (plan.times[-1] if plan.times else plan.filing.accepted_at)
        at = self.teller.rhythm.working(min(last + timedelta(minutes=5), self.teller.now))
        at = min(at, self.teller.now)
        if plan.mood is Mood.PAUSED:
            reason, paper, content = read("words")["supplements"][code]
            asked = (SupplementItem(paper=paper, content=content),)
            services.request_supplement(number=number, reason=reason, items=asked, actor=actor, now=at)
            if actor.agency_id != plan.filing.officer.agency_id:
                services.pass_on_supplement(number=number, actor=plan.filing.officer, now=at)
            return
        if plan.chance.happens(0.35):
            services.claim_step(number=number, work_item_id=item.id, actor=actor, now=at)
        if plan.chance.happens(0.3):
            text = plan.chance.one(read("words")["opinions"][code])
            services.add_opinion(number=number, text=text, actor=actor, now=at)
