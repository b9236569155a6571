"""Whether a PDF can hold anything active, told from its bytes alone.

Names in a PDF stand uncompressed unless the file has object streams, and may be written with `#` escapes. A file that
has none of the words below, no object stream and no escaped name can therefore hold no active part, and need not be
taken apart. All others are read by a process of their own (`providers/pdf_parts.py`), which decides.
"""

import mmap
import re
from typing import BinaryIO

_NAMES = (
    rb"JavaScript|JS(?![A-Za-z])|Launch|EmbeddedFile|XFA(?![A-Za-z])|RichMedia|Rendition|GoToE|ImportData|SubmitForm"
    rb"|ObjStm|Encrypt(?![A-Za-z])|[A-Za-z]{0,24}#[0-9A-Fa-f]{2}"
)
_WORTH_A_LOOK = re.compile(rb"/(?:" + _NAMES + rb")")


def pdf_needs_a_look(content: BinaryIO) -> bool:
    """Tell whether a PDF must be taken apart before one knows that nothing in it is active.

    :param content: the whole file on this machine's disk; it is mapped, not read into memory
    """
    with mmap.mmap(content.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        return _WORTH_A_LOOK.search(mapped) is not None
