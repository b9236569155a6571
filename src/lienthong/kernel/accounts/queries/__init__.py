"""What others may read of accounts."""

from .actors import actor_again, actor_of, find_user, has_second_factor, officer, sessions_of
from .systems import get_system, grantable_permissions, list_systems, machine_of_token

__all__ = [
    "actor_again",
    "actor_of",
    "find_user",
    "get_system",
    "grantable_permissions",
    "has_second_factor",
    "list_systems",
    "machine_of_token",
    "officer",
    "sessions_of",
]
