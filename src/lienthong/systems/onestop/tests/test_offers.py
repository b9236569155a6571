"""Where a procedure is offered, apart from the procedure itself (R-6)."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from lienthong.kernel.acts.contracts import Actor, Invalid, NotFound, NotPermitted
from lienthong.kernel.organizations.extensions import Handover
from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.contracts import Channel, NotOffered, OnlineLevel
from lienthong.systems.onestop.services.move_dossiers import OpenDossiers
from lienthong.systems.onestop.testing import (
    TUESDAY,
    SmallProvince,
    accept,
    control,
    draft_of,
    small_province,
)

pytestmark = pytest.mark.django_db
CODE = "2.000635"
PAGE = f"/quan-tri/goi-thu-tuc/{CODE}/noi-thuc-hien/"
SignIn = Callable[[Actor], Client]


@pytest.fixture
def province() -> SmallProvince:
    """Return the small province."""
    return small_province()


def offer(province: SmallProvince, keeper: Actor, online: OnlineLevel = OnlineLevel.FULL, reason: str = "") -> None:
    """Let the commune offer copies of civil-status extracts."""
    services.offer_service(
        code=CODE, agency_ids=[province.commune.id], online=online, reason=reason, actor=keeper, now=TUESDAY
    )


def test_r06_what_others_offer_is_not_received_here(province: SmallProvince) -> None:
    accept(province, CODE, place="other")
    offer(province, control(province))
    accept(province, CODE)
    with pytest.raises(NotOffered):
        accept(province, CODE, place="other")
    assert CODE in queries.offered_elsewhere(agency_id=province.other_commune.id)
    assert CODE not in queries.offered_elsewhere(agency_id=province.commune.id)


def test_r06_an_agency_may_take_it_in_at_the_counter_only(province: SmallProvince) -> None:
    offer(province, control(province), OnlineLevel.NONE, "Phải có mặt theo luật")
    accept(province, CODE)
    draft = replace(draft_of(CODE, province.party), channel=Channel.ONLINE)
    with pytest.raises(NotOffered) as refused:
        services.accept_dossier(draft=draft, actor=province.at("commune.reception"), now=TUESDAY)
    assert "Phải có mặt theo luật" in refused.value.message


def test_r06_a_closed_offer_ends_reception_and_nothing_else(province: SmallProvince) -> None:
    keeper = control(province)
    offer(province, keeper)
    services.close_offer(code=CODE, agency_id=province.commune.id, actor=keeper, now=TUESDAY)
    with pytest.raises(NotOffered):
        accept(province, CODE)
    with pytest.raises(NotFound):
        services.close_offer(code=CODE, agency_id=province.commune.id, actor=keeper, now=TUESDAY)
    accept(province, "1.004088")


def test_r06_the_successor_of_an_agency_offers_what_it_offered(province: SmallProvince) -> None:
    offer(province, control(province))
    handover = Handover(
        source_id=province.commune.id, target_id=province.other_commune.id, actor=Actor.system("test"), now=TUESDAY,
        day=TUESDAY.date(), basis="Nghị quyết sáp nhập",
    )  # fmt: skip
    OpenDossiers().move(handover)
    assert CODE in queries.offered_elsewhere(agency_id=province.commune.id)
    assert CODE not in queries.offered_elsewhere(agency_id=province.other_commune.id)


def test_what_is_said_must_hold_together(province: SmallProvince) -> None:
    keeper = control(province)
    with pytest.raises(Invalid):
        offer(province, keeper, OnlineLevel.PARTIAL)
    with pytest.raises(Invalid):
        services.offer_service(
            code=CODE, agency_ids=[province.centre.id], online=OnlineLevel.FULL, actor=keeper, now=TUESDAY
        )
    with pytest.raises(NotPermitted):
        offer(province, province.at("commune.leader"))


def test_procedure_control_says_it_on_a_page(province: SmallProvince, sign_in: SignIn) -> None:
    client = sign_in(control(province))
    assert "Mọi cơ quan đúng cấp" in client.get(PAGE).content.decode()
    sent = {
        "agencies": [province.commune.id],
        "online": "partial",
        "reason": "Xác minh tại chỗ",
        "hours": "Sáng thứ Ba",
    }
    assert client.post(PAGE, {**sent, "reason": ""}).status_code == 422
    page = client.post(PAGE, sent, follow=True).content.decode()
    assert "Xác minh tại chỗ" in page
    assert "Sáng thứ Ba" in page
    closed = client.post(f"{PAGE}dong/", {"agency": province.commune.id}, follow=True).content.decode()
    assert "Không còn thực hiện" in closed
    assert sign_in(province.at("commune.reception")).get(PAGE).status_code == 403
