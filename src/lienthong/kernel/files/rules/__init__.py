"""Pure rules of files: harmless names, kinds told by content, and what would do harm."""

from .archives import danger_in_archive
from .images import MOST_PIXELS, danger_in_image, pixel_size
from .kinds import HEAD_BYTES, guessed_extension, is_program, kind_by_content, kind_by_name
from .names import harmless_name
from .pdf import pdf_needs_a_look
from .second_content import holds_second_content

__all__ = [
    "HEAD_BYTES",
    "MOST_PIXELS",
    "danger_in_archive",
    "danger_in_image",
    "guessed_extension",
    "harmless_name",
    "holds_second_content",
    "is_program",
    "kind_by_content",
    "kind_by_name",
    "pdf_needs_a_look",
    "pixel_size",
]
