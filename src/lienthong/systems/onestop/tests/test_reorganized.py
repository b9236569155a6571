"""After a merger the work goes on at the successor: inbox, list, search, numbers, due dates, connected systems."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.db.models import BigIntegerField, ForeignKey

from lienthong.kernel.accounts.queries import officer
from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.acts.extensions import find_act
from lienthong.kernel.audit.queries import list_history
from lienthong.kernel.events.testing import deliver_everything
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.organizations import services as found
from lienthong.kernel.organizations.contracts import AgencyKind, PlanLine
from lienthong.kernel.organizations.contracts import ReorganizationKind as Kind
from lienthong.kernel.organizations.extensions import movers
from lienthong.kernel.processes import queries as processes
from lienthong.kernel.processes.contracts import InboxView
from lienthong.kernel.search.queries import find
from lienthong.systems.onestop import queries
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince, accept, small_province

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 6)
EVE = DAY - timedelta(days=1)
NOW = datetime(2026, 10, 6, 4, 0, tzinfo=UTC)
MERGED = "H32.500"
# Columns that name an agency and do not change when it ends, each with its reason.
STAYS = {
    "audit.historyentry.agency_id": "who acted then",
    "payments.feedemand.payee": "whom the demand names; a demand never changes, its counter moves (R-51)",
    "payments.payeeaccount.agency": "the account of that agency; its successor has one of its own",
    "national_portal.sync.reception": "who received it then; only who looks after the whole province sees it",
    "audit.accessentry.agency_id": "who looked then",
    "accounts.emergencyrights.agency": "end by themselves within hours, and say where they were taken",
    "signatures.certificate.agency": "was issued in the name of that agency; ending it is an act of its own",
    "notifications.spending.agency": "who paid then",
    "notifications.budget.agency": "what that agency may spend; its successor has a budget of its own",
    "notifications.mailing.agency": "who sent it then",
    "notifications.message.agency": "on whose behalf it was sent",
    "notifications.messagetemplate.agency": "bears the name of that agency; its successor gets one of its own",
    "notifications.textdraft.agency": "bears the name of that agency; its successor gets one of its own",
    "numbering.book.agency_id": "numbers given stay those of the agency; its books are closed",
    "papers.paper.agency": "was issued by that agency",
    "papers.templatedesign.agency": "bears the name of that agency; its successor gets one of its own",
    "onestop.intakeslip.reception": "the slip is what that counter handed out, with its number",
    "onestop.result.issuer": "the number of a result is one of that agency's book",
    "organizations.agency.parent": "what stands below is placed below the successor by the line itself",
    "organizations.agency.successor": "is the answer",
    "organizations.agencyimport.root": "what was read in then",
    "organizations.agencyperiod.agency": "history",
    "organizations.agencyperiod.parent": "history",
    "organizations.succession.predecessor": "history",
    "organizations.succession.successor": "history",
    "search.searchentry.unit_id": "written anew from the thing that can be found",
}


@pytest.fixture
def province() -> SmallProvince:
    return small_province()


def merge(province: SmallProvince) -> None:
    """Let both communes become one, from the day of the dossiers on."""
    clerk = replace(Actor.system("test"), user_id=province.at("commune.leader").user_id)
    plan_id = found.draft_plan(title="Nhập", basis="NQ 1/NQ", effective_date=DAY, actor=clerk, now=NOW)
    commune = AgencyKind.COMMUNE
    lines = [
        PlanLine(0, Kind.FOUND, target=MERGED, target_name="UBND phường Mới", target_kind=commune, parent="H32"),
        PlanLine(0, Kind.MERGE, source=province.commune.code, target=MERGED),
        PlanLine(0, Kind.MERGE, source=province.other_commune.code, target=MERGED),
    ]
    found.add_lines(plan_id=plan_id, lines=lines, actor=clerk, now=NOW)
    found.start_plan(plan_id=plan_id, actor=clerk, now=NOW)
    assert found.run_plan(plan_id=plan_id, now=NOW) == (3, 0)


def today(province: SmallProvince, name: str) -> Actor:
    """Return an officer as the next request would find them: by the appointment that is valid on the day."""
    before = province.at(name)
    (appointment,) = organizations.appointments_of(user_id=before.user_id or 0, at=DAY)
    return officer(appointment, name=before.name)


def test_r3_open_work_is_in_the_inbox_of_the_successor_and_can_be_done(province: SmallProvince) -> None:
    number = accept(province, "2.000635").number
    before = province.at("commune.civil-status")
    merge(province)
    after = today(province, "commune.civil-status")
    assert after.agency_name == "UBND phường Mới"
    assert not processes.list_inbox(viewer=before, view=InboxView.UNIT, now=NOW).items
    (item,) = processes.list_inbox(viewer=after, view=InboxView.UNIT, now=NOW).items
    assert item.subject_key == number
    find_act("onestop.step.claim")(number=number, work_item_id=item.id, actor=after, now=NOW)
    assert processes.list_inbox(viewer=after, view=InboxView.MINE, now=NOW).items


def test_r3_code_due_date_and_history_of_an_open_dossier_stay(province: SmallProvince) -> None:
    accepted = accept(province, "2.000635")
    merge(province)
    card = queries.get_card(number=accepted.number, viewer=today(province, "commune.leader"))
    assert (card.row.number, card.row.due_at) == (accepted.number, accepted.due_at)
    notes = [line.note for line in list_history(subject_type="onestop.dossier", subject_key=accepted.number)]
    assert "NQ 1/NQ" in notes
    with pytest.raises(NotFound):
        queries.get_card(number=accepted.number, viewer=province.at("commune.leader"))
    assert organizations.find_agency(code=province.commune.code).name == "UBND phường Nha Trang"
    assert organizations.find_agency_in_charge(code=province.commune.code, at=DAY).code == MERGED


def test_r3_an_open_dossier_is_found_at_the_successor_only(province: SmallProvince) -> None:
    number = accept(province, "2.000635").number
    deliver_everything(NOW)
    assert [hit.key for hit in find(text=number, viewer=province.at("commune.leader"))] == [number]
    merge(province)
    deliver_everything(NOW)
    assert [hit.key for hit in find(text=number, viewer=today(province, "commune.leader"))] == [number]
    assert not find(text=number, viewer=province.at("commune.leader"))


def test_new_dossiers_are_numbered_in_the_book_of_the_successor_and_due_by_its_calendar(
    province: SmallProvince,
) -> None:
    first = accept(province, "2.000635").number
    merge(province)
    officers = {**province.officers, "commune.reception": today(province, "commune.reception")}
    after = replace(province, officers=officers)
    second = accept(after, "2.000635", now=NOW)
    assert second.number.startswith(f"{MERGED}-")
    assert not first.startswith(f"{MERGED}-")
    own = organizations.find_agency(code=MERGED).calendar_id
    detail = queries.get_dossier(number=second.number, viewer=Actor.system("test"))
    assert detail.calendar_id == own == province.commune.calendar_id
    assert second.due_at > TUESDAY


def test_everything_that_names_an_agency_has_a_mover_or_a_reason_to_stay() -> None:
    moved = frozenset().union(*(each.columns for each in movers()))
    agency = apps.get_model("organizations", "Agency")
    named = {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        if not model._meta.app_label.startswith("pg") and not model.__name__.endswith("Event")
        for field in model._meta.concrete_fields
        if (isinstance(field, ForeignKey) and field.related_model is agency)
        or (isinstance(field, BigIntegerField) and field.name.endswith(("agency_id", "unit_id")))
    }
    assert not named - moved - STAYS.keys(), "register a mover that names the column, or say here why it stays"
    assert moved <= named
