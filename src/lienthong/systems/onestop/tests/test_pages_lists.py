"""The list of dossiers, its export, and the leader's page."""

from datetime import timedelta
from typing import Any

import pytest

from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.queries import FigureRow
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince, accept, small_province
from lienthong.systems.onestop.views.dashboard import heat_step, sentence
from lienthong.systems.onestop.views.trend import trend_line

from .test_pages_work import open_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> SmallProvince:
    return small_province()


def figure_row(name: str = "", *, ended: int = 0, late: int = 0, open_late: int = 0) -> FigureRow:
    return FigureRow(
        key=name, name=name, received=ended, ended=ended, on_time=ended - late, late=late, open=open_late,
        open_late=open_late, waiting=0,
    )  # fmt: skip


def numbers(page: Any) -> list[str]:
    return [line["clocked"].row.number for line in page.context["lines"]]


def test_the_list_is_narrowed_by_the_address(province: SmallProvince, sign_in: Any) -> None:
    extract = accept(province, "2.000635").number
    licence = accept(province, "1.008891", place="centre").number
    client = sign_in(province.at("province.leader"))
    assert numbers(client.get("/ho-so/")) == [licence, extract]
    assert numbers(client.get("/ho-so/?thu_tuc=1.008891")) == [licence]
    assert numbers(client.get("/ho-so/?q=binh")) == [licence, extract]
    assert numbers(client.get(f"/ho-so/?q={extract}")) == [extract]
    assert numbers(client.get(f"/ho-so/?giai_quyet={province.department.id}")) == [licence]
    assert numbers(client.get("/ho-so/?nhan_tu=01/01/2030")) == []
    assert numbers(client.get("/ho-so/?nhan_den=06/10/2026")) == [licence, extract]


def test_an_unreadable_day_is_said_beside_its_field(province: SmallProvince, sign_in: Any) -> None:
    page = sign_in(province.at("commune.leader")).get("/ho-so/?nhan_tu=hôm qua")
    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.content.decode()


def test_pages_of_the_list_follow_by_key(
    province: SmallProvince, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [accept(province, "2.000635").number for _each in range(42)]
    client = sign_in(province.at("commune.leader"))
    first = client.get("/ho-so/?trang_thai=received")
    second = client.get(f"/ho-so/{first.context['more']}")
    assert numbers(first) + numbers(second) == made[::-1]


def test_the_export_holds_the_same_rows_and_no_personal_number(province: SmallProvince, sign_in: Any) -> None:
    accept(province, "2.000635")
    licence = accept(province, "1.008891", place="centre").number
    sent = sign_in(province.at("province.leader")).get("/ho-so/danh-sach.csv?thu_tuc=1.008891")
    text = b"".join(sent).decode("utf-8-sig")
    assert [line.split(",")[0] for line in text.splitlines()[1:]] == [licence]
    assert "056085000456" not in text


def test_figures_are_for_those_who_lead(province: SmallProvince, sign_in: Any) -> None:
    assert sign_in(province.at("commune.civil-status")).get("/lanh-dao/").status_code == 403
    assert sign_in(province.at("commune.leader")).get("/lanh-dao/").status_code == 200


def test_each_figure_opens_as_many_dossiers_as_it_says(province: SmallProvince, sign_in: Any) -> None:
    done = accept(province, "2.000635").number
    accept(province, "2.000635")
    steps: tuple[tuple[str, Any, dict[str, Any]], ...] = (
        ("civil-status", services.complete_step, {"outcome": "propose"}),
        ("leader", services.sign_result, {}),
        ("clerk", services.issue_result, {}),
    )
    for role, act, more in steps:
        act(
            number=done,
            work_item_id=open_step(done).id,
            actor=province.at(f"commune.{role}"),
            now=TUESDAY + timedelta(hours=1),
            **more,
        )
    client = sign_in(province.at("province.leader"))
    page = client.get("/lanh-dao/?tu=01/10/2026&den=31/10/2026")
    total, links = page.context["total"], page.context["links"]
    for name in ("received", "ended", "on_time", "late", "open", "open_late", "waiting"):
        assert len(numbers(client.get(links[name]))) == getattr(total, name), name
    (row,) = page.context["agencies"]
    assert len(numbers(client.get(row["links"]["received"]))) == row["row"].received == 2


@pytest.mark.parametrize("rows", [[], [figure_row("A", ended=10)], [figure_row("A", ended=10, late=1)]])
def test_the_sentence_always_says_something(rows: list[FigureRow]) -> None:
    total = figure_row(ended=sum(row.ended for row in rows))
    assert sentence(total, rows).endswith(".")


def test_the_sentence_names_where_more_than_half_of_the_late_ones_lie() -> None:
    rows = [figure_row("A", ended=10, late=5), figure_row("B", ended=10, late=2), figure_row("C", ended=10, late=2)]
    total = figure_row(ended=30, late=9)
    assert "A" in sentence(total, rows)
    assert "B" not in sentence(total, rows).replace("A", "")
    spread = [figure_row(name, ended=10, late=1) for name in "KLMNPQ"]
    assert not any(name in sentence(figure_row(ended=60, late=6), spread).split() for name in "KLM")


def test_heat_grows_with_the_share_of_late_ones() -> None:
    assert [heat_step(figure_row(ended=1000, late=late)) for late in (0, 5, 10, 20, 40)] == [1, 2, 3, 4, 5]


def test_the_line_needs_two_months_and_stays_inside_the_chart() -> None:
    assert trend_line([figure_row("01/2026", ended=5)]) is None
    line = trend_line([figure_row("01/2026", ended=100, late=30), figure_row("02/2026", ended=100)])
    assert line is not None
    assert all(14 <= y <= 200 for _x, y in [*line.dots, line.end])


def test_urgent_puts_the_longest_late_first(province: SmallProvince) -> None:
    first = accept(province, "2.000635").number
    accept(province, "2.000635", now=TUESDAY + timedelta(days=2))
    found = queries.urgent(viewer=province.at("province.leader"), now=TUESDAY + timedelta(days=6))
    assert found.late[0].number == first
