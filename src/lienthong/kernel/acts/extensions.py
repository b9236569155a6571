"""Where other apps plug in: `act` declares an official act, `access` says who may enter a door."""

from .access import OFFICER, PUBLIC, SIGNED_IN, Access, access
from .declaration import Act, act, find_act, list_acts
from .policy import Condition, Policy
from .requests import ActorRequest

__all__ = [
    "OFFICER",
    "PUBLIC",
    "SIGNED_IN",
    "Access",
    "Act",
    "ActorRequest",
    "Condition",
    "Policy",
    "access",
    "act",
    "find_act",
    "list_acts",
]
