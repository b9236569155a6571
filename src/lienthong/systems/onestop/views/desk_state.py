"""What the address of the reception desk says: who is served, for whom, which procedure and case."""

from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.acts.extensions import ActorRequest
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.calendars.contracts import TimeLimit
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.organizations.contracts import AgencyInfo, AgencyKind, PartyInfo
from lienthong.kernel.ui.contracts import fold
from lienthong.kernel.ui.words import limit_phrase
from lienthong.systems.onestop import queries, rules
from lienthong.systems.onestop.contracts import CaseSpec, Channel, FeeSpec
from lienthong.systems.onestop.queries import InstalledPackage

# Which level of procedures an office of each kind receives (onestop domain, section 3).
LEVELS = {
    AgencyKind.COMMUNE: "commune",
    AgencyKind.CENTRE: "province",
    AgencyKind.DEPARTMENT: "province",
    AgencyKind.PROVINCE: "province",
}
SHOWN_PROCEDURES = 30
# An address must not let anybody walk through the register of people by counting.
_signer = signing.Signer(salt="onestop.party")


def party_token(party_id: int) -> str:
    """Return how a person is named in an address."""
    return _signer.sign(str(party_id))


@dataclass(frozen=True)
class Appointment:
    """What the receipt will say, worked out for this moment."""

    limit: str
    starts_at: datetime | None
    due_at: datetime
    fees: tuple[FeeSpec, ...]

    @property
    def total(self) -> int:
        """Return the sum of the fees, in đồng."""
        return sum(fee.amount for fee in self.fees)

    @property
    def limit_words(self) -> str:
        """Return the time limit as people say it."""
        return limit_phrase(self.limit)


@dataclass(frozen=True)
class Desk:
    """The state of the page, read from its address."""

    office: AgencyInfo
    submitter: PartyInfo | None
    for_another: bool
    owner: PartyInfo | None
    packages: tuple[InstalledPackage, ...]
    package: InstalledPackage | None
    case: CaseSpec | None

    @property
    def seeking(self) -> str:
        """Return the parameter that the next person chosen fills, empty when all are known."""
        if self.submitter is None:
            return "nguoi"
        return "chu" if self.owner is None else ""

    @property
    def ready(self) -> bool:
        """Tell whether papers and answers can be taken."""
        return bool(self.submitter and self.owner and self.package and self.case)


def read_desk(request: ActorRequest) -> Desk:
    """Return what the address says; what it names wrongly is as if it were not there."""
    asked = request.GET
    office = organizations.get_agency(agency_id=request.actor.agency_id or 0)
    people = _people(asked.get("nguoi", ""), asked.get("chu", ""))
    queries.note_people(people, purpose=queries.SERVED, viewer=request.actor)
    submitter, owner = people
    for_another = asked.get("thay") == "1" or owner is not None
    packages = receivable(office)
    package = next((each for each in packages if each.spec.code == asked.get("thutuc", "")), None)
    return Desk(
        office=office,
        submitter=submitter,
        for_another=for_another,
        owner=owner if for_another else submitter,
        packages=packages,
        package=package,
        case=_case(package, asked.get("truonghop", "")),
    )


def receivable(office: AgencyInfo) -> tuple[InstalledPackage, ...]:
    """Return the procedures an office may receive by its level, without those that others offer (R-6)."""
    level, elsewhere = LEVELS.get(office.kind, ""), queries.offered_elsewhere(agency_id=office.id)
    return tuple(
        each for each in queries.list_packages() if level in each.spec.levels and each.spec.code not in elsewhere
    )


def find_procedures(packages: tuple[InstalledPackage, ...], text: str) -> tuple[InstalledPackage, ...]:
    """Return the procedures whose code begins with the text or whose title has all its words, at most thirty."""
    words = fold(text).split()
    found = (
        each
        for each in packages
        if each.spec.code.startswith(text.strip()) or all(word in fold(each.spec.title) for word in words)
    )
    return tuple(found)[:SHOWN_PROCEDURES]


def appointment(desk: Desk, *, now: datetime) -> Appointment | None:
    """Return the due date and the fee as they would be if the dossier were accepted now."""
    if desk.case is None:
        return None
    limit = rules.limit_for(desk.case, Channel.COUNTER)
    calendar_id = desk.office.calendar_id or 0
    begins = calendars.next_working_moment(calendar_id=calendar_id, at=now)
    return Appointment(
        limit=limit,
        starts_at=begins if begins > now else None,
        due_at=calendars.add_limit(calendar_id=calendar_id, start=now, limit=TimeLimit.parse(limit)),
        fees=tuple(fee for fee in rules.fees_due(desk.case, Channel.COUNTER) if fee.collect == "on_reception"),
    )


def require_agency(actor: Actor) -> int:
    """Return the agency at whose counter the actor sits.

    :raises NotFound: the actor holds no place in an agency, so there is no counter
    """
    if actor.agency_id is None:
        raise NotFound(_("There is no counter here."))
    return actor.agency_id


def _people(submitter: str, owner: str) -> tuple[PartyInfo | None, PartyInfo | None]:
    ids = (_party_id(submitter), _party_id(owner))
    wanted = {each for each in ids if each}
    try:
        found = organizations.get_parties(party_ids=wanted) if wanted else {}
    except NotFound:
        found = {}
    return found.get(ids[0]), found.get(ids[1])


def _party_id(token: str) -> int:
    try:
        return int(_signer.unsign(token)) if token else 0
    except (signing.BadSignature, ValueError):
        return 0


def _case(package: InstalledPackage | None, code: str) -> CaseSpec | None:
    if package is None:
        return None
    cases = package.spec.cases
    if len(cases) == 1:
        return cases[0]
    return next((each for each in cases if each.code == code), None)
