"""The forms of the designer's pages: a form's name, a section, and one question of each kind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ui.contracts import fold

from ..contracts import FieldDescription, FieldKind
from ..extensions import prefill_sources
from ..rules.checking import MOST_CHOICES, MOST_ROWS
from ..rules.design import name_for, read_condition, write_condition
from ..rules.shaping import decimal_number, number_text
from ..words import KIND_LABELS, SIGN_LABELS

K = FieldKind
NUMBERS = frozenset({K.INTEGER, K.NUMBER, K.MONEY})
TEXTS = frozenset({K.TEXT, K.TEXTAREA})
CHOSEN = frozenset({K.CHOICE, K.CHOICES})
# What each part of the form is for; a part is shown only for these kinds.
ONLY_FOR: dict[str, frozenset[FieldKind]] = {
    "choices": CHOSEN,
    "minimum": NUMBERS,
    "maximum": NUMBERS,
    "shortest": TEXTS,
    "longest": TEXTS,
    "compute": NUMBERS,
    "must_tick": frozenset({K.CHECKBOX}),
    "era": frozenset({K.ADDRESS}),
    "most": frozenset({K.GROUP}),
    "tabular": frozenset({K.GROUP}),
    "autocomplete": frozenset({K.TEXT, K.PHONE, K.EMAIL, K.DATE, K.TEXTAREA}),
}
NOT_IN_ROWS = ("prefill", "replaces", "when_field", "when_sign", "when_value", "expression")
COMPLETIONS = (
    ("", _("nothing")),
    ("name", _("name")),
    ("tel", _("telephone")),
    ("email", _("e-mail")),
    ("street-address", _("address")),
    ("bday", _("date of birth")),
)
ERAS = (
    ("two-tier", _("of today: province and commune")),
    ("three-tier", _("before 1 July 2025, with districts")),
    ("any", _("both")),
)
LIMITS = {
    "minimum": "minimum",
    "maximum": "maximum",
    "shortest": "minLength",
    "longest": "maxLength",
    "most": "maxItems",
}


class NewDesignForm(forms.Form):
    """A form to begin."""

    title = forms.CharField(label=_("Title"), max_length=300, help_text=_("As people read it above the form"))
    key = forms.CharField(
        label=_("Code"), max_length=60, help_text=_("Small letters, digits, dots, dashes; it stays for good"),
        widget=forms.TextInput(attrs={"class": "lt-in-m", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    like = forms.CharField(
        label=_("Copy of"), max_length=80, required=False, help_text=_("Code of a form to begin with, or nothing"),
        widget=forms.TextInput(attrs={"class": "lt-in-m", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


class TitleForm(forms.Form):
    """The title of a form."""

    title = forms.CharField(label=_("Title"), max_length=300)
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class SectionForm(forms.Form):
    """A section."""

    title = forms.CharField(label=_("Title of the section"), max_length=200)
    help = forms.CharField(
        label=_("Help"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": "2"}),
        help_text=_("One or two sentences below the title"),
    )  # fmt: skip
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class FieldForm(forms.Form):
    """One question: its words, who must answer, when it is asked, and what fits its kind."""

    label = forms.CharField(label=_("Question"), max_length=200, help_text=_("Short, as people would ask it"))
    help = forms.CharField(label=_("Help"), max_length=500, required=False, help_text=_("Where to find the answer"))
    required = forms.BooleanField(label=_("Must be answered"), required=False)
    must_tick = forms.BooleanField(label=_("Must be ticked"), required=False)
    choices = forms.CharField(
        label=_("Choices"), widget=forms.Textarea(attrs={"rows": "6"}), max_length=60_000,
        help_text=_("One a line; a code may stand before: “post | By post”"),
    )  # fmt: skip
    minimum = forms.CharField(label=_("Not less than"), required=False, max_length=20)
    maximum = forms.CharField(label=_("Not more than"), required=False, max_length=20)
    shortest = forms.IntegerField(label=_("Letters at least"), required=False, min_value=1, max_value=10_000)
    longest = forms.IntegerField(label=_("Letters at most"), required=False, min_value=1, max_value=10_000)
    era = forms.ChoiceField(label=_("Which addresses"), widget=forms.RadioSelect, choices=ERAS)
    most = forms.IntegerField(label=_("Lines at most"), min_value=1, max_value=MOST_ROWS)
    tabular = forms.BooleanField(label=_("Show as a table"), required=False)
    compute = forms.CharField(
        label=_("Computed from"), required=False, max_length=2_000,
        help_text=_("Nothing: people enter it. Else for example so_luong * don_gia, or sum(hang.map(h, h.thanh_tien))"),
    )  # fmt: skip
    prefill = forms.ChoiceField(label=_("Filled in from"), required=False)
    replaces = forms.CharField(
        label=_("Spares the papers"), required=False, max_length=300,
        help_text=_("Codes of papers not to be handed in when a verified source has answered, as in GT-02, GT-05"),
    )  # fmt: skip
    autocomplete = forms.ChoiceField(label=_("The browser offers"), required=False, choices=COMPLETIONS)
    when_field = forms.ChoiceField(label=_("Asked only when"), required=False)
    when_sign = forms.ChoiceField(label=_("this answer"), required=False, choices=list(SIGN_LABELS.items()))
    when_value = forms.CharField(
        label=_("this value"), required=False, max_length=200, help_text=_("A number, a text, or one of the choices")
    )
    expression = forms.CharField(
        label=_("Or an expression of your own"), required=False, max_length=2_000,
        help_text=_("In CEL, for example so_tang > 3 && loai == 'nha_o'"),
    )  # fmt: skip
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(
        self, data: Any = None, *, kind: FieldKind, others: Iterable[FieldDescription], in_row: bool, **options: Any
    ) -> None:
        """Keep only what the kind needs, and offer the other questions for the condition.

        :param others: the other questions of the form
        :param in_row: the question is a column of a group
        """
        super().__init__(data, **options)
        self.kind = kind
        self.others = {item.name: item for item in others if item.kind not in {K.GROUP, K.ADDRESS}}
        unused = [name for name, kinds in ONLY_FOR.items() if kind not in kinds]
        for name in [*unused, *(NOT_IN_ROWS if in_row else ())]:
            del self.fields[name]
        if not in_row:
            asked = [("", gettext("always asked")), *((item.name, item.label) for item in self.others.values())]
            self.fields["when_field"].choices = asked  # type: ignore[attr-defined]  # a choice field
            self.fields["prefill"].choices = self._sources()  # type: ignore[attr-defined]  # a choice field

    def _sources(self) -> list[tuple[str, str]]:
        offered = [("", gettext("nothing: people enter it"))]
        verified = gettext("verified")
        for source in prefill_sources().values():
            mark = f" – {verified}" if source.verified else ""
            offered += [
                (f"{source.code}.{what}", f"{source.label}: {label}{mark}") for what, label in source.offers().items()
            ]
        present = self.initial.get("prefill") or self.data.get("prefill", "")
        return offered if not present or present in dict(offered) else [*offered, (present, present)]

    def clean_choices(self) -> tuple[tuple[str, str], ...]:
        """Read one choice a line; a line without a code gets one of its words."""
        found: dict[str, str] = {}
        for line in self.cleaned_data["choices"].splitlines():
            code, bar, label = (part.strip() for part in line.partition("|"))
            label = label if bar else code
            if label:
                code = code if bar and code else name_for(fold(label), frozenset(found))
                if code in found:
                    raise forms.ValidationError(gettext("Two choices have the code “%(code)s”") % {"code": code})
                found[code] = label
        if not found or len(found) > MOST_CHOICES:
            raise forms.ValidationError(gettext("Enter 1 to 1000 choices"))
        return tuple(found.items())

    def _figure(self, name: str) -> float | int | None:
        text = self.cleaned_data[name]
        figure = decimal_number(text) if text else None
        if isinstance(figure, str):
            raise forms.ValidationError(gettext("Enter a number, like 125,5"))
        return int(figure) if figure is not None and self.kind is not K.NUMBER else figure

    def clean_minimum(self) -> float | int | None:
        """Read a number as people write it."""
        return self._figure("minimum")

    def clean_maximum(self) -> float | int | None:
        """Read a number as people write it."""
        return self._figure("maximum")

    def clean_when_value(self) -> str:
        """Read a choice by its words or its code, a number as people write it.

        :raises ValidationError: the other question has no such choice, or takes numbers only
        """
        value = str(self.cleaned_data["when_value"]).strip()
        field = self.others.get(self.cleaned_data.get("when_field", ""))
        if field is None or self.cleaned_data.get("when_sign") == "filled":
            return value
        if field.choices:
            codes = dict(field.choices) | {label: code for code, label in field.choices}
            if value not in codes:
                raise forms.ValidationError(gettext("“%(label)s” has no such choice") % {"label": field.label})
            return value if value in dict(field.choices) else codes[value]
        figure = decimal_number(value)
        if field.kind in NUMBERS and isinstance(figure, str):
            raise forms.ValidationError(gettext("Enter a number, like 125,5"))
        return str(figure) if field.kind in NUMBERS else value

    def _condition(self) -> str:
        given = self.cleaned_data
        if given.get("expression"):
            return str(given["expression"]).strip()
        field = self.others.get(given.get("when_field", ""))
        return write_condition(field, given["when_sign"] or "is", given["when_value"].strip()) if field else ""

    def description(self, name: str, before: FieldDescription | None) -> FieldDescription:
        """Return the question as described; only after `is_valid()`.

        :param before: the question as it was; what this form does not show of it stays
        """
        given = self.cleaned_data
        limits = dict(before.limits) if before and before.kind is self.kind else {}
        for part, keyword in LIMITS.items():
            if part in self.fields:
                limits.pop(keyword, None)
                if given[part] is not None:
                    limits[keyword] = given[part]
        if self.kind is K.CHECKBOX:
            limits.pop("const", None)
            limits |= {"const": True} if given["must_tick"] else {}
        if self.kind is K.ADDRESS:
            limits["vnAddress"] = given["era"]
        replaces = tuple(code.strip() for code in given.get("replaces", "").split(",") if code.strip())
        return FieldDescription(
            name=name, label=given["label"], kind=self.kind, required=given["required"] or bool(given.get("must_tick")),
            widget=self._widget(before), help=given["help"], autocomplete=given.get("autocomplete", ""),
            condition=self._condition(), prefill=given.get("prefill", ""), choices=given.get("choices", ()),
            max_length=limits.get("maxLength"), compute=given.get("compute", "").strip(), replaces=replaces,
            columns=before.columns if before else (), limits=limits,
        )  # fmt: skip

    def _widget(self, before: FieldDescription | None) -> str:
        if self.kind is K.GROUP:
            return "table" if self.cleaned_data["tabular"] else ""
        if self.kind in {K.TEXTAREA, K.MONEY}:
            return self.kind.value
        return before.widget if before and before.kind is self.kind else ""


def shown_in_form(field: FieldDescription) -> dict[str, Any]:
    """Return what the form of a question shows at first."""
    condition = read_condition(field.condition) or ("", "is", "")
    limits = field.limits
    return {
        "label": field.label, "help": field.help, "required": field.required, "compute": field.compute,
        "must_tick": limits.get("const") is True, "prefill": field.prefill, "replaces": ", ".join(field.replaces),
        "choices": "\n".join(f"{code} | {label}" for code, label in field.choices), "tabular": field.widget == "table",
        "minimum": number_text(limits["minimum"]) if "minimum" in limits else "",
        "maximum": number_text(limits["maximum"]) if "maximum" in limits else "",
        "shortest": limits.get("minLength"), "longest": limits.get("maxLength"), "most": limits.get("maxItems", 20),
        "era": limits.get("vnAddress", "two-tier"), "autocomplete": field.autocomplete,
        "when_field": condition[0], "when_sign": condition[1], "when_value": condition[2],
        "expression": "" if condition[0] else field.condition,
    }  # fmt: skip


def blank_in_form(kind: FieldKind) -> dict[str, Any]:
    """Return what the form of a new question of a kind shows at first."""
    longest = {K.TEXT: 200, K.TEXTAREA: 2_000}.get(kind)
    named = {K.PERSONAL_NUMBER, K.BUSINESS_CODE, K.PHONE, K.EMAIL}
    label = str(KIND_LABELS[kind]) if kind in named else ""
    return {"longest": longest, "most": 20, "era": "two-tier", "when_sign": "is", "label": label}
