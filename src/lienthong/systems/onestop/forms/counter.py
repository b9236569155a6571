"""Forms of the reception desk: the applicant, the papers handed in, the receipt."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.acts.contracts import FieldError
from lienthong.kernel.forms.contracts import WaivedPaper
from lienthong.kernel.organizations.contracts import PartyDraft, PartyKind
from lienthong.systems.onestop.contracts import CaseSpec, DeliveryWay, PaperDraft, PaperSpec
from lienthong.systems.onestop.extensions import StoredPaper

from .kept_files import KeptFile

FORM_ID = "tiep-nhan"
CARD_PARTS = 6
DAY_FORMATS = ["%d/%m/%Y", "%d%m%Y"]
ACCEPTED = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx"


def read_card(text: str) -> dict[str, str]:
    """Return what the QR code of an identity card says, empty for anything else.

    A scanner types `number|old number|name|ddmmyyyy|sex|address|ddmmyyyy`.
    """
    parts = [part.strip() for part in text.split("|")]
    if len(parts) < CARD_PARTS or not parts[0].isdigit():
        return {}
    birth = parts[3]
    return {
        "kind": PartyKind.CITIZEN.value,
        "number": parts[0],
        "name": parts[2],
        "birth_date": f"{birth[:2]}/{birth[2:4]}/{birth[4:]}" if len(birth) == 8 else "",
        "address": parts[5],
    }


class PartyForm(forms.Form):
    """A person or organisation who has not applied here before."""

    kind = forms.ChoiceField(
        label=_("Applies as"),
        choices=[
            (PartyKind.CITIZEN.value, _("citizen")),
            (PartyKind.BUSINESS.value, _("enterprise")),
            (PartyKind.ORGANIZATION.value, _("organisation")),
        ],
        initial=PartyKind.CITIZEN.value,
        widget=forms.Select,
    )
    name = forms.CharField(label=_("Full name"), max_length=300, error_messages={"required": _("Enter the name")})
    number = forms.CharField(
        label=_("Personal number or enterprise code"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    birth_date = forms.DateField(
        label=_("Date of birth"),
        required=False,
        input_formats=DAY_FORMATS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "dd/mm/yyyy", "class": "lt-in lt-in-s"}),
        error_messages={"invalid": _("Write the date as 23/11/1985")},
    )
    address = forms.CharField(label=_("Address"), max_length=400, required=False)
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "class": "lt-in lt-in-s"}),
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, error_messages={"invalid": _("An e-mail address has a name, @ and a domain")}
    )

    def draft(self) -> PartyDraft:
        """Return what was typed; only after `is_valid()`."""
        given = self.cleaned_data
        return PartyDraft(
            kind=PartyKind(given["kind"]),
            name=given["name"],
            number=given["number"],
            birth_date=given["birth_date"],
            address=given["address"],
            phone=given["phone"],
            email=given["email"],
        )


@dataclass(frozen=True)
class PaperLine:
    """A required paper as the page shows it."""

    index: int
    spec: PaperSpec
    tick: forms.BoundField
    originals: forms.BoundField
    copies: forms.BoundField
    file: forms.BoundField
    kept: KeptFile | None
    missing: str = ""
    spared: WaivedPaper | None = None
    stored: forms.BoundField | None = None

    @property
    def done(self) -> bool:
        """Tell whether the paper is there or need not come, for the count."""
        from_store = self.stored is not None and bool(self.stored.value())
        return bool(self.tick.value()) or from_store or self.kept is not None or self.spared is not None


class CounterForm(forms.Form):
    """What is handed in and how the result is wanted, for one case of a procedure."""

    delivery = forms.ChoiceField(
        label=_("Result is collected"),
        choices=[
            (DeliveryWay.COUNTER.value, _("at this counter")),
            (DeliveryWay.POST.value, _("by public post")),
            (DeliveryWay.ONLINE.value, _("electronic copy only")),
        ],
        initial=DeliveryWay.COUNTER.value,
        widget=forms.RadioSelect(attrs={"form": FORM_ID}),
    )
    fee_paid = forms.BooleanField(
        label=_("The fee has been collected"), required=False, widget=forms.CheckboxInput(attrs={"form": FORM_ID})
    )

    def __init__(self, *, case: CaseSpec, data: Any = None, files: Any = None, initial: Any = None) -> None:
        """Ask for each paper of the case."""
        self.case = case
        self.kept: dict[str, KeptFile] = {}
        self.spared: dict[str, WaivedPaper] = {}
        super().__init__(data, files, initial=initial)
        for paper in case.papers:
            self.fields |= _paper_fields(paper)

    def offer(self, stored: Mapping[str, Sequence[StoredPaper]]) -> None:
        """Let papers kept for the owner be taken instead of brought; what was chosen before stays named."""
        chosen = {paper.code for paper in self.case.papers if self.data.get(f"stored-{paper.code}")}
        for paper in self.case.papers:
            kept = stored.get(paper.code, ())
            if kept or paper.code in chosen:
                self.fields[f"stored-{paper.code}"] = _stored_field(kept)

    def lines(self) -> Iterator[PaperLine]:
        """Yield the papers in the order of the case."""
        for index, paper in enumerate(self.case.papers, start=1):
            tick = self[f"paper-{paper.code}"]
            yield PaperLine(
                index=index,
                spec=paper,
                tick=tick,
                originals=self[f"originals-{paper.code}"],
                copies=self[f"copies-{paper.code}"],
                file=self[f"file-{paper.code}"],
                kept=self.kept.get(paper.code),
                missing=str(next(iter(tick.errors), "")),
                spared=self.spared.get(paper.code),
                stored=self[f"stored-{paper.code}"] if f"stored-{paper.code}" in self.fields else None,
            )

    def paper_drafts(self) -> tuple[PaperDraft, ...]:
        """Return the papers as the service takes them; a file stands for its paper. Only after `is_valid()`."""
        given = self.cleaned_data
        drafts = []
        for paper in self.case.papers:
            kept, stored = self.kept.get(paper.code), given.get(f"stored-{paper.code}", "")
            drafts.append(
                PaperDraft(
                    code=paper.code,
                    present=bool(given.get(f"paper-{paper.code}")) or kept is not None or bool(stored),
                    originals=given.get(f"originals-{paper.code}") or 0,
                    copies=given.get(f"copies-{paper.code}") or 0,
                    file_id=kept.id if kept else None,
                    stored=stored,
                )
            )
        return tuple(drafts)

    def refuse(self, errors: tuple[FieldError, ...]) -> tuple[FieldError, ...]:
        """Put the refusals of the service beside the papers they concern and return the others."""
        rest = []
        for error in errors:
            name = f"paper-{error.path.removeprefix('papers.')}"
            if error.path.startswith("papers.") and name in self.fields:
                self.add_error(name, error.message)
            else:
                rest.append(error)
        return tuple(rest)


def _count(initial: int, label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        initial=initial,
        min_value=0,
        max_value=999,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "lt-in lt-in-xs lt-num", "autocomplete": "off"}),
        error_messages={
            "invalid": _("Enter a whole number of sheets"),
            "min_value": _("Enter 0 or more"),
            "max_value": _("At most 999"),
        },
    )


def _stored_field(kept: Sequence[StoredPaper]) -> forms.CharField:
    """Return the choice among kept papers; which of them count is judged when they are taken."""
    choices = [("", _("the applicant brings it")), *((each.ref, _stored_words(each)) for each in kept)]
    return forms.CharField(
        label=_("Use from the store"),
        required=False,
        max_length=60,
        widget=forms.Select(choices=choices, attrs={"class": "lt-in lt-in-m"}),
    )


def _stored_words(kept: StoredPaper) -> str:
    parts = [kept.label, kept.issuer, f"{kept.issued_on:%d/%m/%Y}"]
    if kept.valid_to is not None:
        parts.append(gettext("valid until %(day)s") % {"day": f"{kept.valid_to:%d/%m/%Y}"})
    return ", ".join(part for part in parts if part)


def _paper_fields(paper: PaperSpec) -> Mapping[str, forms.Field]:
    return {
        f"paper-{paper.code}": forms.BooleanField(label=paper.name, required=False),
        f"originals-{paper.code}": _count(paper.originals, _("originals")),
        f"copies-{paper.code}": _count(paper.copies, _("copies")),
        f"file-{paper.code}": forms.FileField(
            label=_("Scan or file"),
            required=False,
            allow_empty_file=True,
            widget=forms.FileInput(attrs={"accept": ACCEPTED, "class": "lt-in lt-in-m"}),
        ),
    }
