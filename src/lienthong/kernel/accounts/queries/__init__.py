"""What others may read of accounts."""

from .actors import actor_again, actor_of, find_user, holders_of, officer, sessions_of
from .emergency import count_running, get_emergency_rights, list_emergency_rights, under_emergency
from .factors import factors_of, has_second_factor
from .identity import is_proven, level_of_sign_in, outer_provider
from .looks import list_looks, own_looks, own_party, stream_looks, stream_own_looks
from .profile import read_profile
from .systems import (
    get_system,
    grantable_permissions,
    list_systems,
    machine_of_system,
    machine_of_token,
    own_system_id,
    system_choices,
)

__all__ = [
    "actor_again",
    "actor_of",
    "count_running",
    "factors_of",
    "find_user",
    "get_emergency_rights",
    "get_system",
    "grantable_permissions",
    "has_second_factor",
    "holders_of",
    "is_proven",
    "level_of_sign_in",
    "list_emergency_rights",
    "list_looks",
    "list_systems",
    "machine_of_system",
    "machine_of_token",
    "officer",
    "outer_provider",
    "own_looks",
    "own_party",
    "own_system_id",
    "read_profile",
    "sessions_of",
    "stream_looks",
    "stream_own_looks",
    "system_choices",
    "under_emergency",
]
