"""The size of a picture told by its head, before anything is decoded."""

import struct
from typing import BinaryIO

from ..contracts import Danger

# 200 megapixels is A3 at 1200 dpi; no side longer than a metre of film at that sharpness.
MOST_PIXELS, LONGEST_SIDE = 200_000_000, 50_000
_NO_LENGTH = {0x01, *range(0xD0, 0xDA)}
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


def danger_in_image(*, kind: str, content: BinaryIO) -> Danger | None:
    """Tell whether a picture claims more pixels than any scan has."""
    size = pixel_size(kind=kind, content=content)
    if size is not None and (max(size) > LONGEST_SIDE or size[0] * size[1] > MOST_PIXELS):
        return Danger.TOO_MANY_PIXELS
    return None


def pixel_size(*, kind: str, content: BinaryIO) -> tuple[int, int] | None:
    """Return width and height a PNG or JPEG claims, None when its head does not say.

    :param content: the whole file, seekable; a few bytes of each segment are read
    """
    content.seek(0)
    if kind == "png":
        head = content.read(24)
        return struct.unpack(">II", head[16:24]) if len(head) == 24 and head[12:16] == b"IHDR" else None
    content.seek(2)
    while len(mark := content.read(2)) == 2 and mark[0] == 0xFF:
        if mark[1] == 0xFF:  # filling
            content.seek(-1, 1)
            continue
        if mark[1] in _NO_LENGTH:
            continue
        said = content.read(2)
        if len(said) < 2:
            return None
        if mark[1] in _FRAMES:
            frame = content.read(5)
            if len(frame) < 5:
                return None
            height, width = struct.unpack(">HH", frame[1:5])
            return width, height
        content.seek(max(struct.unpack(">H", said)[0] - 2, 0), 1)
    return None
