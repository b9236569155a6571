"""Pure rules of organizations: people's numbers, identity codes, capacities, plans, the wording of decisions."""

from .capacities import may_be_passed_on, overlaps, seat_name
from .codes import check_code, form_of, spellings, to_new_form, to_old_form
from .people import LONGEST_NUMBER, clean_number, is_business_code, is_personal_number, is_writable, mask_number, tidy

__all__ = [
    "LONGEST_NUMBER",
    "check_code",
    "clean_number",
    "form_of",
    "is_business_code",
    "is_personal_number",
    "is_writable",
    "mask_number",
    "may_be_passed_on",
    "overlaps",
    "seat_name",
    "spellings",
    "tidy",
    "to_new_form",
    "to_old_form",
]
