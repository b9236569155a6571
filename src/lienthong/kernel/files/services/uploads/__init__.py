"""Uploads in parts: begun, received, finished, taken into a stored file, or swept."""

from .begin import begin_upload
from .end import end_upload
from .receive import receive_part
from .sent import SESSION_MARK, SentUpload, with_uploads
from .sweep import sweep_uploads
from .take import take_upload

__all__ = [
    "SESSION_MARK",
    "SentUpload",
    "begin_upload",
    "end_upload",
    "receive_part",
    "sweep_uploads",
    "take_upload",
    "with_uploads",
]
