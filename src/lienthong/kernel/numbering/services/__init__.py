"""What others may ask of numbering."""

from ..rules import dossier_code, is_dossier_code, official_number
from .next_number import next_dossier_code, next_number
from .reserve_block import reserve_block
from .void_number import void_number

__all__ = [
    "dossier_code",
    "is_dossier_code",
    "next_dossier_code",
    "next_number",
    "official_number",
    "reserve_block",
    "void_number",
]
