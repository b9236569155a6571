"""Saying how numbers of a kind are written."""

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, NotFound, NotPermitted
from lienthong.kernel.audit import services as audit
from lienthong.kernel.calendars.contracts import local_day
from lienthong.kernel.organizations import queries as organizations

from ..contracts import SET_FORMATS, FormatDraft
from ..models import NumberFormat
from ..queries.formats import others_in_agency, sample_numbers, values_for
from ..rules import LONGEST_TEMPLATE, Template, TemplateWrong, clashing, read_template

_KIND = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")
LONGEST_LABEL, LONGEST_SYMBOL, MOST_LATE_DAYS = 200, 40, 60


def save_format(*, draft: FormatDraft, actor: Actor, now: datetime) -> int:
    """Keep how numbers of a kind are written, for all agencies or for one, and return the id of the format.

    Numbers given stay as they were written; those that follow are written anew.

    :raises NotPermitted: the actor does not set formats
    :raises Invalid: the template cannot be used, or its numbers would be taken for those of another book
    """
    if not actor.may(SET_FORMATS):
        raise NotPermitted(_("Only those who set the formats of numbers may do this."))
    agency_id, _template = check_format(draft, now)
    with transaction.atomic():
        row, is_new = NumberFormat.objects.select_for_update().get_or_create(
            kind=draft.kind, agency_id=agency_id, defaults={"label": draft.label.strip(), "template": draft.template}
        )
        before = "" if is_new else row.template
        row.label, row.template, row.symbol = draft.label.strip(), draft.template, draft.symbol
        row.is_daily, row.late_days, row.version = draft.is_daily, draft.late_days, row.version + (not is_new)
        row.save()
        audit.record(
            subject_type="numbering.format", subject_key=str(row.pk), act="numbering.format.save", actor=actor, now=now,
            data={"kind": row.kind, "template": [before, row.template], "late_days": row.late_days},
        )  # fmt: skip
    return int(row.pk)


def preview_format(*, draft: FormatDraft, now: datetime) -> tuple[str, ...]:
    """Return what the first numbers of a draft would look like; nothing is kept.

    :raises Invalid: something in it cannot be used
    """
    agency_id, template = check_format(draft, now)
    return sample_numbers(template, values_for(draft.symbol, agency_id, local_day(now)))


def check_format(draft: FormatDraft, now: datetime) -> tuple[int | None, Template]:
    """Return the agency and the template of a draft that can be used.

    :raises Invalid: something in it cannot be used
    """
    errors = _plain_errors(draft)
    agency_id = None
    if draft.agency_code.strip():
        try:
            agency_id = organizations.find_agency(code=draft.agency_code.strip()).id
        except NotFound as unknown:
            errors.append(FieldError("agency_code", unknown.message))
    try:
        template = read_template(draft.template)
    except TemplateWrong as wrong:
        errors.append(FieldError("template", _words(wrong)))
    else:
        if "day" not in template.names() and draft.is_daily:
            errors.append(FieldError("template", _("A book of each day needs {day}: its numbers begin anew every day")))
        elif not errors and (clash := _clash(draft, template, agency_id, now)):
            errors.append(FieldError("template", clash))
    if errors:
        raise Invalid(errors[0].message, errors=tuple(errors))
    return agency_id, template


def _plain_errors(draft: FormatDraft) -> list[FieldError]:
    errors = []
    if not _KIND.fullmatch(draft.kind):
        errors.append(FieldError("kind", _("Small letters without diacritics, digits, dots and hyphens, at most 60")))
    if not 0 < len(draft.label.strip()) <= LONGEST_LABEL or not draft.label.isprintable():
        errors.append(FieldError("label", _("Name the kind of number")))
    if len(draft.symbol) > LONGEST_SYMBOL or any(not (sign.isalnum() or sign in "-.&") for sign in draft.symbol):
        errors.append(FieldError("symbol", _("Letters, digits, hyphens and dots only, without blanks")))
    if not 0 <= draft.late_days <= MOST_LATE_DAYS:
        errors.append(FieldError("late_days", _("Between 0 and %(most)s days") % {"most": MOST_LATE_DAYS}))
    return errors


def _clash(draft: FormatDraft, template: Template, agency_id: int | None, now: datetime) -> str:
    """Return what is wrong when another book of the same agency writes the same numbers."""
    day = local_day(now)
    own = values_for(draft.symbol, agency_id, day)
    for other in others_in_agency(draft.kind, agency_id):
        its = values_for(other.symbol, agency_id or other.agency_id, day)
        if text := clashing(template, own, read_template(other.template), its):
            return _("“%(text)s” would also be a number of “%(other)s”") % {"text": text, "other": other.label}
    return ""


def _words(wrong: TemplateWrong) -> str:
    words = {
        "too_long": _("At most %(most)s letters") % {"most": LONGEST_TEMPLATE},
        "letter": _("“%(piece)s” does not belong into a number; use letters, digits, / - . &"),
        "place": _("There is no place “%(piece)s”; there are {number}, {year}, {day}, {symbol}, {agency}, {code}"),
        "digits": _("“%(piece)s” is no number of digits; {number:4} writes 0001"),
        "number_missing": _("The template needs {number}"),
        "number_twice": _("The template has {number} more than once"),
        "touching": _("“%(piece)s” cannot be told apart when read; put / - or . between"),
    }
    return words[wrong.code] % {"piece": wrong.piece} if wrong.piece else words[wrong.code]
