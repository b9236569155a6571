"""What may be done with stores, one act a file."""

from .keep_item import keep_item
from .take_item import take_item

__all__ = ["keep_item", "take_item"]
