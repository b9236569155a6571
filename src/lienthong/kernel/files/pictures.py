"""Pictures of the pages of a file, and the PDF of a picture, made by a short-lived process of its own.

A PDF or a picture that somebody sent is read by nothing but that process, which may use little memory and time and
writes no file. What it answers is a list of sizes, one WebP, or a PDF whose only content is one picture.

As a script (run by `_ask`, never by hand): `pictures.py sizes|bound FILE TYPE` or `pictures.py page FILE TYPE NUMBER`.
"""

import json
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

PDF = "application/pdf"
MOST_PAGES = 100
WIDTH, TALLEST = 1000, 4000  # pixels
SECONDS, MEMORY_BYTES = 10, 1024 * 1024 * 1024
QUALITY = 75
# Drawing is the heaviest thing a page of ours asks for: the others wait their turn.
_TURNS = BoundedSemaphore(2)


class Unreadable(Exception):
    """The file has no page that can be drawn: damaged, locked with a password, or too much for the limits."""


def page_sizes(*, path: Path, media_type: str) -> list[tuple[int, int]]:
    """Return width and height in pixels of the pictures of the first pages, at most `MOST_PAGES`.

    :raises Unreadable: the file cannot be read
    """
    return [(int(width), int(height)) for width, height in json.loads(_ask("sizes", path, media_type))]


def draw_page(*, path: Path, media_type: str, number: int) -> bytes:
    """Return the picture of one page, numbered from 1, as WebP.

    :raises Unreadable: the file cannot be read, or has no such page
    """
    return _ask("page", path, media_type, str(number))


def bind_picture(*, path: Path, media_type: str) -> bytes:
    """Return a PDF of one page that holds a picture, upright and point for point, and none of its notes.

    :raises Unreadable: it is no picture that can be read
    """
    return _ask("bound", path, media_type)


def _ask(*words: object) -> bytes:
    command = [sys.executable, "-I", __file__, *(str(word) for word in words)]
    with _TURNS:
        try:
            done = subprocess.run(command, capture_output=True, timeout=2 * SECONDS, check=True)  # noqa: S603  our own words
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as failure:
            raise Unreadable from failure
    return done.stdout


def _fitted(width: float, height: float) -> tuple[int, int]:
    """Return the size of a picture that keeps the shape of a page inside the limits."""
    scale = min(WIDTH / max(width, 1), TALLEST / max(height, 1))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _limit() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _sizes(path: str, media_type: str) -> list[tuple[int, int]]:
    if media_type == PDF:
        import pypdfium2

        document = pypdfium2.PdfDocument(path)
        return [_fitted(*document.get_page_size(at)) for at in range(min(len(document), MOST_PAGES))]
    from PIL import ExifTags, Image

    with Image.open(path, formats=("JPEG", "PNG")) as image:
        turned = image.getexif().get(ExifTags.Base.Orientation, 1) >= 5
        width, height = reversed(image.size) if turned else image.size
        # A small picture is shown as it is, never blown up.
        return [_fitted(width, height) if width > WIDTH or height > TALLEST else (width, height)]


def _draw(path: str, media_type: str, number: int) -> bytes:
    import io

    from PIL import Image, ImageOps

    size = _sizes(path, media_type)[number - 1]
    if media_type == PDF:
        import pypdfium2

        page = pypdfium2.PdfDocument(path)[number - 1]
        picture = page.render(scale=size[0] / max(page.get_width(), 1)).to_pil()
    else:
        with Image.open(path, formats=("JPEG", "PNG")) as image:
            image.draft("RGB", size)
            picture = ImageOps.exif_transpose(image)
        picture = picture.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
    kept = io.BytesIO()
    # Written anew from its points alone: place, camera and whatever else came along stay behind.
    bare = Image.new("RGB", picture.size, "white")
    bare.paste(picture.convert("RGBA"), mask=picture.convert("RGBA").getchannel("A"))
    bare.save(kept, "WEBP", quality=QUALITY, method=2)
    return kept.getvalue()


def _bound(path: str) -> bytes:
    import io

    import img2pdf
    from PIL import Image

    with Image.open(path, formats=("JPEG", "PNG")) as image:
        kept = io.BytesIO()
        if image.format == "PNG" and image.has_transparency_data:  # a PDF of one picture has nothing behind it
            bare = Image.new("RGB", image.size, "white")
            bare.paste(image.convert("RGBA"), mask=image.convert("RGBA").getchannel("A"))
            bare.save(kept, "PNG")
    made: bytes = img2pdf.convert(kept.getvalue() or path, rotation=img2pdf.Rotation.ifvalid, nodate=True)
    return made


def _main(wish: str, path: str, media_type: str, number: str = "1") -> None:
    _limit()
    if wish == "page":
        answer = _draw(path, media_type, int(number))
    else:
        answer = _bound(path) if wish == "bound" else json.dumps(_sizes(path, media_type)).encode()
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    _main(*sys.argv[1:])
