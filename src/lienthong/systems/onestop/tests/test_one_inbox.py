"""All waiting work is in the one inbox: filings to answer and dossiers on paper stand there among the steps."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.processes import queries as processes
from lienthong.kernel.processes.contracts import InboxFilters, InboxView, WorkItemInfo
from lienthong.kernel.processes.testing import errands_done
from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince, small_province

from .at_the_desk import signed_in, text_of
from .test_filings import draft as filing_draft
from .test_hand_over import HOUR, forwarded, lines

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 15
GIVE, TAKE, ANSWER = "onestop.hand_over.give", "onestop.hand_over.take", "onestop.filing.answer"


@pytest.fixture
def province() -> SmallProvince:
    return small_province()


def errands(viewer: Actor) -> list[tuple[str, str]]:
    page = processes.list_inbox(viewer=viewer, view=InboxView.ALL, now=TUESDAY)
    return [(item.step_key, item.subject_key) for item in page.items if item.is_errand]


def errand(viewer: Actor, key: str) -> WorkItemInfo:
    page = processes.list_inbox(viewer=viewer, view=InboxView.ALL, filters=InboxFilters(step_key=key), now=TUESDAY)
    (item,) = page.items
    return item


def test_a_filing_waits_in_the_inbox_of_who_receives_until_it_is_answered(province: SmallProvince) -> None:
    desk = province.at("commune.reception")
    filed = services.submit_filing(draft=filing_draft(province), actor=desk, now=TUESDAY)
    item = errand(desk, ANSWER)
    assert (item.subject_key, item.due_at, item.url) == (
        filed.number,
        filed.answer_by,
        f"/quay/truc-tuyen/{filed.number}/",
    )
    assert item.title.endswith("Trần Văn Bình")
    for elsewhere in ("commune.leader", "other.reception", "department.specialist"):
        assert errands(province.at(elsewhere)) == []
    services.accept_filing(number=filed.number, actor=desk, now=TUESDAY + HOUR)
    assert (ANSWER, filed.number) not in errands(desk)
    assert errands_done(subject_key=filed.number) == [(ANSWER, desk.name)]


def test_a_dossier_on_paper_waits_at_its_giver_then_at_its_taker(province: SmallProvince) -> None:
    number = forwarded(province)
    giver, taker = province.at("commune.reception"), province.at("department.clerk")
    (line,) = lines(number)
    assert errands(giver) == [(GIVE, line.number)]
    assert (errand(giver, GIVE).due_at, errands(taker)) == (line.due_at, [])
    services.hand_over(number=line.number, actor=giver, now=TUESDAY + HOUR)
    assert (errands(giver), errands(taker)) == ([], [(TAKE, line.number)])
    services.take_back(number=line.number, actor=giver, now=TUESDAY + HOUR)
    assert (errands(giver), errands(taker)) == ([(GIVE, line.number)], [])
    services.hand_over(number=line.number, actor=giver, now=TUESDAY + HOUR)
    services.refuse_hand_over(number=line.number, reason="Thiếu", actor=taker, now=TUESDAY + 2 * HOUR)
    assert (errands(giver), errands(taker)) == ([(GIVE, f"{number}.2")], [])
    services.hand_over(number=f"{number}.2", actor=giver, now=TUESDAY + 3 * HOUR)
    services.take_hand_over(number=f"{number}.2", actor=taker, now=TUESDAY + 4 * HOUR)
    assert (errands(giver), errands(taker)) == ([], [])


def test_the_page_leads_to_them_offers_no_tick_and_stays_bounded(province: SmallProvince) -> None:
    numbers = [forwarded(province) for _each in range(3)]
    browser = signed_in("commune.reception")
    browser.get("/viec/")
    with CaptureQueriesContext(connection) as captured:
        page = text_of(browser.get("/viec/?xem=tat-ca&buoc=onestop.hand_over.give"))
    assert len(captured) <= MOST_STATEMENTS
    assert page.count("/giao-nhan/?xem=cho-giao&amp;q=") == 3
    assert "Giao hồ sơ giấy" in page
    assert 'name="chon"' not in page
    sheet = browser.get("/viec/danh-sach.csv?xem=tat-ca").getvalue().decode()
    assert sheet.count("Giao hồ sơ giấy") == 3
    owners: Any = queries.owners_of_work([("onestop.handover", f"{numbers[0]}.1")])
    assert [owner for owner, _number in owners] == [province.party.id]


def test_all_that_match_never_means_what_has_no_step(province: SmallProvince) -> None:
    forwarded(province)
    browser = signed_in("commune.reception")
    answer = browser.post("/viec/hang-loat/", {"ve": "?xem=tat-ca", "tat_ca": "1", "ket_qua": "claim"}, follow=True)
    assert "giao-nhan" not in answer.redirect_chain[-1][0]
    assert errands(province.at("commune.reception"))[0][0] == GIVE
