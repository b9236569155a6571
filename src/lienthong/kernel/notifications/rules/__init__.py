"""Rules of messages: filling and masking texts, counting parts of SMS, telephone numbers, hours, trying again."""

from .again import next_try
from .hours import QuietHours, after_quiet, month_of
from .phones import in_form, normal_phone
from .sms import SmsText, measure, split, without_marks
from .text import fill, masked, masked_in, placeholders

__all__ = [
    "QuietHours",
    "SmsText",
    "after_quiet",
    "fill",
    "in_form",
    "masked",
    "masked_in",
    "measure",
    "month_of",
    "next_try",
    "normal_phone",
    "placeholders",
    "split",
    "without_marks",
]
