"""Pages of forms: designing, trying, drafts, and what pages with a form ask while it is filled in."""

from .designs import create, design, index, publish, rename, schema_file, versions
from .drafts import autosave, discard, drafts
from .filling import fill
from .live import communes_of, live, live_design
from .questions import add_field, add_section, change_field, change_section, rearrange
from .sheets import sheet_file, try_sheet
from .trials import correction, preview, trial

__all__ = [
    "add_field",
    "add_section",
    "autosave",
    "change_field",
    "change_section",
    "communes_of",
    "correction",
    "create",
    "design",
    "discard",
    "drafts",
    "fill",
    "index",
    "live",
    "live_design",
    "preview",
    "publish",
    "rearrange",
    "rename",
    "schema_file",
    "sheet_file",
    "trial",
    "try_sheet",
    "versions",
]
