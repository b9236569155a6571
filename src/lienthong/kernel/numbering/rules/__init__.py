"""What numbering decides without the database."""

from .codes import dossier_code, is_dossier_code, official_number
from .formats import (
    LONGEST_TEMPLATE,
    Template,
    TemplateWrong,
    Values,
    clashing,
    read_template,
)
from .periods import late_until, period_of, span_of

__all__ = [
    "LONGEST_TEMPLATE",
    "Template",
    "TemplateWrong",
    "Values",
    "clashing",
    "dossier_code",
    "is_dossier_code",
    "late_until",
    "official_number",
    "period_of",
    "read_template",
    "span_of",
]
