"""Acts of files, and reading the tables that people send."""

from .links import sign_link
from .maintain import move_to_bucket, verify_contents
from .scan import scan_waiting
from .store import store, store_bytes
from .tables import cell_text, read_sheets, read_table
from .uploads import SESSION_MARK, begin_upload, end_upload, receive_part, sweep_uploads, take_upload, with_uploads
from .versions import add_version, append_version, send_version
from .works import ask_work, offered_works, run_work

__all__ = [
    "SESSION_MARK",
    "add_version",
    "append_version",
    "ask_work",
    "begin_upload",
    "cell_text",
    "end_upload",
    "move_to_bucket",
    "offered_works",
    "read_sheets",
    "read_table",
    "receive_part",
    "run_work",
    "scan_waiting",
    "send_version",
    "sign_link",
    "store",
    "store_bytes",
    "sweep_uploads",
    "take_upload",
    "verify_contents",
    "with_uploads",
]
