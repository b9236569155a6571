"""What can be done with forms."""

from .save_definition import save_definition

__all__ = ["save_definition"]
