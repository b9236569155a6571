"""Dossiers that ended: invented from chance, in the order in which things would have happened."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.processes import queries as processes
from lienthong.systems.onestop.contracts import CaseSpec, Channel, FeeSpec

from .answers import answers_for
from .applicants import Applicant
from .catalogue import JOURNEYS, definition_of
from .chance import Chance
from .facts import read
from .officers import COUNTER, Staff
from .organisation import STAFFED, Land
from .rhythm import Rhythm

LATE, RETURNED, REFUSED, SUPPLEMENTED = 0.03, 0.04, 0.012, 0.06
CHANNELS = {Channel.COUNTER: 74, Channel.ONLINE: 21, Channel.POST: 5}


@dataclass(frozen=True)
class Stage:
    """One finished step."""

    key: str
    outcome: str
    actor: Actor
    agency_id: int
    opened_at: datetime
    due_at: datetime
    completed_at: datetime
    paused_minutes: int
    used: int
    round: int
    note: str = ""


@dataclass(frozen=True)
class Pause:
    """A supplement that was asked for and came."""

    asked_by: Actor
    at: datetime
    until: datetime
    minutes: int
    due_before: datetime


@dataclass(frozen=True)
class Filing:
    """What is known when a dossier is accepted; the same for ended and open ones."""

    order: int
    code: str
    case: CaseSpec
    applicant: Applicant
    reception_id: int
    competent_id: int
    officer: Actor
    answers: dict[str, Any]
    channel: Channel
    accepted_at: datetime

    @property
    def fees(self) -> tuple[FeeSpec, ...]:
        """Return what is to be paid."""
        return tuple(fee for fee in self.case.fees if self.channel in fee.channels)


@dataclass(frozen=True)
class Story:
    """A dossier that ended, from the counter to the result."""

    filing: Filing
    due_at: datetime
    stages: tuple[Stage, ...]
    pause: Pause | None
    paid_at_once: bool
    returned_at: datetime | None
    opinion: str
    ident: Chance = field(repr=False)

    @property
    def ended_at(self) -> datetime:
        """Return when processing ended."""
        return self.stages[-1].completed_at

    @property
    def signing(self) -> Stage | None:
        """Return the step in which the result was signed; none for a refusal."""
        return next((stage for stage in self.stages if stage.outcome == "sign"), None)


class Teller:
    """Invents filings and stories in one province."""

    def __init__(self, *, land: Land, staff: Staff, applicants: tuple[Applicant, ...], now: datetime) -> None:
        """Know the province as of a moment; nothing invented lies after it."""
        self.land, self.staff, self.applicants, self.now = land, staff, applicants, now
        self.rhythm = Rhythm(land.calendar_id)
        self.packages = {code: definition_of(code) for code in JOURNEYS}
        self.models = {code: processes.get_running(found[1]).model for code, found in self.packages.items()}

    def filing(self, *, order: int, code: str, accepted_at: datetime, chance: Chance, place: str = "") -> Filing:
        """Invent who files what where."""
        package, _definition = self.packages[code]
        applicant = chance.one(self.applicants)
        if code == "1.008891":
            applicant = replace(applicant, owner=applicant.person)
        chosen = chance.weighted({each.code: 1 if spot else 4 for spot, each in enumerate(package.spec.cases)})
        case = package.spec.case(chosen)
        seat = self.land.seat(place or chance.weighted(STAFFED))
        reception_id = self.land.centre.id if JOURNEYS[code].at_centre else seat.agency.id
        return Filing(
            order=order,
            code=code,
            case=case,
            applicant=applicant,
            reception_id=reception_id,
            competent_id=package.competent_id or reception_id,
            officer=chance.one(self.staff.holders(reception_id, COUNTER[0])),
            answers=answers_for(code, case.code, replace(applicant, seat=seat), chance),
            channel=chance.weighted(CHANNELS),
            accepted_at=accepted_at,
        )

    def story(self, filing: Filing, chance: Chance) -> Story | None:
        """Invent what became of a filing; none when it would have ended after now."""
        code, rhythm = filing.code, self.rhythm
        start, due_at = filing.accepted_at, rhythm.due(filing.accepted_at, filing.case.limits[Channel.COUNTER])
        allowed = max(rhythm.minutes(start, due_at), 30)
        factor = chance.share(1.06, 2.1) if chance.happens(LATE) else chance.share(0.3, 0.96)
        way = self._way(code, chance)
        pauses = self.packages[code][0].spec.on_supplement == "pause" and chance.happens(SUPPLEMENTED)
        pause_minutes = chance.between(1, 6) * 480 - chance.between(0, 200) if pauses else 0
        shares = self._shares(code, way, max(int(allowed * factor), 2 * len(way)), chance)
        stages, pause = self._stages(filing, way, shares, pause_minutes, due_at, chance)
        if stages[-1].completed_at >= self.now:
            return None
        return Story(
            filing=filing,
            due_at=rhythm.add(due_at, pause.minutes) if pause else due_at,
            stages=stages,
            pause=pause,
            paid_at_once=chance.happens(0.86),
            returned_at=self._handed_over(stages[-1], allowed, chance),
            opinion=chance.one(read("words")["opinions"][code]) if chance.happens(0.22) else "",
            ident=chance,
        )

    def _way(self, code: str, chance: Chance) -> tuple[tuple[str, str], ...]:
        journey = JOURNEYS[code]
        usual = 1 - RETURNED - REFUSED
        return chance.weighted({journey.straight: usual, journey.returned: RETURNED, journey.refused: REFUSED})

    def _shares(self, code: str, way: tuple[tuple[str, str], ...], total: int, chance: Chance) -> list[int]:
        """Spread working minutes over the steps, by their limits."""
        day = self.rhythm.working(self.now)
        sizes = [
            self.rhythm.minutes(day, self.rhythm.due(day, self.models[code].steps[key].limit)) * chance.share(0.5, 1.5)
            for key, _outcome in way
        ]
        return [max(1, int(total * size / sum(sizes))) for size in sizes]

    def _stages(
        self,
        filing: Filing,
        way: tuple[tuple[str, str], ...],
        shares: list[int],
        pause_minutes: int,
        due_at: datetime,
        chance: Chance,
    ) -> tuple[tuple[Stage, ...], Pause | None]:
        opened, stages, pause, rounds = filing.accepted_at, [], None, dict[str, int]()
        held: dict[str, Actor] = {}
        for (key, outcome), share in zip(way, shares, strict=True):
            step = self.models[filing.code].steps[key]
            agency_id = filing.reception_id if step.place == "reception" else filing.competent_id
            keeper = held.get(key) or held.get(step.same_officer_as)
            actor = held.setdefault(key, keeper or chance.one(self.staff.holders(agency_id, step.role)))
            rounds[key] = rounds.get(key, 0) + 1
            stopped = 0
            if pause_minutes and pause is None and key == JOURNEYS[filing.code].appraisal:
                begin = self.rhythm.add(opened, share // 2)
                stopped = pause_minutes
                pause = Pause(actor, begin, self.rhythm.add(begin, stopped), stopped, due_at)
            done = self.rhythm.add(opened, share + stopped)
            due = self.rhythm.due(opened, step.limit)
            stages.append(
                Stage(
                    key=key,
                    outcome=outcome,
                    actor=actor,
                    agency_id=agency_id,
                    opened_at=opened,
                    due_at=self.rhythm.add(due, stopped) if stopped else due,
                    completed_at=done,
                    paused_minutes=stopped,
                    used=share,
                    round=rounds[key],
                    note=note_for(filing.code, outcome, chance),
                )
            )
            opened = done
        return tuple(stages), pause

    def _handed_over(self, last: Stage, allowed: int, chance: Chance) -> datetime | None:
        if last.outcome == "refuse":
            return None
        wait = chance.between(15, 420) if allowed <= 480 else chance.between(60, 2400)
        at = self.rhythm.working(self.rhythm.add(last.completed_at, wait))
        return at if at < self.now else None


def note_for(code: str, outcome: str, chance: Chance) -> str:
    """Return the words that go with an outcome that needs some."""
    if outcome == "return":
        return str(chance.one(read("words")["returns"]))
    if outcome in {"refuse", "propose-refusal"}:
        return str(read("words")["refusals"][code])
    return ""
