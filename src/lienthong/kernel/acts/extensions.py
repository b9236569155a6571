"""Where other apps plug in: `act` declares an official act, `access` who may enter, `selection` what lists offer."""

from .access import OFFICER, OFFICER_OR_MACHINE, PUBLIC, SIGNED_IN, Access, access
from .declaration import Act, Inverse, act, find_act, list_acts
from .policy import Condition, Policy
from .prepared import Prepared, per_viewer
from .registry import actor_source, select, selection
from .requests import ActorRequest

__all__ = [
    "OFFICER",
    "OFFICER_OR_MACHINE",
    "PUBLIC",
    "SIGNED_IN",
    "Access",
    "Act",
    "ActorRequest",
    "Condition",
    "Inverse",
    "Policy",
    "Prepared",
    "access",
    "act",
    "actor_source",
    "find_act",
    "list_acts",
    "per_viewer",
    "select",
    "selection",
]
