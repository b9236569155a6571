"""Acts on templates."""

from .begin_template import begin_template
from .change_template import change_template
from .go_back import go_back
from .publish_template import publish_template
from .try_out import print_sample, try_out
from .upload_word import LARGEST_WORD, upload_word
from .word_sample import fill_sample

__all__ = [
    "LARGEST_WORD",
    "begin_template",
    "change_template",
    "fill_sample",
    "go_back",
    "print_sample",
    "publish_template",
    "try_out",
    "upload_word",
]
