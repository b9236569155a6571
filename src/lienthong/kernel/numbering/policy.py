"""Who may see and look after books: each agency its own, those above all below them."""

from django.db.models import Q

from lienthong.kernel.acts.contracts import Actor, Grant, NotFound, Scope
from lienthong.kernel.acts.extensions import Condition, Policy
from lienthong.kernel.organizations import queries as organizations

from .contracts import SEE
from .models import Book, ReservedBlock


def _is_below(agency_id: int, grant: Grant) -> bool:
    # An empty path begins every path: such a grant must open nothing.
    if not grant.agency_path.strip("/"):
        return False
    try:
        return organizations.get_agency(agency_id=agency_id).path.startswith(grant.agency_path)
    except NotFound:
        return False


def _below(field: str, grant: Grant) -> Q:
    return organizations.lies_below(field, grant.agency_path) if grant.agency_path.strip("/") else Q(pk__in=())


def _of_book(subject: Book, _actor: Actor, grant: Grant) -> bool:
    return _is_below(subject.agency_id, grant)


def _of_block(subject: ReservedBlock, _actor: Actor, grant: Grant) -> bool:
    return _is_below(subject.book.agency_id, grant)


BOOKS: Policy[Book] = Policy(
    see=SEE,
    scopes={
        Scope.AGENCY: Condition(
            matches=lambda subject, _actor, grant: subject.agency_id == grant.agency_id,
            sql=lambda _actor, grant: Q(agency_id=grant.agency_id),
        ),
        Scope.SUBTREE: Condition(matches=_of_book, sql=lambda _actor, grant: _below("agency_id", grant)),
    },
)
BLOCKS: Policy[ReservedBlock] = Policy(
    see=SEE,
    scopes={
        Scope.AGENCY: Condition(
            matches=lambda subject, _actor, grant: subject.book.agency_id == grant.agency_id,
            sql=lambda _actor, grant: Q(book__agency_id=grant.agency_id),
        ),
        Scope.SUBTREE: Condition(matches=_of_block, sql=lambda _actor, grant: _below("book__agency_id", grant)),
    },
)
