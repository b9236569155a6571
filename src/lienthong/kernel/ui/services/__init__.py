"""What other apps may ask of the interface."""

from .asked import day_asked, number_asked, page_asked, pages_beside, words_asked
from .codes import qr_svg
from .days import DayField, day_field
from .parts import asks_for_main, asks_for_part, keep_address
from .refusals import answer_form, refuse, report_failure, shown_on
from .tables import Column, send_table

__all__ = [
    "Column",
    "DayField",
    "answer_form",
    "asks_for_main",
    "asks_for_part",
    "day_asked",
    "day_field",
    "keep_address",
    "number_asked",
    "page_asked",
    "pages_beside",
    "qr_svg",
    "refuse",
    "report_failure",
    "send_table",
    "shown_on",
    "words_asked",
]
