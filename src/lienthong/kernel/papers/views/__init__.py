"""Doors of papers: the public check, templates, Word templates, issued papers."""

from .editor import begin, edit, go_back, preview, publish, sample_pdf
from .issued import export_issued, issued, paper, revoke
from .templates import export_templates, template, templates, version_source, versions
from .verify import verify
from .word import upload_word, word_file, word_sample

__all__ = [
    "begin",
    "edit",
    "export_issued",
    "export_templates",
    "go_back",
    "issued",
    "paper",
    "preview",
    "publish",
    "revoke",
    "sample_pdf",
    "template",
    "templates",
    "upload_word",
    "verify",
    "version_source",
    "versions",
    "word_file",
    "word_sample",
]
