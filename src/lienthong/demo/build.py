"""Building the province, whole or not at all."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from lienthong.kernel.calendars.contracts import local_day
from lienthong.kernel.numbering.services import dossier_code, official_number

from .applicants import register_applicants
from .archive import write_ended
from .catalogue import JOURNEYS, fill_catalogue
from .certificates import give_certificates
from .chance import Chance
from .desk import Desk, Open, plan_finished, plan_open
from .fees import open_accounts, wanted_demand, write_demands
from .models import DemoBuild
from .officers import fill_posts
from .organisation import TWO_TIERS, Land, found_province, table
from .queues import keep_desks
from .registers import Registers, Wanted, dossier_book, result_book
from .rhythm import year_of
from .rows import Ended
from .samples import Samples, make_samples
from .story import Filing, Story, Teller

Say = Callable[[str, int], None]
# The lock under which a province is built; the number is only its name.
_LOCK = 7_301_968

# The program began within a year: its registers go on from what stands in the paper books of that year.
GIVEN_ON_PAPER = 2000


@dataclass(frozen=True)
class Size:
    """How much is built: dossiers in all, those on desks and those waiting at the counter by procedure, applicants."""

    dossiers: int
    open: dict[str, int]
    finished: dict[str, int]
    applicants: int


SIZES = {
    "full": Size(
        3000, {"2.000635": 30, "1.008891": 40, "1.004088": 26}, {"2.000635": 10, "1.008891": 8, "1.004088": 6}, 300
    ),
    "small": Size(
        150, {"2.000635": 9, "1.008891": 9, "1.004088": 7}, {"2.000635": 2, "1.008891": 1, "1.004088": 1}, 90
    ),
}


class DemoRefused(Exception):
    """The demonstration may not be built here; the text says why."""


def built() -> DemoBuild | None:
    """Return the build that stands in this database, if any."""
    return DemoBuild.objects.first()


def build_demonstration(*, seed: int, size: str, now: datetime, at: datetime, say: Say) -> DemoBuild:
    """Build the province in one transaction, or return the one that stands.

    :param now: the moment as of which the province is invented
    :param at: the real moment, kept with the build
    :param say: called with the stage and how much of it is done
    :raises DemoRefused: this is no demonstration, or there are dossiers that are not invented
    """
    if not getattr(settings, "DEMO", False):
        raise DemoRefused("Tỉnh minh hoạ chỉ dựng được khi DEMO = True trong cấu hình.")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        if (standing := built()) is not None:
            return standing
        if table("onestop.Dossier").objects.exists() or table("organizations.Agency").objects.exists():
            raise DemoRefused("Cơ sở dữ liệu đã có dữ liệu không do tỉnh minh hoạ tạo ra; không dựng đè lên.")
        _build(Chance(str(seed)), SIZES[size], now, say)
        count = table("onestop.Dossier").objects.count()
        return DemoBuild.objects.create(seed=seed, size=size, moment=now, built_at=at, dossiers=count, digest=digest())


def _build(chance: Chance, size: Size, now: datetime, say: Say) -> None:
    begin = now - timedelta(days=366)
    land = found_province()
    say("Cơ quan", 1)
    staff = fill_posts(land=land, chance=chance.branch("officers"), at=local_day(now))
    give_certificates(land=land, staff=staff, begin=begin, now=now)
    open_accounts(land=land, now=begin)
    say("Cán bộ", 1)
    fill_catalogue(now=begin)
    say("Thủ tục", 1)
    people = register_applicants(land=land, chance=chance.branch("people"), count=size.applicants, now=begin)
    say("Người nộp hồ sơ", 1)
    teller = Teller(land=land, staff=staff, applicants=people, now=now)
    samples = make_samples(packages=[package for package, _id in teller.packages.values()], now=begin)
    desks = _plan_desks(teller, size, chance.branch("desks"))
    stories = _tell_stories(teller, size.dossiers - len(desks), chance.branch("stories"), first=len(desks))
    filings = [*(plan.filing for plan in desks), *(story.filing for story in stories)]
    codes = Registers(
        Wanted(each.order, dossier_book(each.reception_id, each.accepted_at), each.accepted_at) for each in filings
    )
    results = Registers(_signings(teller, desks, stories), on_paper={year_of(begin): GIVEN_ON_PAPER})
    demands = Registers(wanted_demand(story.filing) for story in stories if story.filing.fees)
    ended = [_ended(teller, story, codes, results, samples) for story in stories]
    write_ended(ended=ended, rhythm=teller.rhythm, progress=lambda more: say("Hồ sơ đã xong", more))
    write_demands(ended=ended, numbers=demands)
    desk = Desk(teller=teller, samples=samples, codes=codes, results=results)
    for plan in sorted(desks, key=lambda each: (each.filing.accepted_at, each.filing.order)):
        number = desk.bring(plan)
        if number != _code(land, plan.filing, codes):
            raise RuntimeError(f"{number} is out of the order of its book")
        say("Hồ sơ đang giải quyết", 1)
    keep_desks(teller=teller, chance=chance.branch("queues"), say=say)
    for book in (codes, results, demands):
        book.close()


def _plan_desks(teller: Teller, size: Size, chance: Chance) -> list[Open]:
    planned: list[Open] = []
    for code in JOURNEYS:
        part = chance.branch(f"open/{code}")
        planned += plan_open(teller=teller, code=code, count=size.open[code], first=len(planned), chance=part)
        part = chance.branch(f"finished/{code}")
        planned += plan_finished(teller=teller, code=code, count=size.finished[code], first=len(planned), chance=part)
    return planned


def _tell_stories(teller: Teller, count: int, chance: Chance, *, first: int) -> list[Story]:
    """Tell so many stories of the last twelve months; one that would not have ended yet is told anew, earlier."""
    last = local_day(teller.now)
    teller.rhythm.know(max(TWO_TIERS, last - timedelta(days=365)), last)
    stories: list[Story] = []
    shares = {code: journey.share for code, journey in JOURNEYS.items()}
    while len(stories) < count:
        for at in teller.rhythm.arrivals(count - len(stories), chance):
            if at >= teller.now:
                continue
            own = chance.branch(f"{len(stories)}/{at:%y%m%d%H%M}")
            code = own.weighted(shares)
            filing = teller.filing(order=first + len(stories), code=code, accepted_at=at, chance=own)
            if (story := teller.story(filing, own)) is not None:
                stories.append(story)
    return stories


def _signings(teller: Teller, desks: list[Open], stories: list[Story]) -> Iterator[Wanted]:
    signed = [(plan.filing, plan.signed_at) for plan in desks]
    signed += [(story.filing, story.signing.completed_at if story.signing else None) for story in stories]
    for filing, at in signed:
        if at is not None:
            register = teller.packages[filing.code][0].spec.result.register
            yield Wanted(filing.order, result_book(register, filing.competent_id, at), at)


def _ended(teller: Teller, story: Story, codes: Registers, results: Registers, samples: Samples) -> Ended:
    filing, land = story.filing, teller.land
    package, definition_id = teller.packages[filing.code]
    number = results.numbers.get(filing.order)
    places = (land.centre, *land.departments.values(), *(seat.agency for seat in land.seats))
    return Ended(
        story=story,
        number=_code(land, filing, codes),
        result_number=official_number(number, package.spec.result.symbol) if number else "",
        package=package,
        definition_id=definition_id,
        agencies={place.id: place for place in places},
        calendar_id=land.calendar_id,
        samples=samples,
    )


def _code(land: Land, filing: Filing, codes: Registers) -> str:
    seat = land.seat_of(filing.reception_id)
    code = seat.agency.code if seat else land.centre.code
    return dossier_code(code, local_day(filing.accepted_at), codes.numbers[filing.order])


def digest() -> str:
    """Return what tells two provinces apart: numbers, people, times and states of all dossiers."""
    names = (
        "number",
        "procedure_code",
        "owner__number",
        "state",
        "accepted_at",
        "due_at",
        "ended_at",
        "results__number",
    )
    whole = hashlib.sha256()
    for row in table("onestop.Dossier").objects.order_by("number").values_list(*names):
        whole.update(repr([str(part) for part in row]).encode())
    return whole.hexdigest()
