"""What is kept for whoever signed in: the list, one item, and where it was used."""

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lienthong.kernel.acts.extensions import SIGNED_IN, ActorRequest, access
from lienthong.kernel.ui.services import Column, page_asked, pages_beside, send_table
from lienthong.systems.stores import queries
from lienthong.systems.stores.contracts import ItemRow, ItemState

STATES = {
    ItemState.VALID: gettext_lazy("Still valid"),
    ItemState.WAITING: gettext_lazy("Waiting to be digitised"),
    ItemState.EXPIRED: gettext_lazy("Expired"),
    ItemState.REPLACED: gettext_lazy("Replaced"),
    ItemState.REVOKED: gettext_lazy("Revoked"),
}
LOOKS = {
    ItemState.VALID: "done",
    ItemState.WAITING: "wait",
    ItemState.EXPIRED: "stopped",
    ItemState.REPLACED: "stopped",
    ItemState.REVOKED: "late",
}
# What the address calls a state.
VIEWS = {
    "con-gia-tri": ItemState.VALID,
    "cho-so-hoa": ItemState.WAITING,
    "het-han": ItemState.EXPIRED,
    "da-thay-the": ItemState.REPLACED,
    "da-thu-hoi": ItemState.REVOKED,
}
COLUMNS = (
    Column[ItemRow](gettext_lazy("Paper"), lambda row: row.title, 48),
    Column[ItemRow](gettext_lazy("Number"), lambda row: row.number, 20),
    Column[ItemRow](gettext_lazy("Type"), lambda row: row.type_code, 20),
    Column[ItemRow](gettext_lazy("State"), lambda row: str(STATES[row.state]), 20),
    Column[ItemRow](gettext_lazy("Issued"), lambda row: row.issued_on, 14),
    Column[ItemRow](gettext_lazy("Valid until"), lambda row: row.valid_to, 14),
    Column[ItemRow](gettext_lazy("Issuing agency"), lambda row: row.issuer_name, 40),
    Column[ItemRow](gettext_lazy("Dossier"), lambda row: row.dossier, 28),
)


@access(SIGNED_IN)
@require_safe
def show_items(request: ActorRequest) -> HttpResponse:
    """Show the person what is kept for them, by state."""
    now, page, state = timezone.now(), page_asked(request), VIEWS.get(request.GET.get("xem", ""))
    rows, more = queries.own_items(viewer=request.actor, now=now, state=state, page=page)
    counts = queries.count_own(viewer=request.actor, now=now)
    context = {
        "rows": [(row, STATES[row.state], LOOKS[row.state]) for row in rows],
        "views": [(name, STATES[each], counts[each], each is state) for name, each in VIEWS.items() if counts[each]],
        "all": sum(counts.values()),
        "filtered": state is not None,
        **pages_beside(page, more=more),
        "query": request.GET.urlencode(),
    }
    return render(request, "stores/own.html", context)


@access(SIGNED_IN)
@require_safe
def export_items(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Send the person the same list as a file."""
    state = VIEWS.get(request.GET.get("xem", ""))
    rows = queries.stream_own(viewer=request.actor, now=timezone.now(), state=state)
    return send_table(kind=kind, name="kho-giay-to", columns=COLUMNS, rows=rows)


@access(SIGNED_IN)
@require_safe
def show_item(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Show the person one item: what it is, whether it counts, where it was used."""
    item = queries.own_item(uuid=uuid, viewer=request.actor, now=timezone.now())
    context = {"item": item, "row": item.row, "state": STATES[item.row.state], "look": LOOKS[item.row.state]}
    return render(request, "stores/item.html", context)
