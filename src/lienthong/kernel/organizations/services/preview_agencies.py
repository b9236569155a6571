"""Reading a list of agencies and saying what it would change, before anything is changed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, NotPermitted, Scope
from lienthong.kernel.files.services import cell_text, read_table
from lienthong.kernel.organizations.contracts import LineOutcome
from lienthong.kernel.organizations.models import Agency, AgencyImport, AgencyImportLine
from lienthong.kernel.organizations.policy import AGENCIES, MANAGE
from lienthong.kernel.organizations.queries.codes import kind_words
from lienthong.kernel.organizations.rules import spellings, tidy
from lienthong.kernel.organizations.rules.listing import KnownAgency, ListLine, fields_of, judge
from lienthong.kernel.organizations.words import COLUMN, in_every_language
from lienthong.kernel.ui.contracts import fold


def preview_agencies(
    *, file_name: str, content: bytes, effective_date: date, convert: bool, actor: Actor, now: datetime
) -> int:
    """Read a list, keep what each line would change, and return the number of the run; nothing is changed yet.

    :param effective_date: from when what is new or changed counts
    :param convert: write codes of the old form in the new one, the old kept beside
    :raises NotPermitted: the actor manages no agencies
    :raises Invalid: the file cannot be read, or has no column of codes
    """
    if not actor.may(MANAGE):
        raise NotPermitted(_("You may see agencies but not change them."))
    table = [[cell_text(cell) for cell in row] for row in read_table(name=file_name, content=content)]
    headings, rows = [fold(heading) for heading in table[0]], table[1:]
    own = {heading: name for name, label in COLUMN.items() for heading in in_every_language(label)}
    places = fields_of(headings, own)
    if "code" not in places.values():
        words = _("The first row names no column of codes. Begin from a list that was exported here.")
        raise Invalid(words, errors=(FieldError("file", words),))
    given = [_values(row, places) for row in rows]
    may_found_roots = any(grant.scope is Scope.PROVINCE for grant in actor.grants_for(MANAGE))
    lines = list(
        judge(
            given,
            known=known_agencies(actor=actor, at=effective_date),
            kinds=kind_words(),
            convert=convert,
            may_found_roots=may_found_roots,
        )
    )
    with transaction.atomic():
        counts = Counter(line.outcome.value for line in lines)
        run = AgencyImport.objects.create(
            file_name=tidy(file_name)[:200] or "—",
            effective_date=effective_date,
            counts={each.value: counts[each.value] for each in LineOutcome},
            read_at=now,
            read_by_id=actor.user_id,
            read_by_name=actor.name,
        )
        AgencyImportLine.objects.bulk_create(_line(run, line) for line in lines)
    return run.pk


def known_agencies(*, actor: Actor, at: date) -> dict[str, KnownAgency]:
    """Return every agency by every spelling of its codes, as a list may change it at a date."""
    rows = Agency.objects.select_related("parent").order_by("valid_from", "pk")
    known: dict[str, KnownAgency] = {}
    for row in rows:
        values = {
            "code": row.code,
            "former_code": row.former_code,
            "name": row.name,
            "short_name": row.short_name,
            "kind": row.kind,
            "parent_code": row.parent.code if row.parent else "",
            "area_code": row.area_code,
            "address": row.address,
            "phone": row.phone,
        }
        is_open = row.valid_to is None or row.valid_to >= at
        agency = KnownAgency(values, AGENCIES.allows(actor, MANAGE, row), is_open)
        for code in filter(None, (row.former_code, row.code)):
            known |= dict.fromkeys(spellings(code), agency)
    return known


def _values(row: Sequence[str], places: Mapping[int, str]) -> dict[str, str]:
    values = {name: row[place] if place < len(row) else "" for place, name in places.items()}
    if "kind" in values:
        values["kind"] = fold(values["kind"].replace("_", " "))
    return values


def _line(run: AgencyImport, line: ListLine) -> AgencyImportLine:
    kept = {name: text.replace("\0", "")[:500] for name, text in line.values.items()}
    return AgencyImportLine(
        run=run,
        number=line.number,
        outcome=line.outcome.value,
        code=kept.get("code", "")[:40],
        name=kept.get("name", "")[:300],
        values=kept,
        changes=[list(change) for change in line.changes],
        reason=line.reason,
    )
