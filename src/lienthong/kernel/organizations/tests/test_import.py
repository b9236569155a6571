"""Lists of agencies: looked at before anything changes, applied once, exported so that they come back unchanged."""

import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from lienthong.kernel.acts.contracts import Actor, ActorKind, Conflict, Grant, Invalid, NotFound, NotPermitted, Scope
from lienthong.kernel.organizations import queries, services
from lienthong.kernel.organizations.contracts import LineOutcome
from lienthong.kernel.organizations.models import Agency, AgencyPeriod
from lienthong.kernel.organizations.policy import MANAGE, SEE
from lienthong.kernel.organizations.testing import SmallTree, small_tree

NOW = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)
TODAY = date(2026, 10, 6)
REAL = Path(__file__).parent / "data" / "tay-ninh-2020.csv"
pytestmark = pytest.mark.django_db


def manager(scope: Scope = Scope.PROVINCE, agency_id: int = 0, path: str = "") -> Actor:
    grants = tuple(Grant(each, scope, "administrator", agency_id, path) for each in (SEE, MANAGE))
    return Actor(kind=ActorKind.OFFICER, name="Lê Quản Trị", user_id=7, grants=grants)


def read(text: str | bytes, actor: Actor | None = None, *, convert: bool = False) -> int:
    content = text.encode() if isinstance(text, str) else text
    return services.preview_agencies(
        file_name="ds.csv", content=content, effective_date=TODAY, convert=convert, actor=actor or manager(), now=NOW
    )


def counts(run_id: int) -> dict[str, int]:
    run = queries.get_import(run_id=run_id, viewer=manager())
    return {name: number for name, number in run.counts.items() if number}


def apply(run_id: int) -> int:
    services.apply_import(run_id=run_id, actor=manager(), now=NOW)
    return services.carry_out_import(run_id=run_id, now=NOW)


def exported() -> str:
    lines = ["code;former code;name;short name;kind;parent code;area code;address;phone"]
    for each in queries.export_agencies(viewer=manager()):
        fields = (each.code, each.former_code, each.name, each.short_name, each.kind, each.parent_code)
        lines.append(";".join((*fields, each.area_code, each.address, each.phone)))
    return "\n".join(lines)


@pytest.fixture
def real() -> bytes:
    return REAL.read_bytes()


def test_the_real_list_of_a_province_is_read_applied_and_comes_back_unchanged(real: bytes) -> None:
    run_id = read(real)
    assert counts(run_id) == {"new": 371}
    assert Agency.objects.count() == 0
    assert apply(run_id) == 371
    assert Agency.objects.count() == AgencyPeriod.objects.count() == 371
    office = queries.find_agency(code="H53.01")
    assert (office.code, office.name, office.kind) == ("000.00.01.H53", "Văn phòng UBND tỉnh", "department")
    deep = queries.find_agency(code="001.01.07.H53")
    assert deep.path.count("/") == 5
    assert counts(read(real)) == {"unchanged": 371}
    assert counts(read(exported())) == {"unchanged": 371}


def test_the_real_list_in_the_new_form_keeps_the_old_codes(real: bytes) -> None:
    apply(read(real, convert=True))
    assert queries.find_agency(code="H53.07.01.001") == queries.find_agency(code="001.01.07.H53")
    assert Agency.objects.filter(former_code="001.01.07.H53", code="H53.07.01.001").exists()
    assert counts(read(real, convert=True)) == {"unchanged": 371}


def test_a_changed_line_says_what_changes_and_a_wrong_one_why(real: bytes) -> None:
    apply(read(real))
    text = real.decode("utf-8-sig").splitlines()
    text[2] = text[2].replace("Văn phòng UBND tỉnh", "Văn phòng UBND tỉnh mới")
    text += [
        "000.00.99.H53,Sở Mới,so,000.00.00.H53",
        "xyz,Sở,so,000.00.00.H53",
        "000.00.98.H53,Sở,so,000.00.97.H53",
        "000.00.96.H53,Sở,bay,000.00.00.H53",
        "000.00.01.H53,Hai lần,so,000.00.00.H53",
        "000.01.96.H53,Xã,ubnd_xa,000.00.02.H53",
        "000.00.95.H53,,so,000.00.00.H53",
        "000.00.94.H53,A,so,000.00.93.H53",
        "000.00.93.H53,B,so,000.00.94.H53",
        "000.00.92.H53,Sở,so,",
        "000.00.91.H53,Sở,,000.00.00.H53",
        "000.00.90.H53,S\u202eở,so,000.00.00.H53",
    ]
    run_id = read("\n".join(text))
    assert counts(run_id) == {"new": 1, "changed": 1, "unchanged": 370, "rejected": 11}
    viewer = manager()
    (line,) = queries.list_import_lines(run_id=run_id, outcome=LineOutcome.CHANGED, page=1, viewer=viewer)
    assert line.changes == (("name", "Văn phòng UBND tỉnh", "Văn phòng UBND tỉnh mới"),)
    rejected = queries.list_import_lines(run_id=run_id, outcome=LineOutcome.REJECTED, page=1, viewer=viewer)
    assert [each.reason for each in rejected] == [
        *("code_shape", "parent_unknown", "kind_unknown", "twice", "tier", "no_name"),
        *("parent_rejected", "cycle", "no_parent", "no_kind", "text"),
    ]
    apply(run_id)
    assert queries.find_agency(code="H53.01").name == "Văn phòng UBND tỉnh mới"
    assert queries.name_at(agency_id=queries.find_agency(code="H53.01").id, at=TODAY) == "Văn phòng UBND tỉnh mới"


def test_a_list_may_place_agencies_elsewhere(real: bytes) -> None:
    apply(read(real))
    run_id = read("code;name;parent code\n000.01.01.H53;Ban Tiếp Công dân;000.00.02.H53")
    assert counts(run_id) == {"changed": 1}
    apply(run_id)
    moved, above = queries.find_agency(code="000.01.01.H53"), queries.find_agency(code="000.00.02.H53")
    assert moved.path == f"{above.path}{moved.id}/"


def test_it_is_applied_once_by_who_read_it() -> None:
    run_id = read("code;name;kind\nH53;UBND tỉnh;province")
    other = Actor(kind=ActorKind.OFFICER, name="X", user_id=8, grants=manager().grants)
    with pytest.raises(NotPermitted):
        services.apply_import(run_id=run_id, actor=other, now=NOW)
    assert apply(run_id) == 1
    assert services.carry_out_import(run_id=run_id, now=NOW) == 0
    with pytest.raises(Conflict):
        services.apply_import(run_id=run_id, actor=manager(), now=NOW)
    with pytest.raises(NotFound):
        services.apply_import(run_id=0, actor=manager(), now=NOW)


def test_who_manages_a_commune_changes_nothing_beyond_it() -> None:
    tree: SmallTree = small_tree()
    actor = manager(Scope.SUBTREE, tree.commune.id, tree.commune.path)
    text = "code;name;kind;parent code\nH32.17;Sở;department;H32\nH32.22366.02;Văn phòng;unit;H32.22366\nH33;T;province"
    run_id = read(text, actor)
    lines = queries.list_import_lines(run_id=run_id, outcome=LineOutcome.REJECTED, page=1, viewer=actor)
    assert [each.reason for each in lines] == ["not_yours", "no_parent"]
    assert counts(run_id) == {"new": 1, "rejected": 2}
    with pytest.raises(NotPermitted):
        read(text, Actor(kind=ActorKind.OFFICER, name="X", user_id=7))
    with pytest.raises(NotFound):
        queries.get_import(run_id=run_id, viewer=Actor.anonymous())


def test_a_workbook_is_read_like_a_csv() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate([("Mã định danh", "Tên", "Loại", "x"), ("H53", "UBND tỉnh", "tinh", 5), ()]):
            for column, cell in enumerate(cells):
                sheet.write(row, column, cell)
    assert counts(read(file.getvalue())) == {"new": 1}


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b"PK\x03\x04rubbish", "tên".encode("utf-16"), b"ten\nx", b"a\0b", b"code\n" + b"H53\n" * 30_002],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        read(content)
    assert refusal.value.errors[0].path == "file"


def test_an_agency_that_has_ended_comes_back_unchanged_and_is_refused_only_when_changed(real: bytes) -> None:
    apply(read(real))
    last = Agency.objects.filter(level="commune").latest("pk")
    Agency.objects.filter(pk=last.pk).update(valid_from=date(2025, 1, 1), valid_to=date(2026, 1, 1))
    kept = exported()
    run_id = read(kept)
    assert counts(run_id) == {"unchanged": 371}
    ended = Agency.objects.get(valid_to=date(2026, 1, 1))
    assert counts(read(kept.replace(ended.name, f"{ended.name} mới", 1))) == {"unchanged": 370, "rejected": 1}
