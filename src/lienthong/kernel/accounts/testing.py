"""For tests and the demo: accounts as they stand in the table."""

from .models import ConnectedSystem, User

__all__ = ["ConnectedSystem", "User"]
