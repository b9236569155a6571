"""What the clerk writes on form 02 or form 03 before acceptance, and what narrows the list of slips."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.systems.onestop.contracts import IntakeKind, PaperSpec, SupplementItem

from .counter import DAY_FORMATS, FORM_ID

PREFIX = "phieu"
LONGEST = 5000
LONGEST_NOTE = 300
# Printed on the form, whose texts are Vietnamese by law.
USUAL_REASON = "Thành phần hồ sơ chưa đầy đủ theo quy định của thủ tục."


@dataclass(frozen=True)
class LackingLine:
    """A paper of the case as form 02 asks for it."""

    name: str
    tick: forms.BoundField
    note: forms.BoundField


def _words(label: Any, *, required: Any = "", hint: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=bool(required),
        help_text=hint,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows, "form": FORM_ID}),
        error_messages={"required": required, "max_length": _("This is longer than 5,000 characters")},
    )


def _line(label: Any, length: int, *, required: Any = "", hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=bool(required),
        help_text=hint,
        max_length=length,
        widget=forms.TextInput(attrs={"form": FORM_ID, "class": "lt-in", "autocomplete": "off"}),
        error_messages={"required": required},
    )


class CompletionForm(forms.Form):
    """Form 02: which papers of the case are missing or wrong, what else, and why."""

    kind = IntakeKind.COMPLETION
    other = _words(
        _("Something else to complete"), hint=_("One thing a line, such as: Sign each page of the declaration."), rows=2
    )
    reason = _words(_("Reason"), required=_("Say why it is needed"), rows=2)
    legal_basis = _line(_("Legal basis"), 500)

    def __init__(self, papers: Iterable[PaperSpec], data: Any = None, *, lacking: Iterable[str] = ()) -> None:
        """Ask for each paper of the case.

        :param lacking: codes of the papers ticked when the form is opened
        """
        self.papers = tuple(papers)
        super().__init__(data, prefix=PREFIX, initial={"reason": USUAL_REASON})
        ticked = set(lacking)
        for paper in self.papers:
            self.fields[f"lacks-{paper.code}"] = forms.BooleanField(
                label=paper.name,
                required=False,
                initial=paper.code in ticked,
                widget=forms.CheckboxInput(attrs={"form": FORM_ID}),
            )
            note = self.fields[f"note-{paper.code}"] = _line(_("What is wrong with it"), LONGEST_NOTE)
            note.widget.attrs["placeholder"] = _("What is wrong with it")

    def lines(self) -> Iterator[LackingLine]:
        """Yield the papers in the order of the case."""
        for paper in self.papers:
            yield LackingLine(paper.name, self[f"lacks-{paper.code}"], self[f"note-{paper.code}"])

    def clean(self) -> dict[str, Any]:
        """Refuse a form 02 that names nothing; a note alone counts as a tick."""
        given = super().clean() or {}
        if not self.items_of(given):
            self.add_error("other", _("Tick what is missing, or write it down"))
        return given

    def items(self) -> tuple[SupplementItem, ...]:
        """Return what is missing; only after `is_valid()`."""
        return self.items_of(self.cleaned_data)

    def items_of(self, given: dict[str, Any]) -> tuple[SupplementItem, ...]:
        """Return what the answers name as missing: papers in the order of the case, then the lines."""
        named = [
            SupplementItem(paper=paper.code, content=given.get(f"note-{paper.code}", ""))
            for paper in self.papers
            if given.get(f"lacks-{paper.code}") or given.get(f"note-{paper.code}")
        ]
        lines = (line.strip(" -•\t") for line in given.get("other", "").splitlines())
        return (*named, *(SupplementItem(paper="", content=line) for line in lines if line))


class RefusalForm(forms.Form):
    """Form 03: why the dossier is not received, and where to go instead."""

    kind = IntakeKind.REFUSAL
    title = _line(_("What was asked for"), 700, required=_("Write what was asked for"))
    reason = _words(
        _("Reason"),
        required=_("Say why it is not received"),
        hint=_("The applicant reads this: in words, never a code."),
        rows=4,
    )
    legal_basis = _line(_("Legal basis"), 500)
    advice = _words(_("Where to go, what to do instead"), rows=2)

    def __init__(self, data: Any = None, *, procedure_known: bool, title: str = "") -> None:
        """Ask what was asked for only where no procedure is chosen."""
        super().__init__(data, prefix=PREFIX, initial={"title": title})
        if procedure_known:
            del self.fields["title"]


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        input_formats=DAY_FORMATS,
        widget=forms.DateInput(
            format="%d/%m/%Y", attrs={"class": "lt-in lt-in-s", "inputmode": "numeric", "placeholder": "dd/mm/yyyy"}
        ),
        error_messages={"invalid": _("Write the day as dd/mm/yyyy")},
    )


class SlipFilterForm(forms.Form):
    """The filters of the list of slips; all are optional."""

    q = forms.CharField(label=_("Number of the slip or name"), required=False, max_length=200)
    tu = _day(_("Given from"))
    den = _day(_("Given until"))
    con = forms.BooleanField(label=_("Only those who have not come back"), required=False)
