"""Reads of papers and of templates."""

from .in_force import forget, sheet_in_force, word_in_force
from .issued import IssuedFilter, get_issued, kept_file, list_issued, stream_issued
from .papers import get_paper, list_papers, verify
from .templates import (
    compare_versions,
    draft_of,
    get_template,
    list_templates,
    list_versions,
    needs_of,
    source_of,
    unknown_values,
    word_draft_of,
)

__all__ = [
    "IssuedFilter",
    "compare_versions",
    "draft_of",
    "forget",
    "get_issued",
    "get_paper",
    "get_template",
    "kept_file",
    "list_issued",
    "list_papers",
    "list_templates",
    "list_versions",
    "needs_of",
    "sheet_in_force",
    "source_of",
    "stream_issued",
    "unknown_values",
    "verify",
    "word_draft_of",
    "word_in_force",
]
