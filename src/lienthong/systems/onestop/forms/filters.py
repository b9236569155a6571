"""What narrows the list of dossiers and the leader's page; both stand in the address."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.organizations.contracts import AgencyInfo
from lienthong.systems.onestop.queries import DossierFilters, InstalledPackage

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)
DAYS = ["%d/%m/%Y", "%d%m%Y", "%Y-%m-%d"]
Choices = Iterable[tuple[str, Any]]


def as_choice(label: Any, choices: Choices = ()) -> forms.ChoiceField:
    """Return a question that may stay open."""
    return forms.ChoiceField(label=label, required=False, choices=[("", _("All")), *choices])


def as_day(label: Any) -> forms.DateField:
    """Return a day that may stay open."""
    return forms.DateField(
        label=label,
        required=False,
        input_formats=DAYS,
        widget=forms.DateInput(
            format="%d/%m/%Y", attrs={"class": "lt-in lt-in-s", "inputmode": "numeric", "placeholder": "dd/mm/yyyy"}
        ),
        error_messages={"invalid": _("Write the day as dd/mm/yyyy")},
    )


class DossierFilterForm(forms.Form):
    """The filters of the list of dossiers; all are optional."""

    q = forms.CharField(label=_("Code or name of the applicant"), required=False, max_length=200)
    trang_thai = as_choice(_("State"))
    han = as_choice(_("Timeliness"))
    thu_tuc = as_choice(_("Procedure"))
    linh_vuc = as_choice(_("Field of work"))
    kenh = as_choice(_("How it was filed"))
    co_quan = as_choice(_("Agency that receives or decides"))
    giai_quyet = as_choice(_("Agency that decides"))
    nhan_tu = as_day(_("Received from"))
    nhan_den = as_day(_("Received until"))
    xong_tu = as_day(_("Resolved from"))
    xong_den = as_day(_("Resolved until"))
    muc = as_choice(_("Figure of the report"))
    ky_tu = as_day(_("Report from"))
    ky_den = as_day(_("Report until"))

    def __init__(
        self,
        data: Any,
        *,
        packages: Iterable[InstalledPackage],
        agencies: Iterable[AgencyInfo],
        states: Choices,
        timeliness: Choices,
        channels: Choices,
        standings: Choices = (),
    ) -> None:
        """Offer what there is to choose from; without agencies those questions are not asked."""
        super().__init__(data)
        found = tuple(packages)
        offices = [(str(agency.id), agency.name) for agency in agencies]
        offered: dict[str, Choices] = {
            "trang_thai": states,
            "han": timeliness,
            "kenh": channels,
            "thu_tuc": [(each.spec.code, each.spec.short_title) for each in found],
            "linh_vuc": [(name, name) for name in sorted({each.spec.field for each in found})],
            "co_quan": offices,
            "giai_quyet": offices,
            "muc": standings,
        }
        self._said: dict[str, dict[str, str]] = {}
        for name, choices in offered.items():
            field = self.fields[name]
            self._said[name] = {value: str(label) for value, label in choices}
            if name in {"linh_vuc", "thu_tuc"} and data.get("muc") and data.get(name):
                # A report has lines for what is no longer installed.
                self._said[name].setdefault(data[name], data[name])
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", _("All")), *self._said[name].items()]
        if not offices:
            del self.fields["co_quan"], self.fields["giai_quyet"]

    def clean(self) -> dict[str, Any]:
        """Want the period of a figure, within the years that reports know."""
        given = super().clean() or self.cleaned_data
        days = [given.get("ky_tu"), given.get("ky_den")]
        if given.get("muc") and not all(day and FIRST_DAY <= day <= LAST_DAY for day in days):
            self.add_error("ky_tu", _("A figure of the report needs the first and the last day of its period"))
        return given

    def filters(self) -> DossierFilters:
        """Return what is chosen; what cannot be read narrows nothing and is shown as an error."""
        self.is_valid()
        given = self.cleaned_data
        return DossierFilters(
            state=given.get("trang_thai", ""),
            field=given.get("linh_vuc", ""),
            procedure=given.get("thu_tuc", ""),
            agency_id=_number(given.get("co_quan")),
            competent_id=_number(given.get("giai_quyet")),
            channel=given.get("kenh", ""),
            timeliness=given.get("han", ""),
            accepted_from=given.get("nhan_tu"),
            accepted_to=given.get("nhan_den"),
            ended_from=given.get("xong_tu"),
            ended_to=given.get("xong_den"),
            text=given.get("q", ""),
            standing=given.get("muc", ""),
            period_from=given.get("ky_tu"),
            period_to=given.get("ky_den"),
        )

    def chosen(self) -> list[tuple[str, str, str]]:
        """Return what is chosen as (name, label, words), for the chips that take it away."""
        self.is_valid()
        found = []
        for name, value in self.cleaned_data.items():
            if value in {None, ""}:
                continue
            field = self.fields[name]
            words = self._said[name].get(value, value) if name in self._said else ""
            if isinstance(field, forms.DateField):
                words = f"{value:%d/%m/%Y}"
            found.append((name, str(field.label), words or str(value)))
        return found


def _number(text: str | None) -> int | None:
    return int(text) if text else None


class PeriodForm(forms.Form):
    """Another period than those offered."""

    tu = as_day(_("From"))
    den = as_day(_("Until"))
