"""Answers of many people as a sheet: the same form, one row each; lines of groups on sheets of their own."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _

from lienthong.kernel.files.contracts import Cell, TableLimits, UnreadableTable
from lienthong.kernel.files.services import cell_text, read_sheets

from ..compiled import CompiledForm
from ..contracts import FieldDescription, FieldKind, ImportPreview, ImportRow, SheetRefused
from ..rules import iso_day
from ..rules.shaping import decimal_number, shown_day, whole_number

LIMITS = TableLimits(megabytes=5, rows=5_000, columns=1_000)
ADDRESS_PARTS = ("era", "province", "commune", "detail")
NUMBERS = frozenset({FieldKind.INTEGER, FieldKind.MONEY})
TICKED = frozenset({"x", "1", "true", "có", "yes"})
MAIN, LINE = "main", "_line"
LONGEST_SHEET_NAME = 31


def _columns(fields: Iterable[FieldDescription]) -> list[tuple[str, str]]:
    """Return the columns of a sheet as (name, heading); an address takes four."""
    found = []
    for field in fields:
        if field.kind is FieldKind.ADDRESS:
            labels = dict(zip(ADDRESS_PARTS, (_("time"), _("province"), _("commune"), _("detail")), strict=True))
            found += [(f"{field.name}.{part}", f"{field.label}: {label}") for part, label in labels.items()]
        elif field.kind is not FieldKind.GROUP and not field.compute:
            found.append((field.name, field.label))
    return found


def _groups(form: CompiledForm) -> list[FieldDescription]:
    return [field for field in form.description.fields if field.kind is FieldKind.GROUP]


def template_sheet(*, form: CompiledForm) -> bytes:
    """Return an empty sheet of the form to be filled in: headings, help, and lists of choices."""
    return sheet_of(form=form, rows=())


def sheet_of(*, form: CompiledForm, rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return answers as a sheet (XLSX); reading it again gives the same answers."""
    target = io.BytesIO()
    # Text stays text: a cell that begins with = is what somebody typed, never a formula.
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold, small = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"font_color": "#666666"})
    sheets = {MAIN: form.description.fields} | {field.name: field.columns for field in _groups(form)}
    pages = {}
    for name, fields in sheets.items():
        page = pages[name] = book.add_worksheet(name[:LONGEST_SHEET_NAME])
        columns = _columns(fields) if name == MAIN else [(LINE, _("Row of the first sheet")), *_columns(fields)]
        by_name = {field.name: field for field in fields}
        for at, (column, label) in enumerate(columns):
            page.write_string(0, at, column, small)
            page.write_string(1, at, label, bold)
            _offer_choices(page, at, by_name.get(column))
        page.set_row(0, None, None, {"hidden": True})
        page.set_column(0, max(len(columns) - 1, 0), 22)
        page.freeze_panes(2, 0)
    lines = dict.fromkeys(pages, 2)
    for number, answers in enumerate(rows, start=1):
        _write_line(pages[MAIN], lines, MAIN, _columns(form.description.fields), form.description.fields, answers)
        for group in _groups(form):
            for row in answers.get(group.name, ()):
                columns = [(LINE, ""), *_columns(group.columns)]
                _write_line(pages[group.name], lines, group.name, columns, group.columns, {LINE: number, **row})
    book.close()
    return target.getvalue()


def _offer_choices(page: Any, at: int, field: FieldDescription | None) -> None:
    if field is None or field.kind is not FieldKind.CHOICE:
        return
    labels = [label for _code, label in field.choices]
    # Excel keeps at most 255 letters of a list in its rule; longer lists are typed.
    if sum(len(label) + 1 for label in labels) <= 255 and not any("," in label for label in labels):
        page.data_validation(2, at, LIMITS.rows, at, {"validate": "list", "source": labels, "ignore_blank": True})


def _write_line(
    page: Any,
    lines: dict[str, int],
    name: str,
    columns: list[tuple[str, str]],
    fields: Iterable[FieldDescription],
    answers: Mapping[str, Any],
) -> None:
    by_name = {field.name: field for field in fields}
    for at, (column, _label) in enumerate(columns):
        top, _dot, part = column.partition(".")
        value = answers.get(top)
        field = by_name.get(top)
        if part:
            value = value.get(part) if isinstance(value, Mapping) else None
        if isinstance(value, bool):
            page.write_string(lines[name], at, "x" if value else "")
        elif isinstance(value, int | float):
            page.write_number(lines[name], at, value)
        elif value not in (None, ""):
            page.write_string(lines[name], at, _cell_text(field, value))
    lines[name] += 1


def _cell_text(field: FieldDescription | None, value: Any) -> str:
    if field is not None and field.kind is FieldKind.CHOICE:
        return dict(field.choices).get(str(value), str(value))
    if field is not None and field.kind is FieldKind.CHOICES:
        labels = dict(field.choices)
        return "; ".join(labels.get(str(item), str(item)) for item in value)
    return shown_day(str(value)) if field is not None and field.kind is FieldKind.DATE else str(value)


def read_sheet(*, form: CompiledForm, stream: BinaryIO) -> ImportPreview:
    """Read a sheet of the form and say for each row what it holds and what is wrong; nothing is stored.

    :raises SheetRefused: no sheet, too large packed or unpacked, or without the first row of names
    """
    tables = _tables(stream)
    heads, lines = tables.get(MAIN, ([], []))
    known = {name for name, _label in _columns(form.description.fields)}
    if not known & set(heads):
        raise SheetRefused(_("This is no sheet of this form. Take the template from the page and fill it in."))
    inner = {
        group.name: _lines_of(tables[sheet], group)
        for group in _groups(form)
        if (sheet := group.name[:LONGEST_SHEET_NAME]) in tables
    }
    rows = []
    for number, line in enumerate(lines, start=1):
        answers = _answers(form.description.fields, dict(zip(heads, line, strict=False)))
        answers |= {name: found[number] for name, found in inner.items() if number in found}
        if any(value is not False for value in answers.values()):
            errors = tuple((error.path, error.message) for error in form.validate(answers))
            rows.append(ImportRow(number, answers, errors))
    return ImportPreview(tuple(rows), tuple(head for head in heads if head and head not in known))


def _tables(stream: BinaryIO) -> dict[str, tuple[list[str], list[list[Cell]]]]:
    """Return the names of the columns and the rows of each sheet; the second row is for people."""
    try:
        sheets = read_sheets(content=stream.read(LIMITS.megabytes * 1024**2 + 1), limits=LIMITS, header_rows=2)
    except UnreadableTable as refusal:
        raise SheetRefused(refusal.message) from refusal
    return {name: ([str(head) for head in rows[0]], rows[2:]) for name, rows in sheets.items() if rows}


def _lines_of(table: tuple[list[str], list[list[Cell]]], group: FieldDescription) -> dict[int, list[dict[str, Any]]]:
    heads, lines = table
    found: dict[int, list[dict[str, Any]]] = {}
    for line in lines:
        cells = dict(zip(heads, line, strict=False))
        number = whole_number(cell_text(cells.get(LINE)))
        row = _answers(group.columns, cells)
        if isinstance(number, int) and any(value is not False for value in row.values()):
            found.setdefault(number, []).append(row)
    return found


def _answers(fields: Iterable[FieldDescription], cells: Mapping[str, Any]) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for field in fields:
        if field.kind is FieldKind.ADDRESS:
            parts = {part: cell_text(cells.get(f"{field.name}.{part}")) for part in ADDRESS_PARTS}
            value: Any = {part: text for part, text in parts.items() if text}
        elif field.kind is FieldKind.GROUP or field.compute:
            continue
        else:
            value = _value(field, cells.get(field.name))
        if value not in ("", None, [], {}):
            answers[field.name] = value
    return answers


def _value(field: FieldDescription, cell: Any) -> Any:
    text = cell_text(cell)
    if field.kind is FieldKind.CHECKBOX:
        return cell is True or text.lower() in TICKED
    if field.kind in {FieldKind.CHOICE, FieldKind.CHOICES}:
        codes = {label: code for code, label in field.choices}
        chosen = [codes.get(part.strip(), part.strip()) for part in text.split(";") if part.strip()]
        return chosen if field.kind is FieldKind.CHOICES else codes.get(text, text)
    if field.kind in NUMBERS:
        return int(cell) if isinstance(cell, float) and cell.is_integer() else whole_number(text)
    if field.kind is FieldKind.NUMBER:
        return cell if isinstance(cell, float) else decimal_number(text)
    return (iso_day(text) or text) if field.kind is FieldKind.DATE else text
