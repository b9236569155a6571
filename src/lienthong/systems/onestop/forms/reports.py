"""What narrows the reports; it stands in the address."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.organizations.contracts import AgencyInfo
from lienthong.systems.onestop.queries import DossierFilters, InstalledPackage

from .filters import FIRST_DAY, LAST_DAY, as_choice, as_day

BETWEEN = _("Write a day between 2000 and 2199")
GROUPED = {"agency": _("Agency that decides"), "field": _("Field of work"), "procedure": _("Procedure")}

APOLOGIES = (("sent", _("sent")), ("none", _("not sent")))


def _report_day(label: Any) -> forms.DateField:
    field = as_day(label)
    field.validators += [MinValueValidator(FIRST_DAY, BETWEEN), MaxValueValidator(LAST_DAY, BETWEEN)]
    return field


class ReportForm(forms.Form):
    """Period, grouping and what narrows a report; all are optional."""

    tu = _report_day(_("From"))
    den = _report_day(_("Until"))
    theo = forms.ChoiceField(label=_("Line by line"), required=False, choices=list(GROUPED.items()))
    giai_quyet = as_choice(_("Agency that decides"))
    linh_vuc = as_choice(_("Field of work"))
    thu_tuc = as_choice(_("Procedure"))
    xin_loi = as_choice(_("Letter of apology"), APOLOGIES)

    def __init__(
        self,
        data: Any,
        *,
        packages: Iterable[InstalledPackage],
        agencies: Iterable[AgencyInfo],
        without: Iterable[str] = (),
    ) -> None:
        """Offer what there is to choose from.

        :param without: questions this report does not ask
        """
        super().__init__(data)
        found = tuple(packages)
        offered = {
            "giai_quyet": [(str(agency.id), agency.name) for agency in agencies],
            "linh_vuc": [(name, name) for name in sorted({each.spec.field for each in found})],
            "thu_tuc": [(each.spec.code, each.spec.short_title) for each in found],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", _("All")), *choices]
        for name in (*without, *(() if offered["giai_quyet"] else ("giai_quyet",))):
            self.fields.pop(name, None)

    def period(self, today: date) -> tuple[date, date]:
        """Return the days asked for, in order; the month so far where none or none that can be read were given."""
        self.is_valid()
        start = self.cleaned_data.get("tu") or today.replace(day=1)
        end = self.cleaned_data.get("den") or max(today, start)
        return min(start, end), max(start, end)

    def grouping(self) -> str:
        """Return how lines are grouped."""
        self.is_valid()
        return self.cleaned_data.get("theo") or "agency"

    def filters(self) -> DossierFilters:
        """Return what narrows the report."""
        self.is_valid()
        given = self.cleaned_data
        agency = given.get("giai_quyet")
        return DossierFilters(
            competent_id=int(agency) if agency else None,
            field=given.get("linh_vuc", ""),
            procedure=given.get("thu_tuc", ""),
        )
