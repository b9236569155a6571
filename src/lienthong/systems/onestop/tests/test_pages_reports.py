"""The pages of the reports: every figure opens its dossiers, for those who lead and within their sight."""

from datetime import timedelta
from typing import Any

import pytest

from lienthong.systems.onestop import services
from lienthong.systems.onestop.contracts import SupplementItem
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince, accept, small_province

from .at_the_desk import MOST_STATEMENTS, signed_in
from .test_pages_work import open_step

pytestmark = pytest.mark.django_db
OCTOBER = "tu=01/10/2026&den=31/10/2026"
SITUATION = f"/bao-cao/tinh-hinh/?{OCTOBER}"


@pytest.fixture
def province() -> SmallProvince:
    """Return a province with a solved, a waiting, a refused and an open dossier."""
    found = small_province()
    solved, refused = accept(found, "2.000635").number, accept(found, "2.000635").number
    waiting = accept(found, "1.004088").number
    accept(found, "1.008891", place="centre")
    steps: tuple[tuple[str, Any, dict[str, Any]], ...] = (
        ("civil-status", services.complete_step, {"outcome": "propose"}),
        ("leader", services.sign_result, {}),
        ("clerk", services.issue_result, {}),
    )
    later = TUESDAY + timedelta(hours=1)
    for role, act, more in steps:
        officer = found.at(f"commune.{role}")
        act(number=solved, work_item_id=open_step(solved).id, actor=officer, now=later, **more)
    services.complete_step(
        number=refused, work_item_id=open_step(refused).id, actor=found.at("commune.civil-status"), now=later,
        outcome="propose",
    )  # fmt: skip
    services.refuse_dossier(
        number=refused, work_item_id=open_step(refused).id, reason="Sổ hộ tịch không có tên này",
        actor=found.at("commune.leader"), now=later,
    )  # fmt: skip
    services.request_supplement(
        number=waiting, reason="Thiếu", items=(SupplementItem("", "Biên lai"),),
        actor=found.at("commune.reception"), now=later,
    )  # fmt: skip
    return found


def numbers(page: Any) -> list[str]:
    assert page.status_code == 200
    return [line["clocked"].row.number for line in page.context["lines"]]


@pytest.mark.parametrize("by", ["agency", "field", "procedure"])
@pytest.mark.parametrize("viewer", ["province.leader", "commune.leader", "department.leader"])
def test_each_figure_opens_as_many_dossiers_as_it_says(province: SmallProvince, by: str, viewer: str) -> None:
    client = signed_in(viewer)
    page = client.get(f"{SITUATION}&theo={by}")
    lines = [*page.context["lines"], page.context["total"]]
    assert len(lines) > 1
    for line in lines:
        for name, figure, link in line["cells"]:
            assert len(numbers(client.get(link))) == figure, name


def test_the_figures_are_those_of_the_dossiers(province: SmallProvince) -> None:
    total = signed_in("province.leader").get(SITUATION).context["total"]["row"]
    assert (total.received, total.received_counter, total.carried, total.solved) == (4, 4, 0, 1)
    assert (total.refused, total.waiting, total.open, total.stopped, total.rate) == (1, 1, 2, 0, 100)
    after = signed_in("province.leader").get("/bao-cao/tinh-hinh/?tu=01/11/2026&den=05/11/2026").context["total"]["row"]
    assert (after.carried, after.received, after.open) == (2, 0, 2)


def test_the_report_is_for_those_who_lead_and_costs_little(
    province: SmallProvince, django_assert_max_num_queries: Any
) -> None:
    assert signed_in("commune.civil-status").get(SITUATION).status_code == 403
    client = signed_in("commune.leader")
    with django_assert_max_num_queries(MOST_STATEMENTS):
        assert client.get(SITUATION).status_code == 200


@pytest.mark.parametrize("asked", ["tu=hôm+qua", "tu=01/01/0001", "den=31/12/9999", "theo=x", "giai_quyet=0"])
def test_what_cannot_be_read_is_said_beside_its_field(province: SmallProvince, asked: str) -> None:
    page = signed_in("province.leader").get(f"/bao-cao/tinh-hinh/?{asked}")
    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.content.decode()


@pytest.mark.parametrize("days", ["", "&ky_tu=01/10/2026", "&ky_tu=01/01/0001&ky_den=31/12/9999"])
def test_a_figure_of_the_list_needs_its_period(province: SmallProvince, days: str) -> None:
    assert signed_in("province.leader").get(f"/ho-so/?muc=open{days}").status_code == 422


def test_the_export_has_every_line_and_the_sums(province: SmallProvince) -> None:
    sent = signed_in("province.leader").get(f"/bao-cao/tinh-hinh/bang.csv?{OCTOBER}")
    lines = b"".join(sent).decode("utf-8-sig").splitlines()
    assert [line.split(",")[:3] for line in lines[1:]] == [
        ["Sở Xây dựng", "0", "0"], ["UBND phường Nha Trang", "0", "0"], ["Tất cả", "0", "0"],
    ]  # fmt: skip
    assert lines[-1].endswith('"100,0"')


def test_the_register_numbers_dossiers_through_the_year(province: SmallProvince) -> None:
    client = signed_in("province.leader")
    accept(province, "2.000635", now=TUESDAY + timedelta(days=1))
    accept(province, "2.000635", now=TUESDAY + timedelta(days=120))

    def lines(days: str) -> list[list[str]]:
        sent = client.get(f"/bao-cao/so-theo-doi/so.csv?{days}")
        return [line.split(",") for line in b"".join(sent).decode("utf-8-sig").splitlines()[1:]]

    whole = lines("tu=01/01/2026&den=31/12/2027")
    assert [line[0] for line in whole] == ["1", "2", "3", "4", "5", "1"]
    assert lines("tu=07/10/2026&den=31/12/2026") == [whole[4]]
    assert "0900000456" in ",".join(whole[0])
    assert "056085000456" not in str(whole)
    shown = client.get("/bao-cao/so-theo-doi/?tu=01/01/2026&den=31/12/2027")
    assert shown.context["count"] == len(whole)
    assert signed_in("other.leader").get("/bao-cao/so-theo-doi/?tu=01/01/2026").context["count"] == 0
    assert signed_in("commune.civil-status").get("/bao-cao/so-theo-doi/so.csv").status_code == 403
