"""What can be done with forms."""

from .change_design import change_design
from .create_design import create_design
from .discard_draft import discard_draft
from .publish_design import publish_design
from .remove_old import remove_old
from .save_definition import save_definition
from .save_draft import save_draft
from .take_files import Taken, take_files
from .trials import correct_trial, file_trial, mark_trial

__all__ = [
    "Taken",
    "change_design",
    "correct_trial",
    "create_design",
    "discard_draft",
    "file_trial",
    "mark_trial",
    "publish_design",
    "remove_old",
    "save_definition",
    "save_draft",
    "take_files",
]
