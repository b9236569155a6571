"""What an officer types to do an act on a dossier; every form carries the version its page showed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lienthong.systems.onestop.contracts import Fault, SupplementItem

LONGEST = 5000
LONGEST_REMARK, MOST_MARKS = 500, 200
FIELD_MARK, PAPER_MARK = "sai", "giay-sai"
MARKS = (FIELD_MARK, PAPER_MARK)
LINE_MARK = "dong"
SCANS = ".pdf,.jpg,.jpeg,.png"


def _words(label: Any, *, required: Any = "", hint: Any = "", rows: int = 3) -> forms.CharField:
    """Return a field for a few sentences; `required` is the message when it is empty, without one it is optional."""
    return forms.CharField(
        label=label,
        required=bool(required),
        help_text=hint,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required, "max_length": _("This is longer than 5,000 characters")},
    )


class ActForm(forms.Form):
    """An act that asks nothing more: the step it is done at and the version of the dossier the page showed."""

    step = forms.IntegerField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    outcome = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


class NoteForm(ActForm):
    """An act to which a word may be added."""

    note = _words(_("Note for the next step"))


class ReasonForm(ActForm):
    """An act that must be explained."""

    reason = _words(_("Reason"), required=_("Say why"))


class RefuseForm(ActForm):
    """Refusing: the reason is printed on form 03 and read by the applicant."""

    reason = _words(
        _("Reason and legal ground"),
        required=_("Say why it is refused"),
        hint=_("The applicant reads this on the notice. Name the missing condition and the article of law."),
        rows=4,
    )


class SupplementForm(ActForm):
    """Asking for what is missing: once, completely, exactly; answers and papers are marked, each with a remark."""

    reason = _words(_("Why it is needed"), required=_("Say why it is needed"), rows=2)
    items = _words(_("What else is missing"), hint=_("One thing a line, such as: Certified copy of the degree."))
    legal_basis = forms.CharField(label=_("Legal basis"), required=False, max_length=500)
    why_again = _words(
        _("Why it was not asked for before"),
        hint=_("The dossier was sent back before. The service index forgives one time."),
        rows=2,
    )

    def fit(self, *, is_first: bool) -> None:
        """Ask why it was not asked for before only where it was asked before (R-44)."""
        if is_first:
            del self.fields["why_again"]

    def clean(self) -> dict[str, Any]:
        """Refuse a request that names nothing, and a mark without a remark."""
        given: dict[str, Any] = super().clean() or {}
        marked = [(kind, name) for kind in MARKS for name in self._marked(kind)]
        if any(not self._remark(kind, name) for kind, name in marked):
            self.add_error(None, _("Say at each mark what is wrong."))
        elif not marked and not given.get("items", "").strip():
            self.add_error("items", _("Name what is to be supplemented"))
        return given

    def _marked(self, kind: str) -> list[str]:
        names = self.data.getlist(kind) if hasattr(self.data, "getlist") else []
        return [str(name)[:80] for name in names][:MOST_MARKS]

    def _remark(self, kind: str, name: str) -> str:
        return str(self.data.get(f"{kind}-{name}", "")).replace("\0", "").strip()[:LONGEST_REMARK]

    def marks(self) -> dict[tuple[str, str], str]:
        """Return the remarks of what is marked, by kind and name, to be shown again."""
        return {(kind, name): self._remark(kind, name) for kind in MARKS for name in self._marked(kind)}

    def asked(self, *, fields: Mapping[str, str], papers: Mapping[str, str]) -> tuple[SupplementItem, ...]:
        """Return the marks, then the lines, as things to supplement; empty lines are left out.

        :param fields: the questions that may be marked, with their words
        :param papers: the papers that may be marked, with their names
        """
        found = []
        for (kind, name), remark in self.marks().items():
            if kind == FIELD_MARK and name in fields:
                found.append(SupplementItem(paper="", content=f"{fields[name]}: {remark}", field=name))
            elif kind == PAPER_MARK and name in papers:
                found.append(SupplementItem(paper=name, content=f"{papers[name]}: {remark}"))
        lines = (line.strip(" -•\t") for line in self.cleaned_data["items"].splitlines())
        return (*found, *(SupplementItem(paper="", content=line) for line in lines if line))


class ExtendForm(ActForm):
    """Apologising: the reason is printed on form 04 and read by the applicant; the law allows one new appointment."""

    day = forms.DateField(
        label=_("New appointment"),
        input_formats=["%d/%m/%Y", "%d%m%Y"],
        widget=forms.DateInput(
            format="%d/%m/%Y", attrs={"class": "lt-in lt-in-s", "inputmode": "numeric", "placeholder": "dd/mm/yyyy"}
        ),
        error_messages={"required": _("Write the day as dd/mm/yyyy"), "invalid": _("Write the day as dd/mm/yyyy")},
    )
    hour = forms.TimeField(
        label=_("Hour"),
        input_formats=["%H:%M", "%Hh%M", "%H"],
        widget=forms.TimeInput(
            format="%H:%M", attrs={"class": "lt-in lt-in-s", "inputmode": "numeric", "placeholder": "16:30"}
        ),
        error_messages={"required": _("Write the hour as 16:30"), "invalid": _("Write the hour as 16:30")},
    )
    reason = _words(
        _("Reason of the delay"),
        required=_("Say why it is late"),
        hint=_("The applicant reads this in the letter of apology."),
    )

    def due_at(self) -> datetime:
        """Return the new appointment as an instant; only after `is_valid()`."""
        given = self.cleaned_data
        return timezone.make_aware(datetime.combine(given["day"], given["hour"]))


class OpinionForm(ActForm):
    """Saying something that all who work on the dossier read."""

    text = _words(
        _("Opinion"),
        required=_("Write the opinion"),
        hint=_("Everybody who works on the dossier reads it; it cannot be changed afterwards."),
    )


class AttachForm(ActForm):
    """Adding a scanned or electronic paper."""

    name = forms.CharField(
        label=_("Name of the paper"), max_length=300, error_messages={"required": _("Enter the name of the paper")}
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, JPG or PNG"),
        widget=forms.FileInput(attrs={"accept": SCANS, "data-lt-place": ""}),
        error_messages={"required": _("Choose the file"), "empty": _("The file is empty. Choose it again.")},
    )


class ReplaceForm(ActForm):
    """Putting a result right: why, whose error it was, and its printed lines with the right texts."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("Whoever checks the old paper reads this, so name nobody."),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why"), "max_length": _("At most 500 letters")},
    )
    fault = forms.ChoiceField(
        label=_("Whose error"),
        choices=[
            (Fault.AGENCY.value, _("ours, the citizen pays nothing")),
            (Fault.APPLICANT.value, _("the applicant's")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whose error it was")},
    )
    with_fee = forms.BooleanField(label=_("Ask for the fee of the procedure again"), required=False)
    legal_basis = forms.CharField(label=_("Legal basis"), required=False, max_length=500)

    def fit(self, lines: Iterable[tuple[str, str]]) -> None:
        """Ask for each printed line; what was typed stays."""
        for at, (label, text) in enumerate(lines):
            hint = "" if at else _("Correct what is printed wrong; the rest stays.")
            field = forms.CharField(label=label, max_length=LONGEST, initial=text, help_text=hint)
            self.fields[f"{LINE_MARK}-{at}"] = field

    def content(self, lines: Iterable[tuple[str, str]]) -> list[list[str]]:
        """Return the lines with what was typed; one that was not sent stays as it was printed."""
        return [
            [label, str(self.data.get(f"{LINE_MARK}-{at}", text)).replace("\0", "")[:LONGEST]]
            for at, (label, text) in enumerate(lines)
        ]


class RevokeForm(ActForm):
    """Revoking a result: why, and by which article."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("Whoever checks the paper reads this, so name nobody."),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why"), "max_length": _("At most 500 letters")},
    )
    legal_basis = forms.CharField(
        label=_("Legal basis"),
        max_length=500,
        error_messages={"required": _("Name the article that lets it be revoked")},
    )


class DigitiseForm(ActForm):
    """Giving a paper its scan."""

    paper = forms.ChoiceField(label=_("Paper"), error_messages={"required": _("Choose the paper")})
    file = forms.FileField(
        label=_("Scan or file"),
        help_text=_("PDF, JPG or PNG"),
        widget=forms.FileInput(attrs={"accept": SCANS, "data-lt-place": ""}),
        error_messages={"required": _("Choose the file"), "empty": _("The file is empty. Choose it again.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take whatever paper was chosen; whether it may be digitised is for the service to say."""
        super().__init__(*args, **kwargs)
        chosen = str(self.data.get("paper", ""))
        self.fit([(chosen, chosen)] if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else [])

    def fit(self, papers: Iterable[tuple[str, str]]) -> None:
        """Offer these papers, by id and name."""
        self.fields["paper"].choices = list(papers)  # type: ignore[attr-defined]  # a choice field


class HandOverForm(ActForm):
    """Handing the result over."""

    receiver = forms.CharField(
        label=_("Who takes it"),
        max_length=200,
        help_text=_("The name on the identity paper shown."),
        error_messages={"required": _("Enter who takes it")},
    )
