"""The ways to pay that come with the program."""

from .counter import Cash, Transfer
from .platform import Platform

__all__ = ["Cash", "Platform", "Transfer"]
