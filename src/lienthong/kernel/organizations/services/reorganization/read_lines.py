"""Reading the lines of a plan from a file."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid
from lienthong.kernel.files.services import cell_text, read_table
from lienthong.kernel.organizations.contracts import AgencyKind, PlanLine, ReorganizationKind
from lienthong.kernel.organizations.queries.codes import kind_words
from lienthong.kernel.ui.contracts import fold

from .edit_lines import add_lines

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "kind": ("act", "viec", "hinh thuc"),
    "source": ("former agency", "ma cu", "co quan cu", "ma co quan cu"),
    "target": ("new agency", "ma moi", "co quan moi", "ma co quan moi"),
    "target_name": ("new name", "ten moi"),
    "target_kind": ("new kind", "loai moi", "loai"),
    "parent": ("under", "cap tren", "ma cap tren"),
    "is_main": ("main", "chinh"),
    "share": ("share", "phan chuyen", "ghi chu"),
    "area_code": ("area code", "ma dia ban"),
}
ACTS: Mapping[str, ReorganizationKind] = {
    **{kind.value: kind for kind in ReorganizationKind},
    "thanh lap": ReorganizationKind.FOUND,
    "doi ten": ReorganizationKind.RENAME,
    "chuyen": ReorganizationKind.MOVE,
    "nhap": ReorganizationKind.MERGE,
    "sap nhap": ReorganizationKind.MERGE,
    "hop nhat": ReorganizationKind.MERGE,
    "chia": ReorganizationKind.SPLIT,
    "tach": ReorganizationKind.SPLIT,
    "giai the": ReorganizationKind.DISSOLVE,
}
NO = frozenset({"0", "no", "khong", "-", "false", "phu"})


def read_lines(*, plan_id: int, file_name: str, content: bytes, actor: Actor, now: datetime) -> int:
    """Add the lines of a CSV or XLSX file to a draft, all or none, and return how many.

    :raises Invalid: the file cannot be read, or a line names no act; the first wrong line is said
    :raises NotFound: no such plan
    :raises Conflict: its execution has begun
    """
    table = [[cell_text(cell) for cell in row] for row in read_table(name=file_name, content=content)]
    headings, rows = [fold(heading) for heading in table[0]], table[1:]
    names = {heading: name for name, known in HEADINGS.items() for heading in known}
    places = {names[heading]: place for place, heading in enumerate(headings) if heading in names}
    if not {"kind"} <= places.keys() or not {"source", "target"} & places.keys():
        raise _wrong(_("The first row must name the columns “Act”, “Former agency” and “New agency”."))
    lines = [
        _line(number, {name: row[place] if place < len(row) else "" for name, place in places.items()})
        for number, row in enumerate(rows, start=1)
    ]
    return add_lines(plan_id=plan_id, lines=lines, actor=actor, now=now)


def _line(number: int, values: Mapping[str, str]) -> PlanLine:
    kind = ACTS.get(fold(values["kind"]))
    if kind is None:
        words = _("Line %(number)d: “%(act)s” is no act of a plan.")
        raise _wrong(words % {"number": number, "act": values["kind"][:40]})
    word = fold(values.get("target_kind", "").replace("_", " "))
    if word and word not in kind_words():
        words = _("Line %(number)d: “%(kind)s” is no kind of agency.")
        raise _wrong(words % {"number": number, "kind": word[:40]})
    target_kind: AgencyKind | None = kind_words()[word][0] if word else None
    return PlanLine(
        number=number,
        kind=kind,
        source=values.get("source", ""),
        target=values.get("target", ""),
        target_name=values.get("target_name", ""),
        target_kind=target_kind,
        parent=values.get("parent", ""),
        area_code=values.get("area_code", ""),
        is_main=fold(values.get("is_main", "")) not in NO,
        share=values.get("share", ""),
    )


def _wrong(words: str) -> Invalid:
    return Invalid(words, errors=(FieldError("file", words),))
