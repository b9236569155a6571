"""What the Portal pushed, and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.audit.extensions import purpose
from lienthong.kernel.audit.services import note_reads
from lienthong.kernel.organizations import queries as organizations
from lienthong.systems.national_portal.contracts import MANAGE, ActDetail, ActKind, ActRow, ActState
from lienthong.systems.national_portal.models import PushedAct
from lienthong.systems.national_portal.policy import ACTS

PAGE, BATCH = 40, 500
READ_PUSHED = purpose("national_portal.read_act", gettext_lazy("Looked at what came from the National Portal"))


@dataclass(frozen=True)
class ActFilters:
    """What narrows the list: state, kind, and the beginning of a code, a procedure's, or what it became."""

    state: str = ""
    kind: str = ""
    text: str = ""


def list_acts(*, viewer: Actor, filters: ActFilters, after: int | None = None) -> tuple[tuple[ActRow, ...], int | None]:
    """Return a page of pushed acts, the newest first, and the cursor of the next page. One statement."""
    rows = _filtered(viewer, filters)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows[: PAGE + 1])
    return tuple(map(_row, found[:PAGE])), found[PAGE - 1].pk if len(found) > PAGE else None


def stream_acts(*, viewer: Actor, filters: ActFilters) -> Iterator[ActRow]:
    """Yield all pushed acts of the list, for a file."""
    for row in _filtered(viewer, filters).iterator(chunk_size=BATCH):
        yield _row(row)


def count_acts(*, viewer: Actor) -> dict[ActState, int]:
    """Return how many pushed acts stand how. One statement."""
    rows = ACTS.visible(PushedAct.objects.all(), viewer).values_list("state").annotate(n=Count("pk"))
    found = dict(rows)
    return {state: found.get(state.value, 0) for state in ActState}


def get_act(*, uuid: UUID, viewer: Actor) -> ActDetail:
    """Return one pushed act with what it brought. Four statements.

    :raises NotFound: there is none, or the viewer may not see it
    """
    row = ACTS.visible(PushedAct.objects.all(), viewer).filter(uuid=uuid).first()
    if row is None:
        raise NotFound(_("There is nothing like this from the National Portal, or you may not see it."))
    note_reads(people=_people(row), record=row.portal_code, purpose=READ_PUSHED, viewer=viewer)
    files = row.files.select_related("file").order_by("pk")
    return ActDetail(
        row=_row(row),
        answers=row.body.get("answers", {}),
        note=row.body.get("note", ""),
        attempts=row.attempts,
        files=tuple((each.paper, each.name, str(each.file.uuid) if each.file else "") for each in files),
        settled_by=row.settled_by_name,
        settlement=row.settlement,
        may_decide=ACTS.allows(viewer, MANAGE, row),
    )


def _people(row: PushedAct) -> list[int]:
    """Return those of the act's people whom the register knows by their number. At most two statements."""
    named = (row.body.get(role) or {} for role in ("owner", "submitter"))
    numbers = {each["number"] for each in named if each.get("number")}
    found = (each for number in numbers for each in organizations.find_parties(text=number, limit=1))
    return [each.id for each in found if each.number in numbers]


def _filtered(viewer: Actor, filters: ActFilters) -> "QuerySet[PushedAct]":
    rows = ACTS.visible(PushedAct.objects.defer("body"), viewer)
    exact = {"state": filters.state, "kind": filters.kind}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if typed := filters.text.strip():
        rows = rows.filter(
            Q(portal_code__istartswith=typed) | Q(procedure__startswith=typed) | Q(became__istartswith=typed)
        )
    return rows.order_by("-pk")


def _row(row: PushedAct) -> ActRow:
    return ActRow(
        uuid=row.uuid,
        portal_code=row.portal_code,
        act_id=row.act_id,
        kind=ActKind(row.kind),
        procedure=row.procedure,
        agency=row.agency_code,
        applicant=row.applicant,
        state=ActState(row.state),
        reason=row.reason,
        received_at=row.received_at,
        next_try_at=row.next_try_at,
        done_at=row.done_at,
        became=row.became,
    )
