"""What stands in the demonstration province."""

from collections import defaultdict
from datetime import timedelta

import pytest
from django.db.models import F, Q

from lienthong.demo import build
from lienthong.demo.models import DemoBuild
from lienthong.demo.officers import PASSWORD, WELL_KNOWN
from lienthong.demo.organisation import table
from lienthong.kernel.accounts.queries import actor_of, find_user
from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.audit.queries import list_history
from lienthong.kernel.events.testing import deliver_everything
from lienthong.kernel.files.queries import open_file
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.organizations.contracts import AgencyKind
from lienthong.kernel.processes import queries as processes
from lienthong.kernel.processes.contracts import InboxView
from lienthong.kernel.search.queries import find
from lienthong.kernel.signatures.services import verify_pdf
from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.contracts import DossierDraft, State
from lienthong.systems.onestop.queries import DossierFilters
from lienthong.systems.onestop.testing import draft_of

from .conftest import MONDAY, make_tiny


def signed_in(username: str) -> Actor:
    user = find_user(username=username)
    assert user is not None
    return actor_of(user, at=MONDAY.date())


def test_there_are_departments_districts_and_communes(province: DemoBuild) -> None:
    today = MONDAY.date()
    assert len(organizations.list_agencies(kinds=[AgencyKind.COMMUNE], at=today)) == 65
    assert len(organizations.list_agencies(kinds=[AgencyKind.DEPARTMENT], at=today)) == 14
    assert not [each for each in organizations.list_agencies(at=today) if each.level == "district"]
    assert len([each for each in organizations.list_agencies() if each.level == "district"]) == 16
    assert organizations.find_agency_by_short_name(short_name="SXD").name == "Sở Xây dựng"


@pytest.mark.parametrize("username", sorted(WELL_KNOWN))
def test_every_printed_sign_in_works(province: DemoBuild, username: str) -> None:
    user = find_user(username=username)
    assert user is not None
    assert user.check_password(PASSWORD)
    assert signed_in(username).permissions


def test_about_150_officers_with_names_of_their_own(province: DemoBuild) -> None:
    names = table("organizations.Appointment").objects.values_list("user__username", flat=True)
    assert 140 <= len(names) <= 170
    assert len(set(names)) == len(names)


def test_dossier_codes_are_gapless_and_in_the_order_of_time(province: DemoBuild) -> None:
    days: dict[str, list[int]] = defaultdict(list)
    for number in table("onestop.Dossier").objects.order_by("accepted_at").values_list("number", flat=True):
        day, _dash, order = number.rpartition("-")
        days[day].append(int(order))
    assert all(orders == list(range(1, len(orders) + 1)) for orders in days.values())


def test_results_are_numbered_gaplessly_in_the_order_of_signing(province: DemoBuild) -> None:
    registers: dict[tuple[int, str, int], list[int]] = defaultdict(list)
    rows = table("onestop.Result").objects.order_by("signed_at")
    for issuer, number, signed_at in rows.values_list("issuer_id", "number", "signed_at"):
        order, _slash, symbol = number.partition("/")
        registers[issuer, symbol, (signed_at + timedelta(hours=7)).year].append(int(order))
    for (_issuer, _symbol, year), orders in registers.items():
        before = build.GIVEN_ON_PAPER if year == MONDAY.year - 1 else 0
        assert orders == list(range(before + 1, before + len(orders) + 1))


def test_the_next_dossier_takes_the_next_number(province: DemoBuild) -> None:
    actor = signed_in("motcua")
    draft = draft_of("2.000635", organizations.find_parties(text="nguyen")[0])
    at = MONDAY + timedelta(minutes=1)
    prefix = "H32.102-261123-"
    there = table("onestop.Dossier").objects.filter(number__startswith=prefix).count()
    assert isinstance(draft, DossierDraft)
    assert services.accept_dossier(draft=draft, actor=actor, now=at).number == f"{prefix}{there + 1:04d}"


def test_fees_of_ended_dossiers_were_asked_for_and_add_up(province: DemoBuild) -> None:
    demands = table("payments.FeeDemand").objects
    dossiers = table("onestop.Dossier").objects.filter(ended_at__isnull=False, fee__gt=0)
    fees = {row.number: (row.fee, row.fee_paid_at) for row in dossiers if row.number not in _waiting()}
    assert {row.subject_key: (row.total, row.paid_at) for row in demands.all()} == fees
    paid = sum(row.amount for row in table("payments.Payment").objects.all())
    assert paid == sum(fee for fee, paid_at in fees.values() if paid_at)
    # What is asked for next goes on in the books where the past ended.
    for book in table("numbering.Book").objects.filter(kind="payments.demand"):
        numbers = demands.filter(payee_id=book.agency_id, number__contains=f"-{book.period}-").values_list("number")
        assert sorted(int(number[-6:]) for (number,) in numbers) == list(range(1, book.last + 1))


def test_nothing_lies_in_the_future_and_nothing_ends_before_it_began(province: DemoBuild) -> None:
    dossiers = table("onestop.Dossier").objects
    late = Q(accepted_at__gt=MONDAY) | Q(ended_at__gt=MONDAY) | Q(returned_at__gt=MONDAY)
    assert not dossiers.filter(late | Q(returned_at__lt=F("ended_at"))).exists()
    items = table("processes.WorkItem").objects
    assert not items.filter(Q(completed_at__lt=F("opened_at")) | Q(opened_at__gt=MONDAY)).exists()


def test_open_dossiers_stand_at_every_step_and_can_be_worked_on(province: DemoBuild) -> None:
    open_items = table("processes.WorkItem").objects.filter(completed_at__isnull=True)
    assert open_items.count() == 15
    paused = open_items.filter(paused_at__isnull=False)
    assert {item.step_key for item in paused} == {"tra_cuu", "tham_dinh"}
    assert open_items.filter(subject_due_at__lt=MONDAY, paused_at__isnull=True).count() <= 2
    item = open_items.filter(role="specialist", paused_at__isnull=True).first()
    assert item is not None
    held = organizations.appointments_in(agency_id=item.agency_id, at=MONDAY.date())
    officers = [signed_in(_username(each.user_id)) for each in held if item.role in each.roles]
    actor = next(each for each in officers if item.assignee_id in {None, each.user_id})
    services.complete_step(number=item.subject_key, work_item_id=item.pk, outcome="propose", actor=actor, now=MONDAY)


def _username(user_id: int) -> str:
    return str(table("accounts.User").objects.get(pk=user_id).username)


def test_an_inbox_has_work(province: DemoBuild) -> None:
    page = processes.list_inbox(viewer=signed_in("chuyenvien.sxd"), view=InboxView.ALL, now=MONDAY)
    assert page.items


def test_ended_dossiers_read_like_worked_ones(province: DemoBuild) -> None:
    leader = signed_in("chutich.tinh")
    rows, _cursor = queries.list_dossiers(viewer=leader, filters=DossierFilters(state=State.RETURNED), now=MONDAY)
    number = rows[-1].number
    history = list_history(subject_type="onestop.dossier", subject_key=number)
    assert history[0].act == "onestop.dossier.accept"
    assert history[-1].act == "onestop.result.return"
    steps = processes.list_steps(subject_type="onestop.dossier", subject_key=number)
    assert all(step.completed_at for step in steps if step.status == "done")
    dossier = queries.get_dossier(number=number, viewer=leader)
    assert queries.track(number=number, secret=dossier.secret, now=MONDAY).state is State.RETURNED
    assert dossier.result is not None
    assert find(text=number, viewer=leader)[0].key == number


def test_results_at_the_counter_are_really_signed_and_sealed(province: DemoBuild) -> None:
    signed = table("onestop.Result").objects.filter(dossier__number__in=_waiting()).order_by("pk")
    assert signed.count() == 3
    with open_file(file_id=signed.last().file_id) as file:
        report = verify_pdf(pdf=file.read(), now=MONDAY)
    assert len(report.signatures) == 2


def _waiting() -> list[str]:
    """Return dossiers waiting at the counter whose papers were scanned: those brought there by real acts."""
    rows = table("onestop.Dossier").objects.filter(state=State.DONE, papers__file__isnull=False)
    return list(rows.values_list("number", flat=True).distinct())


def test_applicants_are_told_what_happened_to_open_dossiers(province: DemoBuild) -> None:
    deliver_everything(MONDAY)
    messages = table("notifications.Message").objects
    assert messages.filter(body__startswith="Đã tiếp nhận hồ sơ").count() == 18
    assert messages.filter(body__contains="cần bổ sung").exists()
    assert not table("events.OutboxEvent").objects.filter(state="dead").exists()


def test_built_once_it_stands(province: DemoBuild) -> None:
    assert make_tiny(seed=99).pk == province.pk


def test_the_forty_three_procedures_are_public(province: DemoBuild) -> None:
    assert table("procedures.ProcedureVersion").objects.filter(state="published").count() == 43
