"""Rules of the catalogue over plain values: reading a record, comparing, words people use."""

from .changes import compare, content_hash
from .everyday import official_words
from .parts import is_heading
from .record import CONTENT_FIELDS, ReadRecord, Rejection, read_record
from .sources import SourceFile, read_source, split_archive
from .steps import Step, split_steps

__all__ = [
    "CONTENT_FIELDS",
    "ReadRecord",
    "Rejection",
    "SourceFile",
    "Step",
    "compare",
    "content_hash",
    "is_heading",
    "official_words",
    "read_record",
    "read_source",
    "split_archive",
    "split_steps",
]
