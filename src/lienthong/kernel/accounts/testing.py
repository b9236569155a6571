"""For tests and the demo: accounts as they stand in the table."""

from .models import User

__all__ = ["User"]
