"""Registering an applicant."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import FieldError, Invalid
from lienthong.kernel.organizations import rules
from lienthong.kernel.organizations.contracts import PartyDraft, PartyInfo, PartyKind
from lienthong.kernel.organizations.models import Party
from lienthong.kernel.organizations.queries import party_info
from lienthong.kernel.ui.contracts import fold

from .texts import faults


def register_party(*, draft: PartyDraft, now: datetime) -> PartyInfo:
    """Find the party by its number, bring its contact up to date, or register it, and return it.

    :raises Invalid: name missing, number of the wrong shape, or text nobody can have written
    """
    number, name = rules.clean_number(draft.number), rules.tidy(draft.name)
    contact = {"address": rules.tidy(draft.address), "phone": rules.tidy(draft.phone), "email": draft.email.strip()}
    _check(draft.kind, name, number, contact)
    fields = {
        "kind": draft.kind,
        "name": name,
        "folded_name": fold(name)[:300],
        "birth_date": draft.birth_date,
        "created_at": now,
        **contact,
    }
    with transaction.atomic():
        if not number:
            return party_info(Party.objects.create(number="", **fields))
        # Two counters at once: the constraint lets one register, the other finds what the first registered.
        party, is_new = Party.objects.select_for_update().get_or_create(number=number, defaults=fields)
        changed = {field: value for field, value in contact.items() if value and getattr(party, field) != value}
        if changed and not is_new:
            for field, value in changed.items():
                setattr(party, field, value)
            party.version += 1
            party.save(update_fields=[*changed, "version"])
    return party_info(party)


def _check(kind: PartyKind, name: str, number: str, contact: dict[str, str]) -> None:
    longest = {"address": 400, "phone": 40, "email": 254}
    errors = faults(
        {"name": (name, 300), "number": (number, rules.LONGEST_NUMBER)}
        | {field: (value, longest[field]) for field, value in contact.items()}
    )
    wrong = {error.path for error in errors}
    if not name:
        errors.append(FieldError("name", _("Enter the applicant's name")))
    if number and "number" not in wrong:
        errors += _number_faults(kind, number)
    if errors:
        raise Invalid(_("Check the applicant's details"), errors=tuple(errors))


def _number_faults(kind: PartyKind, number: str) -> list[FieldError]:
    if kind is PartyKind.CITIZEN and not rules.is_personal_number(number):
        digits = sum(letter.isdigit() for letter in number)
        return [FieldError("number", _("A personal number has 12 digits, this one has %d") % digits)]
    if kind is PartyKind.BUSINESS and not rules.is_business_code(number):
        return [FieldError("number", _("An enterprise code has 10 digits, or 13 with a dash for a branch"))]
    return []
