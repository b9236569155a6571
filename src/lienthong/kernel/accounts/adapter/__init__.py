"""How allauth behaves here, for people, for systems they sign on to, and for the outer provider they come from."""

from .outer import OuterAdapter
from .people import AccountAdapter, SecondFactorAdapter
from .sign_on import SignOnAdapter

__all__ = ["AccountAdapter", "OuterAdapter", "SecondFactorAdapter", "SignOnAdapter"]
