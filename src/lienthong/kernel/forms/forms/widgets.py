"""Controls of several parts: an address, an attachment, the rows of a group. Each works without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..contracts import FieldDescription, KeptFile
from ..rules.places import Era, Place, communes, provinces
from ..words import shown_answer

LONGEST_COUNT = 6
SIGNER = Signer(salt="lienthong.kernel.forms.attachment")


def sign_file(kept: KeptFile, *, owner: str) -> str:
    """Return a token by which a page sends a kept file again; only its owner may use it."""
    return SIGNER.sign_object([owner, kept.id, kept.name, kept.size])


def read_file_token(token: str, *, owner: str) -> KeptFile | None:
    """Return the file of a token, None when it was made up or belongs to somebody else."""
    try:
        whose, uuid, name, size = SIGNER.unsign_object(token)
    except (BadSignature, ValueError):
        return None
    return KeptFile(uuid, name, size) if whose == owner else None


def options_of(places: Iterable[Place], chosen: str = "") -> SafeString:
    """Draw the options of a list of communes, under their districts where there were any."""
    groups: dict[str, list[Place]] = {}
    for place in places:
        groups.setdefault(place.above, []).append(place)
    parts = []
    for above, members in groups.items():
        lines = format_html_join(
            "", '<option value="{}"{}>{}</option>',
            ((each.code, SafeString(" selected") if each.code == chosen else "", each.name) for each in members),
        )  # fmt: skip
        parts.append(format_html('<optgroup label="{}">{}</optgroup>', above, lines) if above else lines)
    return SafeString("".join(parts))


class AddressInput(forms.Widget):
    """Province, commune and detail; the communes come with the province, from the server when a script asks."""

    def __init__(self, *, era: str) -> None:
        """Keep which era may be chosen: one of `Era`, or `any`."""
        super().__init__()
        self.era = era

    @property
    def eras(self) -> tuple[Era, ...]:
        """Return the eras offered, the present one first."""
        return tuple(Era) if self.era == "any" else (Era(self.era),)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002  Django's shape
        """Put the parts together; nothing when no part is given."""
        era, _colon, province = str(data.get(name, "")).partition(":")
        given = {"era": era if province else "", "province": province}
        given |= {part: str(data.get(f"{name}-{part}", "")).strip() for part in ("commune", "detail")}
        return {part: text for part, text in given.items() if text} or ""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002  Django's shape
        """Draw two lists and a line of text."""
        given = value if isinstance(value, dict) else {}
        chosen = f"{given.get('era', '')}:{given.get('province', '')}"
        era = Era(given["era"]) if given.get("era") in set(Era) else Era.NOW
        found = communes(era, str(given.get("province", "")))
        groups = []
        for each in self.eras:
            places = (Place(f"{each}:{item.place.code}", item.place.name) for item in provinces(each).values())
            groups.append((_("Now") if each is Era.NOW else _("Before 1 July 2025"), options_of(places, chosen)))
        context = {
            "name": name, "id": (attrs or {}).get("id", name), "attrs": attrs or {}, "groups": groups,
            "given": given, "communes": options_of(found, str(given.get("commune", ""))), "known": bool(found),
        }  # fmt: skip
        return render_to_string("forms/widgets/address.html", context)


class AttachmentInput(forms.FileInput):
    """A file; one that was kept before is named and need not be sent again. The view puts `kept` in."""

    kept: KeptFile | None = None
    token = ""

    def keep(self, kept: KeptFile | None, *, owner: str) -> None:
        """Remember the file that is there, with the token by which the page sends it again."""
        self.kept, self.token = kept, sign_file(kept, owner=owner) if kept else ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002  Django's shape
        """Return the id of the kept file; uploads are stored by the view before the form is bound."""
        return self.kept.id if self.kept else ""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002  Django's shape
        """Draw the chooser, and the file that is there already."""
        context = {"name": name, "attrs": attrs or {}, "kept": self.kept, "token": self.token}
        return render_to_string("forms/widgets/attachment.html", context)


@dataclass(frozen=True)
class Column:
    """A question of each row, with the field that asks it."""

    description: FieldDescription
    field: forms.Field


@dataclass(frozen=True)
class Cell:
    """One control of one row."""

    id: str
    column: FieldDescription
    control: SafeString
    error: str = ""
    fixed: bool = False
    tick: bool = False


class RowsInput(forms.Widget):
    """The rows of a group, as cards or as a table; buttons add and take away rows, also without scripts."""

    def __init__(self, *, columns: tuple[Column, ...], most: int, as_table: bool) -> None:
        """Keep what each row asks and how many rows there may be."""
        super().__init__()
        self.columns = columns
        self.most = most
        self.as_table = as_table
        self.errors: dict[tuple[int, str], str] = {}
        self.texts: dict[str, str] = {}
        self.wants_row = False

    def __deepcopy__(self, memo: Any) -> RowsInput:
        """Copy what belongs to one page only."""
        copied: RowsInput = super().__deepcopy__(memo)
        copied.errors = {}
        return copied

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Read the rows; those without any answer, and the one to be taken away, are left out.

        Only rows that were really sent are looked at, whatever number a browser states: Django bounds the pairs of a
        request. More rows than allowed are kept, so that the schema refuses them and nothing typed is lost.
        """
        count = str(data.get(f"{name}-rows", "0"))
        stated = int(count) if count.isascii() and count.isdigit() and len(count) < LONGEST_COUNT else 0
        removed = str(data.get(f"{name}-remove", ""))
        self.wants_row = f"{name}-add" in data
        cell = re.compile(rf"{re.escape(name)}-([0-9]{{1,{LONGEST_COUNT}}})-")
        sent = {int(found[1]) for key in data if (found := cell.match(key))}
        rows = [self._row(data, files, f"{name}-{at}") for at in sorted(sent) if at < stated and str(at) != removed]
        # A zero is an answer; it equals False, so a box that is not ticked is told by what it is.
        return [row for row in rows if any(value is not False and value not in ("", None) for value in row.values())]

    def _row(self, data: Any, files: Any, prefix: str) -> dict[str, Any]:
        return {
            column.description.name: column.field.to_python(
                column.field.widget.value_from_datadict(data, files, f"{prefix}-{column.description.name}")
            )
            for column in self.columns
            if not column.description.compute
        }

    def _cell(self, column: Column, prefix: str, root: str, row: dict[str, Any], error: str) -> Cell:
        item, identity = column.description, f"{root}-{column.description.name}"
        value = row.get(item.name)
        if item.compute:
            shown = shown_answer(item, value) if value is not None else self.texts.get(identity, "")
            return Cell(identity, item, conditional_escape(shown), fixed=True)
        attrs: dict[str, Any] = {"id": identity}
        tick = isinstance(column.field.widget, forms.CheckboxInput)
        if not tick and not isinstance(column.field.widget, forms.RadioSelect):
            attrs["class"] = "lt-in"
        if self.as_table:
            attrs["aria-label"] = f"{item.label}"
        if error:
            attrs |= {"aria-invalid": "true", "aria-describedby": f"{identity}_error"}
        given = column.field.prepare_value(value)
        control = SafeString(column.field.widget.render(f"{prefix}-{item.name}", given, attrs))
        return Cell(identity, item, control, error, tick=tick)

    def _cells(self, name: str, root: str, at: int | str, row: dict[str, Any]) -> list[Cell]:
        found = []
        for column in self.columns:
            error = self.errors.get((at, column.description.name), "") if isinstance(at, int) else ""
            found.append(self._cell(column, f"{name}-{at}", f"{root}-{at}", row, error))
        return found

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002  Django's shape
        """Draw the rows there are, one empty row where there is none or one was asked for."""
        rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
        if (not rows or self.wants_row) and len(rows) < self.most:
            rows = [*rows, {}]
        root = (attrs or {}).get("id", name)
        context = {
            "name": name, "id": root, "most": self.most, "as_table": self.as_table,
            "columns": [column.description for column in self.columns],
            "rows": [(at, self._cells(name, root, at, row)) for at, row in enumerate(rows)],
            "blank": self._cells(name, root, "__at__", {}),
        }  # fmt: skip
        return render_to_string("forms/widgets/rows.html", context)
