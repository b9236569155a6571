"""Acts of papers and of their templates."""

from .issue import address_of, issue, new_code, qr_picture
from .render import locate_signature, render, render_for_signing
from .revoke import revoke, withdraw
from .templates import (
    LARGEST_WORD,
    begin_template,
    change_template,
    fill_sample,
    go_back,
    print_sample,
    publish_template,
    try_out,
    upload_word,
)
from .word import fill_word, word_as_pdf

__all__ = [
    "LARGEST_WORD",
    "address_of",
    "begin_template",
    "change_template",
    "fill_sample",
    "fill_word",
    "go_back",
    "issue",
    "locate_signature",
    "new_code",
    "print_sample",
    "publish_template",
    "qr_picture",
    "render",
    "render_for_signing",
    "revoke",
    "try_out",
    "upload_word",
    "withdraw",
    "word_as_pdf",
]
