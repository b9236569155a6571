"""Reading forms, drafts and sheets, comparing and correcting, and evaluating expressions."""

from ..compiled import CompiledForm
from .ask_once import Prefilled, papers_waived, prefill, settle
from .correction import compare_answers, correct, editable_fields
from .definitions import (
    PAGE,
    check_expression,
    compare,
    design_errors,
    evaluate,
    forget_compiled,
    get_design,
    get_form,
    list_designs,
    list_forms,
    list_versions,
    page_forms,
)
from .drafts import draft_token, find_draft, get_draft, list_drafts, page_drafts, read_draft_token
from .files import check_attachments
from .sheets import read_sheet, sheet_of, template_sheet
from .trials import get_trial, list_trials

__all__ = [
    "PAGE",
    "CompiledForm",
    "Prefilled",
    "check_attachments",
    "check_expression",
    "compare",
    "compare_answers",
    "correct",
    "design_errors",
    "draft_token",
    "editable_fields",
    "evaluate",
    "find_draft",
    "forget_compiled",
    "get_design",
    "get_draft",
    "get_form",
    "get_trial",
    "list_designs",
    "list_drafts",
    "list_forms",
    "list_trials",
    "list_versions",
    "page_drafts",
    "page_forms",
    "papers_waived",
    "prefill",
    "read_draft_token",
    "read_sheet",
    "settle",
    "sheet_of",
    "template_sheet",
]
