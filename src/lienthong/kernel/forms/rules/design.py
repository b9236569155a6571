"""Changing a form by hand: each change takes a description and returns another; names of fields stay."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from ..contracts import FieldDescription, FieldKind, FormDescription, SectionDescription

Edit = Callable[[FormDescription], FormDescription]
T = TypeVar("T")
LONGEST_NAME = 40
RESERVED = frozenset({"in", "null", "true", "false", "as", "break", "const", "if", "else", "for", "function", "import",
                      "let", "loop", "package", "namespace", "return", "var", "void", "while"})  # fmt: skip


def name_for(folded_label: str, taken: frozenset[str]) -> str:
    """Make a name of a label without diacritics ("ho va ten" gives "ho_va_ten"), different from those taken."""
    bare = re.sub(r"[^a-z0-9]+", "_", folded_label.lower()).strip("_")[:LONGEST_NAME].strip("_") or "truong"
    if not bare[0].isalpha() or bare in RESERVED:
        bare = f"t_{bare}"
    name, number = bare, 2
    while name in taken:
        name, number = f"{bare}_{number}", number + 1
    return name


def moved(items: Sequence[T], at: int, step: int) -> tuple[T, ...]:
    """Move one item up (-1) or down (1); at the end it stays."""
    to = at + step
    changed = list(items)
    if 0 <= at < len(changed) and 0 <= to < len(changed):
        changed[at], changed[to] = changed[to], changed[at]
    return tuple(changed)


def _at(form: FormDescription, at: int, section: SectionDescription | None) -> FormDescription:
    sections = list(form.sections)
    sections[at : at + 1] = [section] if section else []
    return FormDescription(tuple(sections))


def add_section(title: str, text: str = "") -> Edit:
    """Add an empty section at the end."""
    return lambda form: FormDescription((*form.sections, SectionDescription(title, (), text)))


def change_section(at: int, title: str, text: str) -> Edit:
    """Give a section another title and help."""
    return lambda form: _at(form, at, replace(form.sections[at], title=title, help=text))


def remove_section(at: int) -> Edit:
    """Take a section away with its fields."""
    return lambda form: _at(form, at, None)


def move_section(at: int, step: int) -> Edit:
    """Move a section up or down."""
    return lambda form: FormDescription(moved(form.sections, at, step))


def section_of(form: FormDescription, name: str) -> int:
    """Return the place of the section that holds a field, the last one for a field that is in none."""
    places = (at for at, section in enumerate(form.sections) if any(item.name == name for item in section.fields))
    return next(places, max(len(form.sections) - 1, 0))


def add_field(at: int, field: FieldDescription) -> Edit:
    """Add a field at the end of a section."""

    def edit(form: FormDescription) -> FormDescription:
        sections = form.sections or (SectionDescription("", ()),)
        place = min(max(at, 0), len(sections) - 1)
        section = sections[place]
        return _at(FormDescription(sections), place, replace(section, fields=(*section.fields, field)))

    return edit


def change_field(name: str, field: FieldDescription) -> Edit:
    """Put another description in the place of a field."""

    def edit(form: FormDescription) -> FormDescription:
        place = section_of(form, name)
        section = form.sections[place]
        fields = tuple(field if item.name == name else item for item in section.fields)
        return _at(form, place, replace(section, fields=fields))

    return edit


def remove_field(name: str) -> Edit:
    """Take a field away; expressions that read it are reported by the check of the form."""

    def edit(form: FormDescription) -> FormDescription:
        place = section_of(form, name)
        section = form.sections[place]
        return _at(form, place, replace(section, fields=tuple(item for item in section.fields if item.name != name)))

    return edit


def move_field(name: str, step: int) -> Edit:
    """Move a field up or down; at the edge of its section it goes over to the next one."""

    def edit(form: FormDescription) -> FormDescription:
        place = section_of(form, name)
        section = form.sections[place]
        at = next(at for at, item in enumerate(section.fields) if item.name == name)
        if 0 <= at + step < len(section.fields):
            return _at(form, place, replace(section, fields=moved(section.fields, at, step)))
        if not 0 <= place + step < len(form.sections):
            return form
        field, target = section.fields[at], form.sections[place + step]
        rest = replace(section, fields=(*section.fields[:at], *section.fields[at + 1 :]))
        fields = (field, *target.fields) if step > 0 else (*target.fields, field)
        return _at(_at(form, place, rest), place + step, replace(target, fields=fields))

    return edit


def in_group(group: str, edit: Edit) -> Edit:
    """Do to the columns of a group what is otherwise done to the fields of a form."""

    def outer(form: FormDescription) -> FormDescription:
        field = form.by_name[group]
        inner = edit(FormDescription((SectionDescription("", field.columns),)))
        return change_field(group, replace(field, columns=inner.fields))(form)

    return outer


def quoted(text: str) -> str:
    """Write a text for an expression."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def write_condition(field: FieldDescription, sign: str, value: str) -> str:
    """Write "asked when FIELD is VALUE" as an expression.

    :param sign: `is`, `not`, `filled`, `more` or `less`
    """
    if sign == "filled":
        return f"{field.name} != null"
    if field.kind is FieldKind.CHECKBOX:
        return f"{field.name} {'!=' if sign == 'not' else '=='} true"
    if field.kind is FieldKind.CHOICES:
        held = f"{field.name} != null && {quoted(value)} in {field.name}"
        return f"!({held})" if sign == "not" else held
    if field.kind in {FieldKind.INTEGER, FieldKind.MONEY, FieldKind.NUMBER}:
        figure = value if re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", value) else "0"
        figure = f"{float(figure)}" if field.kind is FieldKind.NUMBER else str(int(float(figure)))
        left = f"double({field.name})" if field.kind is FieldKind.NUMBER else field.name
        signs = {"is": "==", "not": "!=", "more": ">", "less": "<"}
        return f"{field.name} != null && {left} {signs.get(sign, '==')} {figure}"
    return f"{field.name} {'!=' if sign == 'not' else '=='} {quoted(value)}"


_EQUAL = re.compile(r"^(\w+) (==|!=) '((?:[^'\\]|\\.)*)'$")
_TICKED = re.compile(r"^(\w+) (==|!=) true$")
_FILLED = re.compile(r"^(\w+) != null$")
_FIGURE = re.compile(r"^(\w+) != null && (?:double\(\1\)|\1) (==|!=|>|<) (-?[0-9.]+)$")
_HELD = re.compile(r"^(!\()?(\w+) != null && '((?:[^'\\]|\\.)*)' in \2\)?$")


def read_condition(expression: str) -> tuple[str, str, str] | None:
    """Read an expression that `write_condition` wrote: (field, sign, value); None for any other."""
    if found := _FILLED.match(expression):
        return found[1], "filled", ""
    if found := _TICKED.match(expression):
        return found[1], "is" if found[2] == "==" else "not", "true"
    if found := _EQUAL.match(expression):
        return found[1], "is" if found[2] == "==" else "not", re.sub(r"\\(.)", r"\1", found[3])
    if found := _FIGURE.match(expression):
        return found[1], {"==": "is", "!=": "not", ">": "more", "<": "less"}[found[2]], found[3]
    if found := _HELD.match(expression):
        return found[2], "not" if found[1] else "is", re.sub(r"\\(.)", r"\1", found[3])
    return None
