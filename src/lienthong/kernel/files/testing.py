"""Small real files for tests and the demonstration."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from lienthong.kernel.acts.contracts import Actor

from . import extensions
from .contracts import Held, StoredFileInfo
from .services import store_bytes

# The smallest content each kind is told by.
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
JPG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")


def office_file(*parts: str) -> bytes:
    """Return an archive with the named parts, as Word and Excel write them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for part in ("[Content_Types].xml", *parts):
            archive.writestr(part, "<xml/>")
    return buffer.getvalue()


def stored_pdf(*, now: datetime, name: str = "giay-to.pdf", mark: str = "") -> StoredFileInfo:
    """Store a small PDF; `mark` makes its content differ from the others."""
    return store_bytes(data=PDF + mark.encode(), name=name, actor=Actor.system("test"), now=now)


@contextmanager
def everybody_sees(*, editable: bool = False) -> Iterator[None]:
    """Let everybody see all files, as if some record showed them, while the block lasts."""
    with extensions.only_owner(lambda _file_id, _actor: Held(editable=editable)):
        yield
