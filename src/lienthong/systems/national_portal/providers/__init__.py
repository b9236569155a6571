"""The two generations of the Portal's interface."""

from .first import FirstGeneration
from .second import SecondGeneration

__all__ = ["FirstGeneration", "SecondGeneration"]
