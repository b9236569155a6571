"""What others may ask of numbering."""

from ..rules import dossier_code, is_dossier_code, official_number
from .next_number import next_dossier_code, next_number
from .open_book import close_book, open_book, reopen_book
from .reserve_block import Reservation, reserve_block, reserve_in_book
from .save_format import preview_format, save_format
from .take_number import take_number
from .use_reserved import expire_blocks, return_block, return_open_block, use_block, use_reserved
from .void_number import void_in_book, void_number

__all__ = [
    "Reservation",
    "close_book",
    "dossier_code",
    "expire_blocks",
    "is_dossier_code",
    "next_dossier_code",
    "next_number",
    "official_number",
    "open_book",
    "preview_format",
    "reopen_book",
    "reserve_block",
    "reserve_in_book",
    "return_block",
    "return_open_block",
    "save_format",
    "take_number",
    "use_block",
    "use_reserved",
    "void_in_book",
    "void_number",
]
