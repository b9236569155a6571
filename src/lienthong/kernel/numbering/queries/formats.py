"""How numbers of each kind are written."""

from collections.abc import Sequence
from datetime import date

from django.db.models import F, Q
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.organizations import queries as organizations

from ..contracts import SEE, FormatDraft, FormatInfo
from ..models import NumberFormat
from ..rules import Template, Values, read_template

SAMPLES = (1, 9, 10, 1234)
_EXAMPLE = ("UBND", "H01.02")


def format_of(kind: str, agency_id: int) -> NumberFormat | None:
    """Return the format of a kind in an agency: its own, or else that for all; None when there is none."""
    rows = NumberFormat.objects.filter(Q(agency_id=agency_id) | Q(agency_id=None), kind=kind)
    return rows.order_by(F("agency_id").asc(nulls_last=True)).first()


def others_in_agency(kind: str, agency_id: int | None) -> list[NumberFormat]:
    """Return the formats of other kinds that may count in the same agency."""
    rows = NumberFormat.objects.exclude(kind=kind)
    return list(rows if agency_id is None else rows.filter(Q(agency_id=agency_id) | Q(agency_id=None)))


def values_for(symbol: str, agency_id: int | None, day: date) -> Values:
    """Return what stands in a template for an agency, or for an example of one."""
    if agency_id is None:
        return Values(day, symbol, *_EXAMPLE)
    agency = organizations.get_agency(agency_id=agency_id)
    return Values(day, symbol, agency.short_name, agency.code)


def sample_numbers(template: Template, values: Values) -> tuple[str, ...]:
    """Return what the first numbers of a template look like."""
    return tuple(template.write(number, values) for number in SAMPLES)


def list_formats(*, viewer: Actor, day: date) -> tuple[FormatInfo, ...]:
    """Return all formats, by kind, those for one agency after that for all. Bounded: a province has some dozens."""
    if not viewer.may(SEE):
        return ()
    rows = list(NumberFormat.objects.order_by("kind", F("agency_id").asc(nulls_first=True))[:500])
    return _infos(rows, day)


def get_format(*, format_id: int, viewer: Actor, day: date) -> FormatInfo:
    """Return one format.

    :raises NotFound: there is no such format in sight
    """
    rows = list(NumberFormat.objects.filter(pk=format_id)) if viewer.may(SEE) else []
    if not rows:
        raise NotFound(_("There is no such format."))
    return _infos(rows, day)[0]


def _infos(rows: Sequence[NumberFormat], day: date) -> tuple[FormatInfo, ...]:
    agencies = organizations.get_agencies(agency_ids=[row.agency_id for row in rows if row.agency_id is not None])
    made = []
    for row in rows:
        agency = agencies.get(row.agency_id) if row.agency_id is not None else None
        names = (agency.short_name, agency.code) if agency else _EXAMPLE
        draft = FormatDraft(
            kind=row.kind, label=row.label, template=row.template, symbol=row.symbol,
            agency_code=agency.code if agency else "", is_daily=row.is_daily, late_days=row.late_days,
        )  # fmt: skip
        samples = sample_numbers(read_template(row.template), Values(day, row.symbol, *names))
        made.append(FormatInfo(row.pk, draft, agency.name if agency else "", samples))
    return tuple(made)
